import { startControlPlane } from './control-plane.ts'
import { isServerVersion, serverVersions } from './programs.ts'
import { formatSeconds } from './progress.ts'

const usage = `usage: npm run envtest [-- --version ${serverVersions.join('|')}] [--controller-manager]`

/** Starts a real server to work with by hand, until Ctrl-C. */
async function main(args: readonly string[]): Promise<void> {
  const rest = [...args]
  let version: string = serverVersions[0]
  let withControllerManager = false
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--version') version = rest.shift() ?? ''
    else if (arg === '--controller-manager') withControllerManager = true
    else throw new Error(`unknown argument ${arg}\n${usage}`)
  }
  if (!isServerVersion(version)) throw new Error(`unknown version "${version}"\n${usage}`)

  const plane = await startControlPlane({ version, controllerManager: withControllerManager })
  process.stdout.write(
    [
      `kube-apiserver ${plane.version} at ${plane.url}, ready after ${formatSeconds(plane.startMs)}`,
      `its logs are in ${plane.folder}`,
      '',
      `  export KUBECONFIG=${plane.kubeconfigPath}`,
      '  kubectl get namespaces',
      '',
      `  curl --insecure --header 'Authorization: Bearer ${plane.adminToken}' ${plane.url}/version`,
      '',
      'Ctrl-C stops it and removes its data.',
      '',
    ].join('\n'),
  )
  await new Promise<void>((resolve) => {
    // Also what keeps this process alive: the servers do not.
    const timer = setInterval(() => {}, 1 << 30)
    const stop = () => {
      clearInterval(timer)
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
    // Whoever started this is gone.
    process.on('disconnect', stop)
  })
  // An open channel would keep this process alive.
  if (process.connected) process.disconnect()
  await plane.close()
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

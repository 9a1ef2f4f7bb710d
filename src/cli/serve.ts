import { readFlags } from './flags.ts'
import { checkKubeconfigPlace, writeKubeconfig } from './serve-kubeconfig.ts'
import { UsageError } from './usage-error.ts'

/** Runs the embedded API server until SIGINT or SIGTERM. */
export async function serve(args: readonly string[]): Promise<number> {
  const flags = readFlags(
    'Usage: kubeclient serve [FLAGS]\n\nRuns the embedded API server on the loopback interface until it is interrupted.',
    {
      port: { type: 'string', value: 'N', help: 'port to listen on (default: a free one)' },
      'write-kubeconfig': { type: 'string', value: 'PATH', help: 'write a kubeconfig there once the server listens' },
      force: { type: 'boolean', help: 'with --write-kubeconfig: replace a file that something else wrote' },
    },
    args,
  )
  if (flags === undefined) return 0
  const port = readPort(flags.port)
  const path = flags['write-kubeconfig']
  if (path === '') throw new UsageError('--write-kubeconfig needs a path')
  if (path !== undefined) await checkKubeconfigPlace(path, flags.force ?? false)
  // From here on: who waits for the file may interrupt as soon as it is there.
  const interrupted = interruption()
  const { ApiServer } = await import('../server/index.ts')
  const server = await ApiServer.start({ port })
  try {
    if (path !== undefined) await writeKubeconfig(path, server.kubeconfig())
    process.stdout.write(`listening on ${server.url}\n`)
    if (path !== undefined) process.stdout.write(`try: kubectl --kubeconfig ${path} get namespaces\n`)
    await interrupted
  } finally {
    await server.close()
  }
  return 0
}

function readPort(text: string | undefined): number {
  if (text === undefined) return 0
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new UsageError(`invalid --port "${text}": expected 0 to 65535`)
}

/** The first signal; a second one ends the process at once. */
function interruption(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}

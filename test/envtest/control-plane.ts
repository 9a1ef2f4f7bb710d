import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findBinary } from './binaries.ts'
import { type Credentials, createCredentials } from './credentials.ts'
import { freePorts } from './free-ports.ts'
import { getJson } from './https-get.ts'
import { kubeconfigText } from './kubeconfig.ts'
import { apiServer, controllerManager, etcd, type ServerVersion } from './programs.ts'
import { apiServerFlags, controllerManagerFlags, etcdFlags, type Ports } from './server-flags.ts'
import { SupervisedProcesses } from './supervised.ts'

export interface ControlPlaneOptions {
  readonly version: ServerVersion
  /** Starts kube-controller-manager, too. Default: false. */
  readonly controllerManager?: boolean | undefined
  /** Default: `api/all=true`, every version that the server knows. */
  readonly runtimeConfig?: string | undefined
  /** Further flags for kube-apiserver. */
  readonly extraArgs?: readonly string[] | undefined
}

/** The part of a RestConfig that it takes to be the administrator. */
export interface ControlPlaneConfig {
  readonly host: string
  readonly tls: { readonly caData: string; readonly certData: string; readonly keyData: string }
}

/** A running kube-apiserver with its etcd. Whoever starts one closes it. */
export interface ControlPlane {
  /** As the administrator, with a client certificate. */
  readonly config: ControlPlaneConfig
  readonly url: string
  readonly version: ServerVersion
  /** A bearer token of the administrator. */
  readonly adminToken: string
  /** Makes a client certificate that the server takes. */
  readonly issueClient: Credentials['issueClient']
  /** A bearer token of a user who may do nothing but discovery. */
  readonly limitedToken: string
  readonly kubeconfig: string
  readonly kubeconfigPath: string
  /** With the servers' logs; removed by `close()`. */
  readonly folder: string
  /** How long it took until it was ready. */
  readonly startMs: number
  startControllerManager(): Promise<void>
  /** Makes etcd forget all but the newest versions: older ones are Gone from then on. */
  compact(): Promise<void>
  pids(): number[]
  close(): Promise<void>
}

const readyDeadlineMs = 60_000
const startAttempts = 5

/**
 * Starts a kube-apiserver with real TLS, RBAC and an etcd of its own on free loopback ports, and waits until it is
 * ready. It ends with this process, whatever that dies of.
 *
 * @throws {BinaryUnavailableError} if it is not at hand and cannot be built
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const files = { etcd: await findBinary(etcd), apiServer: await findBinary(apiServer(options.version)) }
  for (let attempt = 1; ; attempt += 1) {
    const folder = await mkdtemp(path.join(tmpdir(), 'kubeclient-envtest-'))
    const processes = new SupervisedProcesses(folder)
    try {
      const plane = await start(options, files.etcd.file, files.apiServer.file, folder, processes)
      if (options.controllerManager === true) await plane.startControllerManager()
      return plane
    } catch (error) {
      await processes.close()
      await rm(folder, { recursive: true, force: true })
      // Between being found free and being used, a port may have been taken by somebody else.
      const portTaken = error instanceof Error && /address already in use|bind: /.test(error.message)
      if (!portTaken || attempt === startAttempts) throw error
    }
  }
}

async function start(
  options: ControlPlaneOptions,
  etcdFile: string,
  apiServerFile: string,
  folder: string,
  processes: SupervisedProcesses,
): Promise<ControlPlane> {
  const started = performance.now()
  const credentials = await createCredentials(path.join(folder, 'credentials'))
  const [etcdClients = 0, etcdPeers = 0, apiServerPort = 0] = await freePorts(3)
  const ports: Ports = { etcdClients, etcdPeers, apiServer: apiServerPort }
  const log = (name: string) => path.join(folder, `${name}.log`)

  processes.start({ name: 'etcd', file: etcdFile, args: etcdFlags(folder, ports), log: log('etcd') })
  const apiServerArgs = apiServerFlags(ports, credentials.files, {
    runtimeConfig: options.runtimeConfig ?? 'api/all=true',
    extraArgs: options.extraArgs ?? [],
  })
  processes.start({ name: 'kube-apiserver', file: apiServerFile, args: apiServerArgs, log: log('kube-apiserver') })

  const url = `https://127.0.0.1:${ports.apiServer}`
  await waitUntilReady(url, credentials, processes, log)
  await requireVersion(url, credentials, options.version)

  const kubeconfig = kubeconfigText({
    server: url,
    caPem: credentials.caPem,
    certPem: credentials.adminCertPem,
    keyPem: credentials.adminKeyPem,
  })
  const kubeconfigPath = path.join(folder, 'kubeconfig')
  await writeFile(kubeconfigPath, kubeconfig, { mode: 0o600 })
  return {
    config: {
      host: url,
      tls: { caData: credentials.caPem, certData: credentials.adminCertPem, keyData: credentials.adminKeyPem },
    },
    url,
    version: options.version,
    adminToken: credentials.adminToken,
    limitedToken: credentials.limitedToken,
    issueClient: credentials.issueClient,
    kubeconfig,
    kubeconfigPath,
    folder,
    startMs: performance.now() - started,
    startControllerManager: () => startControllerManager(processes, kubeconfigPath, log),
    compact: () => compactEtcd(ports.etcdClients),
    pids: () => processes.pids(),
    close: () => processes.close(),
  }
}

/** Ready is when it says so and has made the namespace that everything else lives in. */
async function waitUntilReady(
  url: string,
  credentials: Credentials,
  processes: SupervisedProcesses,
  log: (name: string) => string,
): Promise<void> {
  const deadline = performance.now() + readyDeadlineMs
  const isReady = async () => {
    for (const urlPath of ['/readyz', '/api/v1/namespaces/default']) {
      const answer = await getJson(`${url}${urlPath}`, credentials)
      if (answer?.status !== 200) return false
    }
    return true
  }
  while (!(await isReady())) {
    for (const name of ['etcd', 'kube-apiserver']) {
      const exit = processes.exitOf(name)
      if (exit === undefined) continue
      const how = exit.code === null ? String(exit.signal) : `code ${exit.code}`
      throw new Error(`${name} ended with ${how} while it was starting:\n${await tailOf(log(name))}`)
    }
    if (performance.now() > deadline) {
      throw new Error(
        `kube-apiserver was not ready after ${readyDeadlineMs / 1000} s:\n${await tailOf(log('kube-apiserver'))}`,
      )
    }
    await sleep(50)
  }
}

/** A server built without its version flags calls itself v0.0.0-master, and clients behave differently then. */
async function requireVersion(url: string, credentials: Credentials, version: ServerVersion): Promise<void> {
  const answer = await getJson(`${url}/version`, credentials)
  const said = (answer?.body as { gitVersion?: string } | undefined)?.gitVersion
  if (said !== `v${version}`) throw new Error(`kube-apiserver calls itself ${said ?? 'nothing'}, expected v${version}`)
}

async function startControllerManager(
  processes: SupervisedProcesses,
  kubeconfigPath: string,
  log: (name: string) => string,
): Promise<void> {
  const { file } = await findBinary(controllerManager())
  const name = 'kube-controller-manager'
  processes.start({ name, file, args: controllerManagerFlags(kubeconfigPath), log: log(name) })
}

/** Through etcd's JSON gateway: the newest revision is asked for, and all before it are dropped. */
async function compactEtcd(port: number): Promise<void> {
  const call = async (method: string, body: unknown) => {
    const answer = await fetch(`http://127.0.0.1:${port}/v3/kv/${method}`, {
      method: 'POST',
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`etcd ${method}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as { header?: { revision?: string } }
  }
  const range = await call('range', { key: Buffer.from('/').toString('base64'), limit: '1' })
  await call('compaction', { revision: range.header?.revision ?? '0', physical: true })
}

async function tailOf(file: string, lines = 30): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '(no log)')
  return text.trimEnd().split('\n').slice(-lines).join('\n')
}

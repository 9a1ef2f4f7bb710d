import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ControlPlane, startControlPlane } from '../../test/envtest/control-plane.ts'
import { serverVersions } from '../../test/envtest/programs.ts'
import { type Child, Children, type Command } from './children.ts'
import { clientNamed } from './contestants.ts'
import { Filler, podName } from './fill.ts'
import type { Places } from './prepare.ts'

/** How a server is reached, as its administrator. */
export interface Connection {
  readonly host: string
  readonly caData: string
  readonly certData: string
  readonly keyData: string
}

/** A running server, and the files that tell contestants of it. */
export interface Server {
  readonly connection: Connection
  /** A kubeconfig file, as YAML. */
  readonly kubeconfigFile: string
  /** The connection, as JSON. */
  readonly connectionFile: string
  readonly filler: Filler
  readonly pids: () => readonly number[]
}

/** What is on every server: the names are those that measures use. */
export const podCount = 10_000
export const podsNamespace = 'bench-pods'
export const smallNamespace = 'bench-small'
export const createsNamespace = 'bench-creates'
export const watchedNamespace = 'bench-watched'
export const onePod = podName(4711)
export const customResourceCount = 200

const smallPodCount = 10
const discoveryDeadlineMs = 180_000
const settleMs = 5000

/** Everything that measures share: servers, started when the first one asks, and the processes of the contestants. */
export class Stage {
  readonly places: Places
  /** For files of this run. */
  readonly folder: string
  readonly children = new Children()
  readonly #log: (text: string) => void
  #plane: ControlPlane | undefined
  #real: Promise<Server> | undefined
  readonly #steps = new Map<string, Promise<void>>()
  readonly #closers: (() => Promise<void> | void)[] = []

  private constructor(places: Places, folder: string, log: (text: string) => void) {
    this.places = places
    this.folder = folder
    this.#log = log
  }

  static async open(places: Places, log: (text: string) => void): Promise<Stage> {
    return new Stage(places, await mkdtemp(path.join(tmpdir(), 'kubeclient-bench-')), log)
  }

  /** Runs when the stage is closed. */
  onClose(closer: () => Promise<void> | void): void {
    this.#closers.push(closer)
  }

  /** The real server, with etcd. Empty until somebody asks for it to be filled. */
  real(): Promise<Server> {
    this.#real ??= this.#startReal()
    return this.#real
  }

  /** The real server with all namespaces and pods. */
  async filled(): Promise<Server> {
    const server = await this.real()
    await this.#once('filling the real server', () => fill(server))
    return server
  }

  /** The filled server with custom resources. There is no way back: whatever needs it comes last. */
  async withCustomResources(): Promise<Server> {
    const server = await this.filled()
    await this.#once(`installing ${customResourceCount} custom resources`, () => installCustomResources(server))
    return server
  }

  get isFilled(): boolean {
    return this.#steps.size > 0
  }

  /** An embedded server in a process of its own, which the caller stops. */
  async startEmbedded(): Promise<{ server: Server; stop: () => Promise<void> }> {
    const child = this.children.start('the embedded server', {
      file: this.places.benchNode,
      args: [path.join(this.places.kubeclientFolder, 'programs', 'embedded-server.mjs')],
    })
    const connection = (await child.ready) as unknown as Connection
    const server = await this.#server('embedded', connection, kubeconfigOf(connection), () => [child.pid])
    const stop = async () => {
      server.filler.close()
      await this.children.stop(child)
    }
    return { server, stop }
  }

  async fillEmbedded(server: Server): Promise<void> {
    this.#log('filling the embedded server')
    await fill(server)
  }

  /** Files that tell of another way to a server, such as a proxy in front of it. */
  async describe(name: string, connection: Connection, kubeconfig: string): Promise<Server> {
    return this.#server(name, connection, kubeconfig, () => [])
  }

  /** A client of a server, doing one operation. */
  worker(
    contestant: string,
    operation: string,
    server: Pick<Server, 'kubeconfigFile' | 'connectionFile'>,
    settings: object,
  ): Child {
    const given = { ...settings, kubeconfig: server.kubeconfigFile, connection: server.connectionFile }
    return this.children.start(`${contestant} (${operation})`, this.workerCommand(contestant, operation, given))
  }

  workerCommand(contestant: string, operation: string, settings: object, module?: string): Command {
    const client = clientNamed(contestant)
    if (client.language === 'go') {
      const given = JSON.stringify({ ...settings, json: client.json })
      return { file: this.places.clientGo, args: ['worker', operation, given] }
    }
    const program = path.join(this.programsOf(client.module), 'worker.mjs')
    return {
      file: this.nodeOf(contestant),
      args: [program, module ?? client.module, operation, JSON.stringify(settings)],
    }
  }

  nodeOf(contestant: string): string {
    const client = clientNamed(contestant)
    const isInstalled = client.language === 'javascript' && client.node === 'installed'
    return isInstalled ? this.places.installedNode : this.places.benchNode
  }

  /** Beside the packages that the programs of a contestant import. */
  programsOf(module: 'kubeclient' | 'client-node' | 'bare'): string {
    return path.join(module === 'kubeclient' ? this.places.kubeclientFolder : this.places.benchFolder, 'programs')
  }

  async close(): Promise<void> {
    await this.children.stopAll()
    for (const closer of this.#closers) await closer()
    await this.#plane?.close()
    await rm(this.folder, { recursive: true, force: true })
  }

  async #startReal(): Promise<Server> {
    this.#log(`starting kube-apiserver ${serverVersions[0]}`)
    const plane = await startControlPlane({ version: serverVersions[0] })
    this.#plane = plane
    const { host, tls } = plane.config
    return this.#server('real', { host, ...tls }, kubeconfigOf({ host, ...tls }), () => plane.pids())
  }

  async #server(
    name: string,
    connection: Connection,
    kubeconfig: string,
    pids: () => readonly number[],
  ): Promise<Server> {
    const kubeconfigFile = path.join(this.folder, `${name}.kubeconfig`)
    const connectionFile = path.join(this.folder, `${name}.json`)
    await writeFile(kubeconfigFile, kubeconfig, { mode: 0o600 })
    await writeFile(connectionFile, JSON.stringify(connection), { mode: 0o600 })
    const filler = new Filler(connection)
    this.onClose(() => filler.close())
    return { connection, kubeconfigFile, connectionFile, filler, pids }
  }

  #once(what: string, step: () => Promise<void>): Promise<void> {
    const known = this.#steps.get(what)
    if (known !== undefined) return known
    this.#log(what)
    const running = step()
    this.#steps.set(what, running)
    return running
  }
}

async function fill({ filler }: Server): Promise<void> {
  await filler.namespaces([podsNamespace, smallNamespace, createsNamespace, watchedNamespace])
  await filler.pods(smallNamespace, smallPodCount)
  await filler.pods(podsNamespace, podCount)
}

async function installCustomResources({ filler }: Server): Promise<void> {
  await filler.customResourceDefinitions(customResourceCount)
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
  const deadline = performance.now() + discoveryDeadlineMs
  for (;;) {
    const answer = await filler.request('GET', '/apis', undefined, { accept })
    const served = answer.toString().match(/"resource":"widgets\d+"/g)?.length ?? 0
    if (served === customResourceCount) break
    if (performance.now() > deadline) throw new Error(`${served} of ${customResourceCount} custom resources are served`)
    await sleep(500)
  }
  // The server still makes their OpenAPI documents.
  await sleep(settleMs)
}

/** As kubectl would write it. */
export function kubeconfigOf({ host, caData, certData, keyData }: Connection): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  return `apiVersion: v1
kind: Config
clusters:
- name: bench
  cluster:
    server: ${host}
    certificate-authority-data: ${base64(caData)}
users:
- name: bench
  user:
    client-certificate-data: ${base64(certData)}
    client-key-data: ${base64(keyData)}
contexts:
- name: bench
  context:
    cluster: bench
    user: bench
current-context: bench
`
}

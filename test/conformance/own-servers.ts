import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startControlPlane } from '../envtest/control-plane.ts'
import { limitedUser } from '../envtest/credentials.ts'
import type { ServerVersion } from '../envtest/programs.ts'
import { fromShared, type Target, type TargetName } from './target.ts'

const adminToken = 'conformance-admin'
const limitedToken = 'conformance-limited'

/** The servers that one test file has for itself, each started when the first case asks for it. */
export class OwnServers {
  readonly #started = new Map<string, Promise<Target>>()
  readonly #closers: (() => Promise<void>)[] = []

  /**
   * @param controllers whether something deletes what is in deleted namespaces: a kube-apiserver alone does not, and
   * what a controller manager adds to every namespace must not be seen by the other cases
   */
  get(name: TargetName, controllers: boolean): Promise<Target> {
    const key = `${name} ${controllers}`
    const known = this.#started.get(key)
    if (known !== undefined) return known
    const starting = name === 'embedded' ? this.#embedded(controllers) : this.#real(name, controllers)
    this.#started.set(key, starting)
    return starting
  }

  async close(): Promise<void> {
    await Promise.all(this.#closers.map((close) => close()))
  }

  async #embedded(controllers: boolean): Promise<Target> {
    // Loaded here, so that a run against real servers only does not need it.
    const { ApiServer } = await import('../../src/server/index.ts')
    const server = await ApiServer.start({
      port: 0,
      controllers,
      tokens: {
        [adminToken]: { user: 'token-admin', groups: ['system:masters'] },
        [limitedToken]: { user: limitedUser },
      },
    })
    this.#closers.push(() => server.close())
    const folder = await mkdtemp(path.join(tmpdir(), 'kubeclient-conformance-'))
    this.#closers.push(() => rm(folder, { recursive: true, force: true }))
    const kubeconfigPath = path.join(folder, 'kubeconfig')
    await writeFile(kubeconfigPath, server.kubeconfig(), { mode: 0o600 })
    const compact = async () => server.compact()
    return { name: 'embedded', config: server.config, kubeconfigPath, adminToken, limitedToken, compact }
  }

  async #real(version: ServerVersion, controllers: boolean): Promise<Target> {
    const plane = await startControlPlane({
      version,
      controllerManager: controllers,
      // With its cache, a server still knows what etcd has been made to forget.
      extraArgs: controllers ? [] : ['--watch-cache=false'],
    })
    this.#closers.push(() => plane.close())
    const { url, config, kubeconfigPath } = plane
    return {
      ...fromShared({
        name: version,
        host: url,
        ...config.tls,
        adminToken: plane.adminToken,
        limitedToken: plane.limitedToken,
        kubeconfigPath,
      }),
      compact: () => plane.compact(),
    }
  }
}

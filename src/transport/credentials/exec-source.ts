import { AuthError } from '../../errors/index.ts'
import { unlessAborted } from '../unless-aborted.ts'
import type { CredentialSource, Credentials } from './credential-source.ts'
import { parseExecAnswer } from './exec-answer.ts'
import { type ExecCluster, type ExecConfig, execPluginName } from './exec-config.ts'
import { applyPolicy, finderIn } from './exec-policy.ts'
import type { ExecCommand, ExecOutcome } from './exec-process.ts'

/** What an {@link ExecSource} needs from outside; tests replace it. */
export interface ExecEnvironment {
  now(): number
  env(): Readonly<Record<string, string | undefined>>
  isTerminal(): boolean
  run(command: ExecCommand, signal: AbortSignal): Promise<ExecOutcome>
}

/** Credentials from a program. One run serves all who wait; what it gave counts until it expires or is refused. */
export class ExecSource implements CredentialSource {
  readonly #exec: ExecConfig
  readonly #cluster: ExecCluster
  readonly #environment: ExecEnvironment
  readonly #closing = new AbortController()
  readonly #source: string
  #current: Credentials | undefined
  #running: Promise<Credentials> | undefined

  constructor(exec: ExecConfig, cluster: ExecCluster, environment: ExecEnvironment = systemEnvironment) {
    this.#exec = exec
    this.#cluster = cluster
    this.#environment = environment
    this.#source = `exec plugin ${execPluginName(exec.command)}`
  }

  /** @throws {AuthError} if the program cannot be run, fails, or gives nothing that can be used */
  async get(signal?: AbortSignal): Promise<Credentials> {
    signal?.throwIfAborted()
    const current = this.#current
    if (current !== undefined && !this.#isExpired(current)) return current
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
    })
    return unlessAborted(this.#running, signal)
  }

  /** Does nothing if there are newer credentials than the refused ones. */
  invalidate(refused?: Credentials): void {
    if (refused === undefined || refused === this.#current) this.#current = undefined
  }

  /** Ends the program, if it runs. */
  close(): void {
    this.#closing.abort()
  }

  #isExpired({ expiresAt }: Credentials): boolean {
    return expiresAt !== undefined && this.#environment.now() > expiresAt.getTime()
  }

  async #run(): Promise<Credentials> {
    const { apiVersion, args = [], command, pluginPolicy } = this.#exec
    const own = this.#environment.env()
    const env = { ...own, ...Object.fromEntries((this.#exec.env ?? []).map(({ name, value }) => [name, value])) }
    const policy = await applyPolicy(pluginPolicy, command, finderIn(own))
    if (!policy.allowed) throw this.#error(policy.problem)
    const interactive = this.#isInteractive()
    const info = JSON.stringify(await this.#request(interactive))
    const outcome = await this.#environment.run(
      { file: policy.file, args, env: { ...env, KUBERNETES_EXEC_INFO: info }, interactive },
      this.#closing.signal,
    )
    if (outcome.name !== 'exited' || outcome.code !== 0) throw this.#error(this.#problemOf(outcome))
    const answer = parseExecAnswer(outcome.stdout, apiVersion)
    if (!answer.ok) throw this.#error(answer.problem)
    await this.#checkCertificate(answer.credentials)
    this.#current = answer.credentials
    return answer.credentials
  }

  #isInteractive(): boolean {
    const { interactiveMode = 'IfAvailable', stdinUnavailable = false } = this.#exec
    if (interactiveMode === 'Never') return false
    const available = !stdinUnavailable && this.#environment.isTerminal()
    if (interactiveMode === 'Always' && !available) {
      const why = stdinUnavailable ? 'is used by this program' : 'is not a terminal'
      throw this.#error(`has to ask its user (interactiveMode Always), and the standard input ${why}`)
    }
    return available
  }

  /** What the plugin is told: an ExecCredential whose spec is filled in. */
  async #request(interactive: boolean): Promise<unknown> {
    const { apiVersion, provideClusterInfo } = this.#exec
    const cluster = provideClusterInfo ? { cluster: await this.#clusterInfo() } : {}
    return { kind: 'ExecCredential', apiVersion, spec: { ...cluster, interactive } }
  }

  async #clusterInfo(): Promise<Readonly<Record<string, unknown>>> {
    const { server, tls, proxyUrl, disableCompression } = this.#cluster
    const info: Record<string, unknown> = { server }
    if (tls?.serverName) info['tls-server-name'] = tls.serverName
    if (tls?.insecure) info['insecure-skip-tls-verify'] = true
    const ca = await this.#ca()
    if (ca !== undefined) info['certificate-authority-data'] = Buffer.from(ca).toString('base64')
    if (proxyUrl) info['proxy-url'] = proxyUrl
    if (disableCompression) info['disable-compression'] = true
    if (this.#exec.clusterConfig !== undefined) info['config'] = this.#exec.clusterConfig
    return info
  }

  async #ca(): Promise<string | Uint8Array | undefined> {
    const { caData, caFile } = this.#cluster.tls ?? {}
    if (caData !== undefined && caData.length > 0) return caData
    if (!caFile) return undefined
    const { readFile } = await import('node:fs/promises')
    return readFile(caFile).catch((cause: unknown) => {
      throw this.#error(`is to be told of the CA in ${caFile}, which cannot be read`, cause)
    })
  }

  /** Here and not in the handshake, so that the error names who gave it. OpenSSL's own message may quote the key. */
  async #checkCertificate({ cert, key }: Credentials): Promise<void> {
    if (cert === undefined || key === undefined) return
    const { createSecureContext } = await import('node:tls')
    try {
      createSecureContext({ cert, key })
    } catch {
      throw this.#error('gave a client certificate and a key that cannot be used together')
    }
  }

  #problemOf(outcome: ExecOutcome): string {
    switch (outcome.name) {
      case 'exited': {
        const said = outcome.lastErrorLine === '' ? '' : `: ${outcome.lastErrorLine}`
        return `failed with exit code ${outcome.code}${said}`
      }
      case 'killed':
        return `was ended before it was done (${outcome.by})`
      case 'failed': {
        if (this.#closing.signal.aborted) return 'was ended because its client was closed'
        if (outcome.code === 'ENOENT') return `is not found${this.#hint()}`
        return outcome.code === 'EACCES' ? 'may not be run (permission denied)' : `cannot be run (${outcome.code})`
      }
    }
  }

  #hint(): string {
    const { installHint } = this.#exec
    return installHint ? `. To install it: ${installHint.trim()}` : ': install it, or put its folder into PATH'
  }

  #error(problem: string, cause?: unknown): AuthError {
    return new AuthError(this.#source, problem, cause === undefined ? {} : { cause })
  }
}

const systemEnvironment: ExecEnvironment = {
  now: Date.now,
  env: () => process.env,
  // Merely looking at `process.stdin` would open it.
  isTerminal: () => process.getBuiltinModule('node:tty').isatty(0),
  async run(command, signal) {
    const { runExecCommand } = await import('./exec-process.ts')
    return runExecCommand(command, signal)
  },
}

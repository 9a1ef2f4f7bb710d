import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** One program to run. What it writes goes to `log`. */
export interface ProcessSpec {
  readonly name: string
  readonly file: string
  readonly args: readonly string[]
  readonly log: string
}

interface Exit {
  readonly code: number | null
  /** Or why it could not be started. */
  readonly signal: string | null
}

const supervisorFile = path.join(path.dirname(fileURLToPath(import.meta.url)), 'supervisor.mjs')

/**
 * Processes that end when this one does, whatever it dies of: a supervisor of their own watches over them, and stops
 * them in the reverse order of their start. It removes their folder, too.
 */
export class SupervisedProcesses {
  readonly #supervisor: ChildProcess
  readonly #events = new EventEmitter()
  readonly #exits = new Map<string, Exit>()
  readonly #pids = new Map<string, number>()

  constructor(folder: string) {
    this.#supervisor = spawn(process.execPath, [supervisorFile, folder], {
      stdio: ['pipe', 'pipe', 'inherit'],
      // A Ctrl-C on the terminal goes to the whole group: in one of its own, the supervisor decides about the order.
      detached: true,
    })
    // It must not keep a process alive that has nothing else to do: it ends with it.
    this.#supervisor.unref()
    const { stdout, stdin } = this.#supervisor
    if (stdout !== null) createInterface({ input: stdout }).on('line', (line) => this.#receive(JSON.parse(line)))
    stdin?.on('error', () => {})
    for (const stream of [stdout, stdin]) if (stream !== null && 'unref' in stream) (stream.unref as () => void)()
    this.#supervisor.on('exit', () => this.#killLeftovers())
  }

  /** Starts a program. It may still fail at once: see {@link exitOf}. */
  start(spec: ProcessSpec): void {
    this.#exits.delete(spec.name)
    this.#send({ start: spec })
  }

  async stop(name: string): Promise<void> {
    if (this.#exits.has(name) || !this.#pids.has(name)) return
    const exited = once(this.#events, `exited ${name}`)
    this.#send({ stop: name })
    await exited
  }

  /** How a program ended, or undefined as long as it runs. */
  exitOf(name: string): Exit | undefined {
    return this.#exits.get(name)
  }

  pids(): number[] {
    return [...this.#pids.values()]
  }

  /** Stops all programs and removes their folder. */
  async close(): Promise<void> {
    const supervisor = this.#supervisor
    if (supervisor.exitCode !== null || supervisor.signalCode !== null) return
    supervisor.ref()
    const exited = once(supervisor, 'exit')
    supervisor.stdin?.end()
    await exited
  }

  #send(message: unknown): void {
    this.#supervisor.stdin?.write(`${JSON.stringify(message)}\n`)
  }

  #receive(message: { started?: string; pid?: number; exited?: string } & Partial<Exit>): void {
    if (message.started !== undefined && message.pid !== undefined) this.#pids.set(message.started, message.pid)
    if (message.exited !== undefined) {
      this.#pids.delete(message.exited)
      this.#exits.set(message.exited, { code: message.code ?? null, signal: message.signal ?? null })
      this.#events.emit(`exited ${message.exited}`)
    }
  }

  /** Only if somebody killed the supervisor is there anything left to kill. */
  #killLeftovers(): void {
    for (const pid of this.#pids.values()) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // Gone already.
      }
    }
    this.#pids.clear()
  }
}

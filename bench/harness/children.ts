import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** What is started, and how. */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>> | undefined
}

type Message = Readonly<Record<string, unknown>>

/** How long any answer of a child may take. */
const answerDeadlineMs = 60_000

/** A process that writes a line of JSON when it is ready, and one for each line that it is sent. */
export class Child {
  readonly #process: ChildProcess
  readonly #name: string
  readonly #answers: AsyncIterator<string>
  /** Rejects if there never was a process. */
  readonly #failed: Promise<never>
  /** What it said when it was ready. */
  readonly ready: Promise<Message>

  constructor(name: string, command: Command) {
    this.#name = name
    this.#process = spawn(command.file, command.args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...command.env },
    })
    const { stdout, stdin } = this.#process
    if (stdout === null || stdin === null) throw new Error(`${name} has no pipes`)
    // A child that died is noticed by its answer not coming.
    stdin.on('error', () => {})
    this.#failed = new Promise((_resolve, reject) => {
      this.#process.on('error', (error) => reject(new Error(`${name} could not be started: ${error.message}`)))
    })
    this.#failed.catch(() => {})
    this.#answers = createInterface({ input: stdout })[Symbol.asyncIterator]()
    this.ready = this.#answer()
    this.ready.catch(() => {})
  }

  get pid(): number {
    return this.#process.pid ?? -1
  }

  /** Has it run one block. */
  async ask(): Promise<Message> {
    await this.ready
    this.#process.stdin?.write('\n')
    return this.#answer()
  }

  /** Ends it: by its standard input, and if that does not do, by force. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null || this.#process.pid === undefined) return
    const exited = once(this.#process, 'exit')
    this.#process.stdin?.end()
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 2000)
    await exited
    clearTimeout(timer)
  }

  async #answer(): Promise<Message> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        this.#process.kill('SIGKILL')
        reject(new Error(`${this.#name} did not answer within ${answerDeadlineMs / 1000} s`))
      }, answerDeadlineMs)
    })
    try {
      const line = await Promise.race([this.#answers.next(), this.#failed, late])
      if (line.done) throw new Error(`${this.#name} ended without an answer`)
      return JSON.parse(line.value)
    } finally {
      clearTimeout(timer)
    }
  }
}

/** All processes that were started and not yet stopped. */
export class Children {
  readonly #running = new Set<Child>()

  start(name: string, command: Command): Child {
    const child = new Child(name, command)
    this.#running.add(child)
    return child
  }

  async stop(child: Child): Promise<void> {
    await child.stop()
    this.#running.delete(child)
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running].map((child) => this.stop(child)))
  }
}

/** @throws {Error} if an answer holds anything but numbers */
export function requireSample(message: Message): Record<string, number> {
  for (const [name, value] of Object.entries(message)) {
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw new Error(`a sample's ${name} is ${JSON.stringify(value)}, expected a number`)
    }
  }
  return message as Record<string, number>
}

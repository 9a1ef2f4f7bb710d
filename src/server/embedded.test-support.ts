import { onTestFinished } from 'vitest'
import type { ListMeta, ObjectMeta } from '../meta/index.ts'
import { ApiServer } from './api-server.ts'
import type { ApiServerOptions } from './api-server-options.ts'
import { EventStream } from './event-stream.ts'
import type { ServerObject } from './store/stored-object.ts'

export interface Answer {
  readonly status: number
  readonly body: AnswerBody
}

/** What tests look at in objects, lists and Statuses. A field that an answer does not have is undefined in fact. */
export interface AnswerBody {
  readonly kind: string
  readonly metadata: ObjectMeta & ListMeta & { name: string }
  readonly items: readonly AnswerBody[]
  readonly code: number
  readonly reason: string
  readonly message: string
  readonly details: { causes: readonly [{ reason: string }] }
  readonly status: { phase: string }
}

/** A server without TLS, closed when the test ends, and short ways to talk to it in process. */
export async function startServer(options: ApiServerOptions = {}): Promise<Embedded> {
  const server = await ApiServer.start({ tls: false, ...options })
  onTestFinished(() => server.close())
  return new Embedded(server)
}

export class Embedded {
  readonly server: ApiServer

  constructor(server: ApiServer) {
    this.server = server
  }

  async call(method: string, target: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await this.server.handle({
      method,
      target,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      caller: { via: 'process' },
    })
    if (answer.body instanceof EventStream) throw new Error('a stream where an answer was expected')
    const text = Buffer.from(answer.body).toString()
    const isJson = answer.headers['content-type'] === 'application/json'
    return { status: answer.status, body: isJson ? JSON.parse(text) : text }
  }

  get(target: string): Promise<Answer> {
    return this.call('GET', target)
  }

  /** Calls that must succeed, for the setting of a scene. */
  async must(method: string, target: string, body?: unknown): Promise<Answer['body']> {
    const answer = await this.call(method, target, body)
    if (answer.status >= 300) throw new Error(`${method} ${target}: ${answer.status} ${answer.body.message}`)
    return answer.body
  }

  /** Starts a watch; its events are gathered as they come. */
  async watch(target: string): Promise<WatchRecorder> {
    const answer = await this.server.handle({ method: 'GET', target, headers: {}, caller: { via: 'process' } })
    if (!(answer.body instanceof EventStream)) throw new Error(`no watch: ${answer.status}`)
    return new WatchRecorder(answer.body)
  }
}

export interface RecordedEvent {
  readonly type: string
  readonly object: ServerObject & { code?: number; reason?: string }
}

export class WatchRecorder {
  readonly events: RecordedEvent[] = []
  ended = false
  readonly #stream: EventStream

  constructor(stream: EventStream) {
    this.#stream = stream
    stream.attach({
      write: (chunk) => {
        for (const line of Buffer.from(chunk).toString().trimEnd().split('\n')) this.events.push(JSON.parse(line))
      },
      end: () => {
        this.ended = true
      },
    })
  }

  /** The events as `TYPE name`. */
  get summary(): string[] {
    return this.events.map(({ type, object }) => `${type} ${object.metadata.name ?? ''}`.trimEnd())
  }

  cancel(): void {
    this.#stream.cancel()
  }
}

/** Lets what is due run: controllers, and answers that are on their way. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve))
}

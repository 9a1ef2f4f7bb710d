import { DecodeError, StatusError } from '../errors/index.ts'
import type { ResponseHeaders } from '../transport/index.ts'
import { checkJson, headerOf, parseJson, type RequestTarget, refuseFailure, statusErrorFromAnswer } from './answer.ts'
import { decodeText } from './utf8.ts'
import type { Warning } from './warnings.ts'

/** A whole answer, as {@link Result} gets it. */
export interface Answer {
  readonly status: number
  readonly headers: ResponseHeaders
  readonly body: Uint8Array
  readonly warnings: readonly Warning[]
  readonly target: RequestTarget
  /** Reads JSON. */
  readonly parse: (text: string) => unknown
  /** The error of an earlier attempt at the same request, if there was one. */
  readonly previous?: Error | undefined
}

/** What came back for a request: any HTTP answer, success or failure. */
export class Result {
  /** HTTP status code. */
  readonly statusCode: number
  /** The header Content-Type, parameters included; undefined if there is none. */
  readonly contentType: string | undefined
  /** What the server warned of. */
  readonly warnings: readonly Warning[]
  readonly #answer: Answer
  #error: StatusError | undefined
  /** The parsed body, once somebody wanted it. */
  #value: { readonly parsed: unknown } | undefined

  constructor(answer: Answer) {
    this.statusCode = answer.status
    this.contentType = headerOf(answer, 'content-type')
    this.warnings = answer.warnings
    this.#answer = answer
  }

  /** A header's value, by its name in lower case; several values are joined by commas. Undefined if it did not come. */
  header(name: string): string | undefined {
    return headerOf(this.#answer, name)
  }

  /** Whether the server made something that was not there (201). */
  get wasCreated(): boolean {
    return this.statusCode === 201
  }

  /**
   * The body as a value: what `JSON.parse` makes of it, nothing added and nothing converted. `T` is not checked.
   *
   * @throws {StatusError} if the answer is a failure, or a success whose body is a Status of failure
   * @throws {DecodeError} if the body is empty, no JSON, or of another media type
   */
  into<T = unknown>(): T {
    return this.get() as T
  }

  /** The same value as {@link into}, untyped. */
  get(): unknown {
    this.#refuse()
    this.#value ??= { parsed: decodeAnswer(this.#answer) }
    const { parsed } = this.#value
    refuseFailure(parsed, this.statusCode, this.#answer.target, this.#answer.previous)
    return parsed
  }

  /**
   * The body as it came.
   *
   * @throws {StatusError} if the answer is a failure
   */
  raw(): Uint8Array {
    this.#refuse()
    return this.#answer.body
  }

  /** The failure that the answer stands for. A success whose body is a Status of failure counts as one. */
  error(): StatusError | undefined {
    try {
      this.get()
      return undefined
    } catch (error) {
      // A body that is no JSON is a matter of who reads it: a log or a metrics page is a success too.
      return error instanceof StatusError ? error : undefined
    }
  }

  /** Made when it is asked for, and once: a 304, for one, is an answer that nobody takes for an error. */
  #refuse(): void {
    const { status, target, previous } = this.#answer
    if (isSuccess(status)) return
    this.#error ??= statusErrorFromAnswer(this.#answer, target, previous)
    throw this.#error
  }
}

/**
 * The body of an answer as a value.
 *
 * @throws {DecodeError} if it is empty, no JSON, or of another media type
 */
export function decodeAnswer(answer: Pick<Answer, 'status' | 'headers' | 'body' | 'target' | 'parse'>): unknown {
  const { body, target } = answer
  const contentType = headerOf(answer, 'content-type')
  if (body.byteLength === 0) {
    const type = contentType === undefined ? 'no content type' : `content type ${contentType}`
    throw new DecodeError(`0-length answer with status code ${answer.status} and ${type}`, { ...target, contentType })
  }
  checkJson(contentType, target)
  return parseJson(decodeText(body), answer.parse, target, contentType)
}

/** Source: `transformResponse` in k8s.io/client-go/rest: 200 to 206, and 101. */
export function isSuccess(status: number): boolean {
  return status === 101 || (status >= 200 && status <= 206)
}

import { AuthError, ConfigError, DecodeError, RequestError, StatusError, TransportError } from '../errors/index.ts'
import { CommandError, UsageError } from './usage-error.ts'

/** What a person is told of a failure. The stack is shown only for what is a defect of the program itself. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isExpected = [
    AuthError,
    CommandError,
    ConfigError,
    DecodeError,
    RequestError,
    StatusError,
    TransportError,
    UsageError,
  ].some((kind) => error instanceof kind)
  const hasSystemCode = 'code' in error && typeof error.code === 'string'
  return isExpected || hasSystemCode ? error.message : (error.stack ?? error.message)
}

import { AuthError, ConfigError, DecodeError, RequestError, StatusError, TransportError } from '../errors/index.ts'
import { CommandError, UsageError } from './usage-error.ts'

const expected = [
  AuthError,
  CommandError,
  ConfigError,
  DecodeError,
  RequestError,
  StatusError,
  TransportError,
  UsageError,
]

/** What a person is told of a failure. The stack is shown only for what is a defect of the program itself. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isExpected = expected.some((kind) => error instanceof kind) || isSystemError(error)
  return isExpected ? error.message : (error.stack ?? error.message)
}

/** The system's codes are such as ENOENT; what Node calls ERR_INVALID_ARG_TYPE and the like is a defect. */
function isSystemError(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && /^E[A-Z0-9]+$/.test(error.code)
}

import { checkTimeout, createDeadline } from '../rest/deadline.ts'
import type { CallOptions } from '../rest/index.ts'

/**
 * Runs a call that takes several requests under one deadline: `timeoutMs` counts for all of them together.
 *
 * @param path what the message of a `TimeoutError` says that was waited for
 */
export async function withDeadline<T>(
  options: CallOptions,
  path: string,
  run: (options: CallOptions) => Promise<T>,
): Promise<T> {
  checkTimeout('timeoutMs', options.timeoutMs)
  const deadline = createDeadline([options.signal], options.timeoutMs, { method: 'GET', path })
  try {
    deadline.signal?.throwIfAborted()
    return await run({ signal: deadline.signal })
  } finally {
    deadline.dispose()
  }
}

import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { ConfigError } from '../errors/index.ts'
import { describeError } from './describe-error.ts'
import { CommandError, UsageError } from './usage-error.ts'

it.each([new UsageError('a'), new CommandError('a'), new ConfigError('a', {})])('%o is its message', (error) => {
  expect(describeError(error)).toBe(error.message)
})

it("the system's errors are their messages", async () => {
  const error = await readFile('/nonexistent/file').catch((caught: unknown) => caught)
  expect(describeError(error)).toBe("ENOENT: no such file or directory, open '/nonexistent/file'")
})

it('a defect shows where it is, also if it has a code of the runtime', () => {
  expect(describeError(new TypeError('a'))).toMatch(/^TypeError: a\n {4}at /)
  const error = Object.assign(new TypeError('a'), { code: 'ERR_INVALID_ARG_TYPE' })
  expect(describeError(error)).toMatch(/\n {4}at /)
  expect(describeError('thrown')).toBe('thrown')
})

import { describe, expect, it } from 'vitest'
import { apiResources } from './api-resources.ts'
import { apiVersions } from './api-versions.ts'
import { formatColumns, formatRows } from './columns.ts'
import { explain } from './explain.ts'
import { UsageError } from './usage-error.ts'

describe('what cannot be meant is refused before anything is asked', () => {
  it.each<[(args: readonly string[]) => Promise<number>, string[], string]>([
    [apiResources, ['-o', 'yaml'], 'invalid --output "yaml": expected wide, name or json'],
    [apiResources, ['--sort-by=x'], 'invalid --sort-by "x": expected name or kind'],
    [apiResources, ['--namespaced=x'], 'invalid --namespaced "x": expected true or false'],
    [apiResources, ['--cached=yes'], 'invalid --cached "yes": expected true or false'],
    [apiVersions, ['x'], 'x'],
    [explain, [], 'expected one RESOURCE[.FIELD...]'],
    [explain, ['pods', 'nodes'], 'expected one RESOURCE[.FIELD...]'],
    [explain, ['pods', '-o', 'html'], 'invalid --output "html": expected plaintext'],
    [explain, ['pods', '--max-depth=2'], '--max-depth needs --recursive'],
    [explain, ['pods', '-R', '--max-depth=-1'], 'invalid --max-depth "-1": expected a number, 0 or more'],
    [explain, ['pods', '--api-version=a/b/c'], 'invalid --api-version "a/b/c": expected VERSION or GROUP/VERSION'],
  ])('%o with %j', async (command, args, message) => {
    const call = command([...args, '--kubeconfig=/nonexistent'])
    await expect(call).rejects.toThrow(UsageError)
    await expect(call).rejects.toThrow(message)
  })
})

it('lays rows out as kubectl does', () => {
  expect(
    formatColumns(
      ['NAME', 'AGE'],
      [
        ['pod', '1d'],
        ['a-longer-one', ''],
      ],
    ),
  ).toBe('NAME           AGE\npod            1d\na-longer-one\n')
  expect(formatRows([['a', '', 'b']])).toBe('a           b\n')
  expect(formatRows([])).toBe('')
})

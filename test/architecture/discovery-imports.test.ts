import { expect, it } from 'vitest'
import { importEdges } from './import-graph.ts'

/** What is loaded as soon as a file is imported, packages and modules of Node included. */
function loadedAtOnce(start: string): ReadonlySet<string> {
  const eager = importEdges().filter(({ isTypeOnly, isDynamic }) => !isTypeOnly && !isDynamic)
  const found = new Set([start])
  for (const file of found) {
    for (const { from, to } of eager) if (from === file) found.add(to)
  }
  return found
}

it('discovery loads no module of Node before it needs files', () => {
  const loaded = [...loadedAtOnce('discovery/index.ts')].filter((file) => !/^(errors|meta|transport|rest)\//.test(file))
  expect(loaded).toContain('discovery/cached-discovery-client.ts')
  expect(loaded).not.toContain('discovery/cache-folder.ts')
  expect(loaded.filter((file) => file.startsWith('node:'))).toEqual([])
})

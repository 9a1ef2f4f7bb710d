import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { splitGroupsAndResources } from './aggregated.ts'
import { DiscoveryFiles } from './discovery-files.ts'
import { aggregatedList, discovered } from './discovery-server.test-support.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'kubeclient-files-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

it('takes no file that ends at any byte before its own', async () => {
  const files = new DiscoveryFiles(directory, { ttlMs: 60_000, mayUse: () => true, onUse: () => undefined })
  const answer = splitGroupsAndResources(
    aggregatedList({
      apps: [{ version: 'v1', resources: [discovered('deployments', 'Deployment')] }],
      'down.test': [{ version: 'v1', freshness: 'Stale' }],
    }),
  )
  const list = answer.resources.get('apps/v1')
  if (list === undefined) throw new Error('no list')
  const written: string[] = []
  await files.writeGroups(answer, (file) => written.push(file))
  await files.writeResources('apps/v1', list, (file) => written.push(file))
  expect(written).toEqual(['servergroups.json', 'kubeclient-aggregated.json', 'apps/v1/serverresources.json'])

  const read: Record<string, () => Promise<unknown>> = {
    'servergroups.json': async () => (await files.readGroups())?.groups,
    'kubeclient-aggregated.json': async () => (await (await files.readGroups())?.facts())?.failed.size,
    'apps/v1/serverresources.json': () => files.readResources('apps/v1'),
  }
  expect(await Promise.all(Object.values(read).map((each) => each()))).toEqual([answer.groups, 1, list])
  for (const name of written) {
    const file = path.join(directory, name)
    const content = await readFile(file)
    // The last byte is a line feed, which JSON can do without.
    for (let length = 0; length < content.byteLength - 1; length++) {
      await writeFile(file, content.subarray(0, length))
      expect((await read[name]?.()) || undefined).toBeUndefined()
    }
    await writeFile(file, content)
    if (name === 'servergroups.json') await files.writeGroups(answer, () => undefined)
  }
}, 30_000)

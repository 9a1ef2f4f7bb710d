import { expect } from 'vitest'
import type { KubernetesList } from '../../src/meta/index.ts'
import { EventCollector, type Stored } from './collect.ts'
import { type Case, conformance } from './conformance.ts'
import { expectStatus } from './expect-status.ts'
import { configMap } from './objects.ts'

type List = KubernetesList<Stored>

const options = { ownServer: 'compactable', timeoutMs: 60_000 } as const

const list = ({ core, namespace }: Case, parameters: object) =>
  core.get().namespace(namespace).resource('configmaps').versionedParams(parameters).into<List>()

async function createAll({ core, namespace }: Case, ...names: string[]): Promise<void> {
  for (const name of names) await core.post().namespace(namespace).resource('configmaps').body(configMap(name)).into()
}

async function compact({ target, core, namespace }: Case): Promise<void> {
  // Something has to be newer than what is forgotten.
  await core
    .post()
    .namespace(namespace)
    .resource('configmaps')
    .body({ metadata: { generateName: 'newer-' } })
    .into()
  await target.compact?.()
}

conformance('a watch from a version that is forgotten is told so', options, async (context) => {
  await createAll(context, 'a')
  await compact(context)
  const { core, namespace, signal } = context
  const request = core.get().namespace(namespace).resource('configmaps').versionedParams({ resourceVersion: '1' })
  await expectStatus(new EventCollector(request.watch({ signal })).end(), {
    code: 410,
    reason: 'Expired',
    message: /too old/,
  })
})

conformance('a list of exactly a version that is forgotten is refused', options, async (context) => {
  await createAll(context, 'a')
  await compact(context)
  await expectStatus(list(context, { resourceVersion: '1', resourceVersionMatch: 'Exact' }), {
    code: 410,
    reason: 'Expired',
    message: /^The resourceVersion for the provided list is too old\.?$/,
  })
})

conformance('a list not older than a version that is forgotten is answered', options, async (context) => {
  await createAll(context, 'a')
  await compact(context)
  const answer = await list(context, { resourceVersion: '1', resourceVersionMatch: 'NotOlderThan' })
  expect(answer.items.map((item) => item.metadata.name)).toContain('a')
})

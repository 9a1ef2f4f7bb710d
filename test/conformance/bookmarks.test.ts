import { expect } from 'vitest'
import { EventCollector, type Stored } from './collect.ts'
import { type Case, conformance } from './conformance.ts'
import { configMap } from './objects.ts'

function watch({ core, namespace, signal }: Case, options: object): EventCollector {
  const request = core.get().namespace(namespace).resource('configmaps').versionedParams(options)
  return new EventCollector(request.watch<Stored>({ signal }))
}

const create = ({ core, namespace }: Case, object: object) =>
  core.post().namespace(namespace).resource('configmaps').body(object).into<Stored>()

conformance('bookmarks tell how far a quiet watch has come, before it ends', async (context) => {
  const created = await create(context, configMap('a'))
  const { resourceVersion } = created.metadata
  // A real server promises none, and sends none to some watches that are over soon; curl is treated no better.
  const watching = [4, 5, 6].map((timeoutSeconds) =>
    watch(context, { resourceVersion, allowWatchBookmarks: true, timeoutSeconds }),
  )
  const later = await create({ ...context, namespace: await context.newNamespace() }, configMap('b'))
  const events = (await Promise.all(watching.map((each) => each.end()))).flat()
  if (context.target.name === 'embedded') expect(events.length).toBeGreaterThan(0)
  expect(events.filter((event) => event.type !== 'BOOKMARK')).toEqual([])
  for (const event of events) {
    const { metadata, ...rest } = event.object as Stored
    expect(rest).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' })
    expect(metadata).not.toHaveProperty('name')
    expect(BigInt(metadata.resourceVersion)).toBeGreaterThanOrEqual(BigInt(later.metadata.resourceVersion))
  }
})

conformance(
  'initial events end with a bookmark that says so',
  { only: { targets: ['embedded', '1.37.2'], because: 'watch lists are not on by default in 1.27' } },
  async (context) => {
    await create(context, configMap('a'))
    await create(context, configMap('b'))
    const watching = watch(context, {
      sendInitialEvents: true,
      allowWatchBookmarks: true,
      resourceVersionMatch: 'NotOlderThan',
    })
    const events = await watching.take(3)
    expect(events.map((event) => event.type)).toEqual(['ADDED', 'ADDED', 'BOOKMARK'])
    const [, , end] = events
    if (end === undefined) throw new Error('no end of the initial events')
    const { metadata } = end.object as Stored
    expect(metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' })
    await create(context, configMap('c'))
    await watching.take(4)
    expect(watching.names().at(3)).toBe('ADDED c')
  },
)

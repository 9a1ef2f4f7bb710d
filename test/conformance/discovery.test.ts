import { expect } from 'vitest'
import { conformance } from './conformance.ts'
import { exchange } from './exchange.ts'

interface ApiResource {
  name: string
  singularName: string
  namespaced: boolean
  kind: string
  verbs: string[]
  shortNames?: string[]
}

conformance('the versions of the core group are listed', async ({ core }) => {
  const answer = await core.get().absPath('/api').into()
  expect(answer).toMatchObject({ kind: 'APIVersions', versions: ['v1'] })
})

conformance('the resources of the core group say what can be done with them', async ({ core }) => {
  const list = await core.get().absPath('/api/v1').into<{ resources: ApiResource[] }>()
  expect(list).toMatchObject({ kind: 'APIResourceList', groupVersion: 'v1' })
  const find = (name: string) => list.resources.find((resource) => resource.name === name)
  expect(find('pods')).toMatchObject({ kind: 'Pod', namespaced: true, singularName: 'pod', shortNames: ['po'] })
  expect(find('configmaps')).toMatchObject({ kind: 'ConfigMap', namespaced: true, shortNames: ['cm'] })
  expect(find('namespaces')).toMatchObject({ kind: 'Namespace', namespaced: false, shortNames: ['ns'] })
  expect(find('pods')?.verbs).toEqual(expect.arrayContaining(['create', 'delete', 'get', 'list', 'update', 'watch']))
})

conformance('the groups are listed', async ({ core }) => {
  const answer = await core.get().absPath('/apis').into()
  expect(answer).toMatchObject({ kind: 'APIGroupList', groups: expect.any(Array) })
})

conformance('the version has its parts', async ({ core }) => {
  const answer = await core.get().absPath('/version').into<Record<string, string>>()
  expect(answer['gitVersion']).toMatch(new RegExp(`^v${answer['major']}\\.${answer['minor']}\\.`))
})

for (const path of ['/healthz', '/livez', '/readyz']) {
  conformance(`${path} says ok`, async ({ target }) => {
    const answer = await exchange(target.config, 'GET', path)
    expect(answer).toMatchObject({ status: 200, text: 'ok' })
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
  })
}

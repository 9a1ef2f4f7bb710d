import { describe, expect, it } from 'vitest'
import { loadKind } from './load-definitions.ts'
import { apiVersionOfFolder, knownApiVersions, loadFacts } from './load-facts.ts'
import { referencedGroupVersions } from './parse-fields.ts'

describe('what a kind refers to', () => {
  it('is known by the folder that it is in', async () => {
    for (const apiVersion of knownApiVersions()) {
      const facts = await loadFacts(apiVersion)
      expect(apiVersionOfFolder(`${facts?.folder}/${facts?.version}`)).toBe(apiVersion)
    }
    expect(apiVersionOfFolder('nothing/v1')).toBeUndefined()
  })

  it('is found in its text', () => {
    const text = 'a:meta/v1.ObjectMeta b:?*!{}[]core/v1.Pod#2 c:string="x:y/z.W" d:Own'
    expect(referencedGroupVersions(text)).toEqual(['meta/v1', 'core/v1'])
  })

  it('is loaded with it, for every kind', async () => {
    let count = 0
    for (const apiVersion of knownApiVersions()) {
      for (const kind of Object.keys((await loadFacts(apiVersion))?.kinds ?? {})) {
        const { definitions, name } = (await loadKind(apiVersion, kind)) ?? expect.fail(`${apiVersion} ${kind}`)
        const names = new Set([name])
        for (const each of names) {
          for (const { type } of definitions.get(each).fields) {
            const inner = type.form === 'array' ? type.items : type.form === 'map' ? type.values : type
            if (inner.form === 'struct') names.add(inner.definition)
          }
        }
        count += names.size
      }
    }
    expect(count).toBeGreaterThan(5000)
  })
})

it.each([
  ['v1', 'Pod', 'core/v1.Pod'],
  ['apps/v1', 'DeploymentList', 'apps/v1.DeploymentList'],
  ['rbac.authorization.k8s.io/v1', 'Role', 'rbac/v1.Role'],
  ['v1', 'Status', 'meta/v1.Status'],
  ['meta.k8s.io/v1', 'PartialObjectMetadata', 'meta/v1.PartialObjectMetadata'],
])('%s %s is %s', async (apiVersion, kind, expected) => {
  expect((await loadKind(apiVersion, kind))?.name).toBe(expected)
})

it.each([
  ['example.com/v1', 'Widget'],
  ['v1', 'PodSpec'],
  ['v1', 'ObjectMeta'],
  ['v1', 'toString'],
  ['apps/v1', 'Status'],
  ['', 'Pod'],
  ['a/b/c', 'Pod'],
])('nothing is known of %j %s', async (apiVersion, kind) => {
  expect(await loadKind(apiVersion, kind)).toBeUndefined()
})

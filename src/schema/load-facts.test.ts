import { describe, expect, it } from 'vitest'
import type { Field } from './field.ts'
import { knownApiVersions, loadFacts } from './load-facts.ts'
import { parseFields } from './parse-fields.ts'

async function field(apiVersion: string, type: string, name: string): Promise<Field | undefined> {
  return parseFields((await loadFacts(apiVersion))?.types[type] ?? '').find((each) => each.name === name)
}

describe('the facts', () => {
  it('cover each group and version, and the machinery', () => {
    expect(knownApiVersions()).toHaveLength(65)
    expect(knownApiVersions()).toEqual(
      expect.arrayContaining([
        'v1',
        'apps/v1',
        'rbac.authorization.k8s.io/v1',
        'meta.k8s.io/v1',
        'apiextensions.k8s.io/v1',
      ]),
    )
  })

  it('of another API are not there', async () => {
    expect(await loadFacts('example.com/v1')).toBeUndefined()
    expect(await loadFacts('toString')).toBeUndefined()
  })

  it('refer only to what is there', async () => {
    const known = new Set<string>()
    const used: string[] = []
    for (const apiVersion of knownApiVersions()) {
      const facts = await loadFacts(apiVersion)
      if (facts === undefined) continue
      const key = `${facts.folder}/${facts.version}`
      for (const name of [...Object.keys(facts.types), ...Object.keys(facts.strings)]) known.add(`${key}.${name}`)
      for (const { type } of Object.values(facts.types).flatMap(parseFields)) {
        let inner = type
        while (inner.form === 'array' || inner.form === 'map')
          inner = inner.form === 'array' ? inner.items : inner.values
        if (inner.form === 'reference') used.push(`${inner.groupVersion ?? key}.${inner.name}`)
      }
    }
    expect(used.filter((name) => !known.has(name))).toEqual([])
  })

  it('have the defaults that the server sets', async () => {
    expect(await field('v1', 'ContainerPort', 'protocol')).toMatchObject({ default: 'TCP', number: '4' })
    expect(await field('v1', 'Probe', 'periodSeconds')).toMatchObject({ default: 10 })
    expect(await field('apps/v1', 'DeploymentStrategy', 'type')).toMatchObject({ default: 'RollingUpdate' })
    const kinds = (await loadFacts('v1'))?.kinds
    expect(kinds?.['Pod']?.defaults).toMatchObject({ 'spec.enableServiceLinks': true, 'spec.volumes[].emptyDir?': {} })
    expect((await loadFacts('batch/v1'))?.kinds['Job']?.defaults).toMatchObject({ 'spec.backoffLimit': 6 })
  })

  it('have patch and list keys', async () => {
    expect(await field('v1', 'ServiceSpec', 'ports')).toMatchObject({
      patchStrategies: ['merge'],
      patchMergeKey: 'port',
      listType: 'map',
      listMapKeys: ['port', 'protocol'],
    })
    expect(await field('v1', 'PodSpec', 'volumes')).toMatchObject({ patchStrategies: ['merge', 'retainKeys'] })
  })

  it('have the numbers of fields that JSON has inlined', async () => {
    expect(await field('v1', 'Probe', 'httpGet')).toMatchObject({ number: '1.2' })
  })

  it('know what older servers write as null', async () => {
    expect(await field('meta.k8s.io/v1', 'ObjectMeta', 'creationTimestamp')).toMatchObject({ formerlyNull: true })
    expect(await field('rbac.authorization.k8s.io/v1', 'ClusterRole', 'rules')).toMatchObject({ omitEmpty: false })
  })

  it('have field labels and columns', async () => {
    const pod = (await loadFacts('v1'))?.kinds['Pod']
    expect(pod?.fieldLabels).toEqual(expect.arrayContaining(['metadata.name', 'spec.nodeName', 'status.phase']))
    expect(pod?.columns?.slice(0, 5)).toEqual(['Name:string.name', 'Ready', 'Status', 'Restarts', 'Age'])
  })

  it('have resources as servers serve them', async () => {
    const pods = (await loadFacts('v1'))?.resources.find(({ resource }) => resource === 'pods')
    expect(pods).toMatchObject({
      namespaced: true,
      shortNames: ['po'],
      categories: ['all'],
      served: ['1.37.2', '1.36.3', '1.27.2'],
    })
    expect(pods?.subresources).toContainEqual({ name: 'eviction', kind: 'Eviction.v1.policy', verbs: ['create'] })
  })
})

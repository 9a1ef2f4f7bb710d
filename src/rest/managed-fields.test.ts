import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compactManagedFields } from './managed-fields.ts'
import { chunks, clientOver, ScriptedTransport } from './scripted-transport.test-support.ts'

const fieldsV1 = {
  'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
  'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:image': {} } } },
}
const pod = { metadata: { name: 'web', managedFields: [{ manager: 'a', fieldsType: 'FieldsV1', fieldsV1 }] }, spec: {} }

function compacted<T>(item: T): T {
  const copy = structuredClone(item)
  compactManagedFields(copy)
  return copy
}

describe('compacting managed fields', () => {
  it('changes nothing that can be seen', () => {
    const result = compacted(pod)
    expect(result).toStrictEqual(pod)
    expect(JSON.stringify(result)).toBe(JSON.stringify(pod))
    const leaf = result.metadata.managedFields[0]?.fieldsV1['f:metadata']['f:labels']['f:app']
    expect(Object.getPrototypeOf(leaf)).toBe(Object.prototype)
    expect(leaf?.constructor).toBe(Object)
  })

  it('shares no object', () => {
    const labels = compacted(pod).metadata.managedFields[0]?.fieldsV1['f:metadata']['f:labels']
    Object.assign(labels?.['f:app'] ?? {}, { changed: true })
    expect(labels).toEqual({ '.': {}, 'f:app': { changed: true } })
    expect(compacted(pod)).toStrictEqual(pod)
  })

  it('takes any JSON in place of fields', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify({ metadata: { managedFields: [{ fieldsV1: value }, value] } })
        const item: unknown = JSON.parse(text)
        compactManagedFields(item)
        expect(item).toStrictEqual(JSON.parse(text))
        expect(JSON.stringify(item)).toBe(text)
      }),
    )
  })

  it.each([null, 5, 'text', [], {}, { metadata: null }, { metadata: { managedFields: {} } }])('takes %j', (item) => {
    expect(compacted(item)).toStrictEqual(item)
  })

  it('keeps a field that is called __proto__', () => {
    const text = '{"metadata":{"managedFields":[{"fieldsV1":{"__proto__":{},"f:a":{"__proto__":{"f:b":{}}}}}]}}'
    const item: unknown = JSON.parse(text)
    compactManagedFields(item)
    expect(JSON.stringify(item)).toBe(text)
  })

  it('takes fields of any depth', () => {
    const text = `{"metadata":{"managedFields":[{"fieldsV1":${'{"f:a":'.repeat(50_000)}{}${'}'.repeat(50_001)}]}}`
    expect(() => compactManagedFields(JSON.parse(text))).not.toThrow()
  })

  it('leaves alone what Object.prototype has been given', () => {
    const added = { f: {} }
    const item = structuredClone(pod)
    Object.defineProperty(Object.prototype, 'added', { value: added, enumerable: true, configurable: true })
    try {
      compactManagedFields(item)
    } finally {
      Reflect.deleteProperty(Object.prototype, 'added')
    }
    expect(item).toStrictEqual(pod)
    expect(added).toStrictEqual({ f: {} })
  })
})

describe('a large list', () => {
  it('has the managed fields that the server sent', async () => {
    const list = { kind: 'PodList', apiVersion: 'v1', metadata: {}, items: [pod, pod] }
    const text = JSON.stringify(list)
    const transport = new ScriptedTransport({ body: chunks(text.slice(0, 200), text.slice(200)) })
    await expect(clientOver(transport).get().resource('pods').into()).resolves.toStrictEqual(list)
  })
})

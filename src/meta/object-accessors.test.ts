import { describe, expect, it } from 'vitest'
import { fromUnstructured, toUnstructured } from './convert.ts'
import {
  annotationsOf,
  conditionOf,
  conditionsOf,
  controllerOf,
  eachListItem,
  finalizersOf,
  generationOf,
  isList,
  labelsOf,
  nameOf,
  namespaceOf,
  ownerReferencesOf,
} from './object-accessors.ts'

const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'u', controller: true }
const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'a',
    namespace: 'b',
    labels: { x: 'y' },
    annotations: { n: 'm' },
    finalizers: ['f'],
    generation: 3,
    ownerReferences: [{ ...owner, controller: false }, owner],
  },
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
}

describe('what objects have in common', () => {
  it('is read where it is', () => {
    expect([nameOf(pod), namespaceOf(pod), generationOf(pod)]).toEqual(['a', 'b', 3])
    expect([labelsOf(pod), annotationsOf(pod), finalizersOf(pod)]).toEqual([{ x: 'y' }, { n: 'm' }, ['f']])
    expect(ownerReferencesOf(pod)).toHaveLength(2)
    expect(controllerOf(pod)).toBe(owner)
    expect(conditionOf(pod, 'Ready')?.status).toBe('True')
    expect(conditionOf(pod, 'Other')).toBeUndefined()
  })

  it('is empty where it is not', () => {
    expect([nameOf({}), namespaceOf({}), generationOf({})]).toEqual(['', '', 0])
    expect([labelsOf({}), annotationsOf({}), finalizersOf({})]).toEqual([{}, {}, []])
    expect([ownerReferencesOf({}), conditionsOf({}), controllerOf({})]).toEqual([[], [], undefined])
  })

  it('is refused where it is something else', () => {
    expect(() => nameOf({ metadata: { name: 5 } })).toThrow('metadata.name: expected a string, found number')
    expect(() => labelsOf({ metadata: [] })).toThrow('metadata: expected an object, found an array')
  })
})

it('gives the items of lists, and of lists in lists', () => {
  const list = { kind: 'List', apiVersion: 'v1', items: [pod, { kind: 'PodList', items: [pod] }, { items: [1] }] }
  expect(isList(list)).toBe(true)
  expect(isList(pod)).toBe(false)
  expect([...eachListItem(list)]).toEqual([pod, pod, { items: [1] }])
  expect(() => [...eachListItem(pod)]).toThrow('items: expected an array')
})

describe('a conversion', () => {
  const kind = { group: '', version: 'v1', kind: 'Pod' }

  it('gives the same object', () => {
    expect(fromUnstructured(pod, kind)).toBe(pod)
    const list = { kind: 'PodList', apiVersion: 'v1', items: [] }
    expect(fromUnstructured(list, kind)).toBe(list)
    expect(toUnstructured(pod)).toBe(pod)
  })

  it.each<[object, string]>([
    [{ ...pod, kind: 'Node' }, 'expected Pod of v1, found Node of v1'],
    [{ ...pod, apiVersion: 'v2' }, 'expected Pod of v1, found Pod of v2'],
    [{ apiVersion: 'v1' }, 'the object has no kind'],
    [{ kind: 'Pod' }, 'the object has no apiVersion'],
    [null as never, 'expected an object, found null'],
  ])('refuses %j', (object, message) => {
    expect(() => fromUnstructured(object, kind)).toThrow(TypeError)
    expect(() => fromUnstructured(object, kind)).toThrow(message)
  })
})

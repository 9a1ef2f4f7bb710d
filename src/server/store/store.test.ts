import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { StoreEvent } from './event-log.ts'
import { CompactedError, Store } from './store.ts'
import type { ServerObject } from './stored-object.ts'

const object = (name: string, value = 0): ServerObject => ({
  kind: 'Thing',
  apiVersion: 'v1',
  metadata: { name },
  value,
})

/** The names and versions of a list. */
const summary = (list: readonly { key: string; revision: number }[]) =>
  list.map(({ key, revision }) => `${key}@${revision}`)

it('gives every write and every deletion the next version', () => {
  const store = new Store(10)
  const first = store.put('things', 'a/x', object('x'))
  const second = store.put('others', 'a/x', object('x'))
  const third = store.delete('things', 'a/x')
  expect([first.revision, second.revision, third?.revision, store.revision]).toEqual([2, 3, 4, 4])
  expect(third?.object.metadata.resourceVersion).toBe('4')
  expect(store.delete('things', 'a/x')).toBeUndefined()
})

it('lists a namespace without those whose names start like it', () => {
  const store = new Store(10)
  for (const key of ['a-b/x', 'a/x', 'ab/x', 'a/b', '/a']) store.put('things', key, object('x'))
  expect(store.list('things', 'a/').map(({ key }) => key)).toEqual(['a/b', 'a/x'])
  expect(store.list('things', '').map(({ key }) => key)).toEqual(['/a', 'a-b/x', 'a/b', 'a/x', 'ab/x'])
})

it('forgets the oldest events beyond its limit, and says so', () => {
  const store = new Store(3)
  for (let index = 0; index < 10; index++) store.put('things', '/x', object('x', index))
  expect(store.eventsAfter('things', 8).map(({ revision }) => revision)).toEqual([9, 10, 11])
  expect(() => store.eventsAfter('things', 7)).toThrow(CompactedError)
  expect(() => store.listAt('things', '', 7)).toThrow(CompactedError)
})

it('knows nothing older than a compaction, and everything after it', () => {
  const store = new Store(10)
  store.put('things', '/x', object('x'))
  store.compact()
  const at = store.revision
  store.put('things', '/y', object('y'))
  expect(() => store.eventsAfter('things', at - 1)).toThrow(CompactedError)
  expect(store.eventsAfter('things', at).map(({ current }) => current.key)).toEqual(['/y'])
  expect(summary(store.listAt('things', '', at))).toEqual(['/x@2'])
})

const operation = fc.record({ remove: fc.boolean(), key: fc.constantFrom('a/1', 'a/2', 'b/1', 'b/2', 'b/3') })

it('remembers the list of every version', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 30 }), (operations) => {
      const store = new Store(1000)
      const lists = new Map<number, string[]>([[store.revision, []]])
      for (const { remove, key } of operations) {
        if (remove) store.delete('things', key)
        else store.put('things', key, object('x'))
        lists.set(store.revision, summary(store.list('things', 'b/')))
      }
      for (const [revision, list] of lists) expect(summary(store.listAt('things', 'b/', revision))).toEqual(list)
    }),
  )
})

it('a list and the events after it make the next list, whenever they are read', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 30 }), fc.nat(30), (operations, at) => {
      const store = new Store(1000)
      const seen: StoreEvent[] = []
      let start: { list: string[]; revision: number } | undefined
      operations.forEach(({ remove, key }, index) => {
        if (index === at) {
          start = { list: store.list('things', '').map((stored) => stored.key), revision: store.revision }
          store.subscribe('things', (event) => seen.push(event))
        }
        if (remove) store.delete('things', key)
        else store.put('things', key, object('x'))
      })
      if (start === undefined) return
      const keys = new Set(start.list)
      for (const { type, current } of seen) {
        expect(keys.has(current.key)).toBe(type !== 'ADDED')
        if (type === 'DELETED') keys.delete(current.key)
        else keys.add(current.key)
      }
      expect([...keys].sort()).toEqual(store.list('things', '').map((stored) => stored.key))
      expect(store.eventsAfter('things', start.revision)).toEqual(seen)
    }),
  )
})

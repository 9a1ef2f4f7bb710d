import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DecodeError } from '../errors/index.ts'
import { propertyRuns } from '../property-runs.test-support.ts'
import { ListDecoder } from './list-decoder.ts'

/** Decodes text that arrives cut at the given places, and puts the whole together again. */
function decode(text: string, cuts: readonly number[] = []): unknown {
  const items: unknown[] = []
  const decoder = new ListDecoder((item) => items.push(item))
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b)
  let start = 0
  for (const place of [...places, text.length]) {
    decoder.push(text.slice(start, place))
    start = place
  }
  const { value, hasItems } = decoder.end()
  return hasItems ? { ...(value as object), items } : value
}

const pod = (name: string) => ({ metadata: { name }, spec: { containers: [{ name: 'a' }, { name: 'b' }] } })
const list = (...items: unknown[]) => ({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '7' }, items })
const cuts = fc.array(fc.nat(), { maxLength: 8 })

describe('ListDecoder', () => {
  const key = fc.constantFrom('metadata', 'kind', 'apiVersion', 'items', 'spec', '},{"metadata":', 'a')
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ depthSize: 'small' }, fc.jsonValue(), tie('object'), fc.array(tie('any'), { maxLength: 3 })),
    object: fc.dictionary(key, tie('any'), { maxKeys: 4 }),
  })).object
  const indent = fc.constantFrom(undefined, 1)

  it('gives what JSON.parse gives, for any list and however it is cut', () => {
    fc.assert(
      fc.property(
        value,
        fc.array(fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: fc.jsonValue() })),
        value,
        indent,
        cuts,
        (before, items, after, spaces, places) => {
          const text = JSON.stringify({ ...before, items, ...after }, undefined, spaces)
          expect(decode(text, places)).toEqual(JSON.parse(text))
        },
      ),
      { numRuns: propertyRuns(500) },
    )
  })

  it('gives what JSON.parse gives, for any value that is no list', () => {
    fc.assert(
      fc.property(fc.oneof(value, fc.jsonValue()), indent, cuts, (object, spaces, places) => {
        const text = JSON.stringify(object, undefined, spaces)
        expect(decode(text, places)).toEqual(JSON.parse(text))
      }),
    )
  })

  it.each([
    ['a server’s list', list(pod('a'), pod('b'), pod('c'))],
    ['an empty list', list()],
    ['items of several hundred kB', list(pod('a'), pod('x'.repeat(300_000)), pod('b'), pod('y'.repeat(200_000)))],
    ['a list without items', { kind: 'PodList', items: null }],
    [
      'items in front of the rest',
      { apiVersion: 'g/v1', items: [{ apiVersion: 'g/v1', kind: 'W' }], kind: 'WList', metadata: {} },
    ],
    [
      'items that hold what looks like a boundary',
      list({ metadata: {}, t: [{ metadata: 1 }, { metadata: 2 }] }, pod('b')),
    ],
    ['items without fields', list({}, {}, pod('a'), {})],
    ['items that begin differently', list(pod('a'), { spec: {} }, { kind: 'x', metadata: {} }, pod('b'))],
    ['items that are lists', list([1], [{ metadata: 2 }])],
    ['items that are no objects', list(1, 'a"]', null, pod('a'), -1.5e7, true, '')],
  ])('reads %s, whole and byte by byte', (_name, value) => {
    const text = JSON.stringify(value)
    expect(decode(text)).toEqual(value)
    expect(
      decode(
        text,
        Array.from(text, (_, index) => index),
      ),
    ).toEqual(value)
  })

  it('takes the last of several items fields, as JSON.parse does', () => {
    const text = '{"items":[{"a":1}],"items":[]}'
    expect(decode(text)).toEqual(JSON.parse(text))
    expect(decode('{"items":[{"a":1}],"items":[{"b":1}]}')).toEqual({ items: [{ b: 1 }] })
  })

  it.each<[string, (size: number) => string]>([
    ['one large item', (size) => JSON.stringify(list(pod('x'.repeat(size))))],
    ['one large string', (size) => JSON.stringify(list('x'.repeat(size)))],
    [
      'a first item unlike the others',
      (size) => JSON.stringify({ items: [{ a: 1 }, ...Array(size >> 6).fill({ b: 1 })] }),
    ],
    [
      'items that are all unlike',
      (size) => JSON.stringify({ items: Array.from({ length: size >> 5 }, (_, i) => ({ [`k${i}`]: 1 })) }),
    ],
    [
      'false boundaries',
      (size) => JSON.stringify(list({ metadata: 1, t: Array(size >> 5).fill({ metadata: 1 }) }, pod('b'))),
    ],
    ['an object that is no list', (size) => JSON.stringify({ kind: 'x', data: 'x'.repeat(size) })],
  ])('reads %s in time that grows with its length', (_name, make) => {
    // Not a measurement: what is quadratic would take minutes here, and the test's own limit would end it.
    const text = make(2_000_000)
    const places = Array.from({ length: text.length >> 14 }, (_, index) => index << 14)
    expect(decode(text, places)).toEqual(JSON.parse(text))
  })

  it('hands an item out as soon as the next one begins', () => {
    const items: unknown[] = []
    const decoder = new ListDecoder((item) => items.push(item))
    const text = JSON.stringify(list(pod('a'), pod('b')))
    const second = text.indexOf('{"metadata":{"name":"b"')
    decoder.push(text.slice(0, second))
    expect(items).toEqual([])
    decoder.push(text.slice(second, second + 12))
    expect(items).toEqual([pod('a')])
    expect(decoder.fieldsBeforeItems()).toEqual(list())
  })

  it.each([
    ['items without commas', '{"items":[{"a":1}{"a":2}]}', 'item 1 of the list'],
    ['commas without items', '{"items":[,{"a":1}]}', 'item 0 of the list'],
    ['two commas', '{"items":[{"a":1},,{"a":2}]}', 'item 1 of the list'],
    ['a comma at the end', '{"items":[{"a":1},]}', 'item 1 of the list'],
    ['an end in mid-item', '{"items":[{"a":1},{"b":', 'after 1 of them'],
    ['an end between items', '{"items":[{"a":1}', 'after 1 of them'],
    ['an end behind the items', '{"items":[{"a":1}]', 'not JSON'],
    ['an item that is not JSON', '{"items":[{"a":1},{"a":s3cr3t},{"a":2}]}', 'item 1 of the list'],
    ['an item that is a bare word', '{"items":[{"a":1},s3cr3t]}', 'item 1 of the list'],
    ['a string without an end', '{"items":["s3cr3t', 'after 0 of them'],
    ['text', 's3cr3t', 'not JSON'],
    ['nothing', '', 'empty'],
  ])('refuses %s, however it is cut', (_name, text, message) => {
    for (const places of [[], Array.from(text, (_, index) => index)]) {
      expect(() => decode(text, places)).toThrow(DecodeError)
      expect(() => decode(text, places)).toThrow(message)
      expect(() => decode(text, places)).not.toThrow(/s3cr3t/)
    }
  })
})

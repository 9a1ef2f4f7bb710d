import { describe, expect, it } from 'vitest'
import { typedItemParser, withItemTypes, withType } from './item-type.ts'
import { chunks, clientOver, ScriptedTransport } from './scripted-transport.test-support.ts'

const type = { kind: 'Pod', apiVersion: 'v1' }

describe('an item that does not say what it is', () => {
  const parse = typedItemParser(JSON.parse, type)

  it.each([
    ['{"metadata":{}}', '{"kind":"Pod","apiVersion":"v1","metadata":{}}'],
    ['{}', '{"kind":"Pod","apiVersion":"v1"}'],
    ['{ }', '{"kind":"Pod","apiVersion":"v1"}'],
    ['{ "metadata": {} }', '{"kind":"Pod","apiVersion":"v1","metadata":{}}'],
    ['{"apiVersion":"v2","kind":"Other"}', '{"apiVersion":"v2","kind":"Other"}'],
    ['{"kind":"Other","a":1}', '{"kind":"Other","apiVersion":"v1","a":1}'],
    ['{"a":1,"kind":"Other"}', '{"kind":"Other","apiVersion":"v1","a":1}'],
    ['[1]', '[1]'],
    ['5', '5'],
  ])('is made to: %s', (text, expected) => {
    expect(JSON.stringify(parse(text))).toBe(expected)
    expect(withType(JSON.parse(text), type)).toEqual(JSON.parse(expected))
  })

  it.each(['{"a":1', '{"a":1}}', '{"a"}', '{,}'])('is not made of what is no JSON: %s', (text) => {
    expect(() => parse(text)).toThrow(SyntaxError)
  })

  it('is one of a list', () => {
    expect(withItemTypes({ items: [{ a: 1 }, 5, null] }, type)).toEqual({ items: [{ ...type, a: 1 }, 5, null] })
    expect(withItemTypes({ items: null }, type)).toEqual({ items: null })
    expect(withItemTypes(null, type)).toBeNull()
  })
})

describe('a request with an item type', () => {
  const list = '{"kind":"PodList","metadata":{},"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}'
  const expected = ['a', 'b'].map((name) => ({ ...type, metadata: { name } }))
  const pods = (body: string | AsyncIterable<Uint8Array>, headers = {}) =>
    clientOver(new ScriptedTransport({ headers: { 'content-type': 'application/json', ...headers }, body }))
      .get()
      .resource('pods')
      .itemType(type)

  it('has it in lists that come at once, in pieces, and item by item', async () => {
    const whole = pods(list, { 'content-length': String(list.length) })
    await expect(whole.into()).resolves.toMatchObject({ kind: 'PodList', items: expected })
    await expect(pods(chunks(list.slice(0, 50), list.slice(50))).into()).resolves.toMatchObject({ items: expected })
    const items: unknown[] = []
    for await (const item of pods(list).items()) items.push(item)
    expect(items).toEqual(expected)
  })

  it('has it in a list that starts with a field of its own', async () => {
    const odd = list.replace('{"kind"', '{"extra":1,"kind"')
    await expect(pods(odd).into()).resolves.toMatchObject({ items: expected })
    const items: unknown[] = []
    for await (const item of pods(odd).items()) items.push(item)
    expect(items).toEqual(expected)
  })

  it('has it in the events of a watch', async () => {
    const events: unknown[] = []
    for await (const event of pods('{"type":"ADDED","object":{"metadata":{}}}\n').watch()) events.push(event)
    expect(events).toEqual([{ type: 'ADDED', object: { ...type, metadata: {} } }])
  })
})

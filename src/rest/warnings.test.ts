import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { clientOver, ScriptedTransport } from './scripted-transport.test-support.ts'
import { createWarningWriter, noWarnings, parseWarningHeader, type Warning } from './warnings.ts'

describe('parseWarningHeader', () => {
  it.each<[string, Warning[]]>([
    ['', []],
    ['299 - "text"', [{ code: 299, agent: '-', text: 'text' }]],
    ['299 host:80 "text" "Wed, 21 Oct 2026 07:28:00 GMT"', [{ code: 299, agent: 'host:80', text: 'text' }]],
    [
      '299 - "a", 199 b "c"',
      [
        { code: 299, agent: '-', text: 'a' },
        { code: 199, agent: 'b', text: 'c' },
      ],
    ],
    ['299 - "a\\"b\\\\c"', [{ code: 299, agent: '-', text: 'a"b\\c' }]],
    ['299 - "a, b"', [{ code: 299, agent: '-', text: 'a, b' }]],
    ['299 - "=?utf-8?q?gr=C3=BC=C3=9Fe?= =?UTF-8?B?IQ==?="', [{ code: 299, agent: '-', text: 'grüße!' }]],
    ['299 - "=?utf-8?q?=FF?="', [{ code: 299, agent: '-', text: '=?utf-8?q?=FF?=' }]],
    ['299 - "good", 29 - "bad", 299 - "lost"', [{ code: 299, agent: '-', text: 'good' }]],
    ['299 - "a\u0007b"', []],
    [
      '299 - "a""date", 299 - "b"\t"date" ,199 c,d "e"',
      [
        { code: 299, agent: '-', text: 'a' },
        { code: 299, agent: '-', text: 'b' },
        { code: 199, agent: 'c,d', text: 'e' },
      ],
    ],
    ['299 - "a",', [{ code: 299, agent: '-', text: 'a' }]],
    ['299  - "two spaces"', []],
    ['299 - "a" "open date', []],
    ['299 - "a" stray', []],
    ['299 "no agent"', []],
    ['299 - unquoted', []],
    ['299 - "open', []],
  ])('reads %j', (header, expected) => {
    expect(parseWarningHeader(header)).toEqual(expected)
  })

  it('gives back any text that was quoted', () => {
    const text = fc.string().filter((each) => !/\p{Cc}|=\?/u.test(each))
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (texts) => {
        const header = texts.map((each) => `299 - "${each.replace(/["\\]/g, '\\$&')}"`).join(', ')
        expect(parseWarningHeader(header).map((warning) => warning.text)).toEqual(texts)
      }),
    )
  })

  it('reads any text in time that grows with its length', () => {
    expect(parseWarningHeader(`299 - "${'\\'.repeat(50_000)}`)).toEqual([])
    expect(parseWarningHeader('299 - "a",'.repeat(5000)).length).toBe(5000)
  })
})

describe('createWarningWriter', () => {
  const written = (options: { deduplicate?: boolean; color?: boolean }) => {
    const lines: string[] = []
    const handler = createWarningWriter({ ...options, write: (line) => lines.push(line) })
    for (const text of ['a', 'b', 'a', '']) handler.handleWarningHeader(299, '-', text)
    handler.handleWarningHeader(199, '-', 'c')
    return lines
  }

  it('writes code 299, one text a line', () => {
    expect(written({})).toEqual(['Warning: a\n', 'Warning: b\n', 'Warning: a\n'])
  })

  it('writes a text once if asked to', () => {
    expect(written({ deduplicate: true })).toEqual(['Warning: a\n', 'Warning: b\n'])
  })

  it('makes its first word yellow if asked to', () => {
    expect(written({ color: true })[0]).toBe('\u001b[33;1mWarning:\u001b[0m a\n')
  })
})

it('a handler that throws does not change the fate of the request', async () => {
  const later = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation(() => undefined)
  const handler = {
    handleWarningHeader() {
      throw new Error('a bug of the handler')
    },
  }
  const headers = { 'content-type': 'application/json', warning: '299 - "old"' }
  const client = clientOver(new ScriptedTransport({ headers, body: '{}' }), { warningHandler: handler })
  expect(await client.get().into()).toEqual({})
  const [rethrow] = later.mock.calls.flat()
  expect(rethrow).toThrow('a bug of the handler')
  later.mockRestore()
})

describe('a warning', () => {
  const headers = { 'content-type': 'application/json', warning: '299 - "old"' }
  const collecting = () => {
    const texts: string[] = []
    return { texts, handleWarningHeader: (_code: number, _agent: string, text: string) => void texts.push(text) }
  }

  it.each([200, 404])('of an answer of %i reaches the handler', async (status) => {
    const handler = collecting()
    const client = clientOver(new ScriptedTransport({ status, headers, body: '{}' }), { warningHandler: handler })
    await client.get().do()
    expect(handler.texts).toEqual(['old'])
  })

  it.each([
    ['in any language', 'metadata.labels["größe"] 日本 🙂'],
    ['in Latin-1', 'gr\u00f6\u00dfe'],
  ])('%s is read as it was meant', async (_what, text) => {
    const handler = collecting()
    const quoted = text.replace(/["\\]/g, '\\$&')
    // A transport gives the bytes of a header as characters; those of the second text are no UTF-8.
    const bytes = _what === 'in Latin-1' ? quoted : Buffer.from(quoted).toString('latin1')
    const step = { headers: { ...headers, warning: `299 - "${bytes}"` }, body: '{}' }
    await clientOver(new ScriptedTransport(step), { warningHandler: handler }).get().do()
    expect(handler.texts).toEqual([text])
  })

  it('reaches the handler of the request rather than that of the client', async () => {
    const [ofClient, ofRequest] = [collecting(), collecting()]
    const client = clientOver(new ScriptedTransport({ headers, body: '' }), { warningHandler: ofClient })
    await client.get().warningHandler(ofRequest).do()
    await client.get().warningHandler(noWarnings).do()
    for await (const _ of client.get().warningHandler(ofRequest).watch()) expect.unreachable()
    await client.get().stream()
    expect(ofRequest.texts).toEqual(['old', 'old'])
    expect(ofClient.texts).toEqual(['old'])
  })
})

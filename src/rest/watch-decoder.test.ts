import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DecodeError } from '../errors/index.ts'
import { BodyTooLargeError } from '../transport/index.ts'
import { type Frame, WatchDecoder } from './watch-decoder.ts'

const encode = (text: string) => new TextEncoder().encode(text)

/** Decodes bytes that arrive cut at the given places. */
function decode(bytes: Uint8Array, cuts: readonly number[]): unknown[] {
  const decoder = new WatchDecoder()
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b)
  const frames: Frame[] = []
  let start = 0
  for (const place of [...places, bytes.length]) {
    decoder.push(bytes.subarray(start, place), frames)
    start = place
  }
  decoder.end(frames)
  return frames
}

describe('WatchDecoder', () => {
  const value = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue())
  const cuts = fc.array(fc.nat())

  it('gives the same values wherever the bytes are cut, within a character too', () => {
    fc.assert(
      fc.property(fc.array(value), cuts, (values, places) => {
        const text = values.map((each) => `${JSON.stringify(each)}\n`).join('')
        expect(decode(encode(text), places)).toEqual(values.map((each) => JSON.parse(JSON.stringify(each))))
      }),
    )
  })

  it('reads values that are concatenated, span lines or have blank lines between them', () => {
    const style = fc.constantFrom('', '\n', '\n\n', ' \r\n')
    const indent = fc.constantFrom(0, 2)
    fc.assert(
      fc.property(fc.array(fc.tuple(value, style, indent)), cuts, (values, places) => {
        const text = values.map(([each, end, spaces]) => JSON.stringify(each, null, spaces) + end).join('')
        expect(decode(encode(text), places)).toEqual(values.map(([each]) => JSON.parse(JSON.stringify(each))))
      }),
    )
  })

  it('reads a last line without a newline', () => {
    expect(decode(encode('{"a":1}\n{"b":2}'), [])).toEqual([{ a: 1 }, { b: 2 }])
  })

  it('goes back to lines after a value that spanned some', () => {
    expect(decode(encode('{\n"a":1}\n{"b":2}{"c":3}\n{"d":4}\n'), [])).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }, { d: 4 }])
  })

  it.each([
    ['a line that is not JSON', 'upstream connect error\n', 'not JSON'],
    ['a line that only looks like JSON', '{"type": ADDED}\n', 'not JSON'],
    ['a raw newline within a string', '{"type":"ADD\nED"}\n', 'not JSON'],
    ['an array', '[1]\n', 'found an array'],
    ['a bare number', '1\n', 'found number'],
    ['an end in mid-value', '{"type":"ADDED","object":{', 'ended in the middle'],
    ['an end in mid-string', '{"type":"ADD', 'ended in the middle'],
  ])('refuses %s', (_name, text, message) => {
    expect(() => decode(encode(text), [])).toThrow(DecodeError)
    expect(() => decode(encode(text), [])).toThrow(message)
  })

  it('gives values without newlines as soon as they are whole', () => {
    const decoder = new WatchDecoder()
    const frames: Frame[] = []
    decoder.push(encode('{"a":1}{"b":2}'), frames)
    expect(frames).toEqual([{ a: 1 }, { b: 2 }])
    decoder.push(encode('{"c":{"d":3}'), frames)
    expect(frames.length).toBe(2)
    decoder.push(encode('}'), frames)
    decoder.push(encode('\n{"e":4}\n{"f":5}'), frames)
    expect(frames.slice(2)).toEqual([{ c: { d: 3 } }, { e: 4 }, { f: 5 }])
  })

  it('gives the frames that stand before what it refuses', () => {
    const frames: Frame[] = []
    expect(() => new WatchDecoder().push(encode('{"a":1}\n{"b":2}\nnope\n'), frames)).toThrow(DecodeError)
    expect(frames).toEqual([{ a: 1 }, { b: 2 }])
  })

  describe('with a limit', () => {
    const event = (size: number) => `{"a":"${'x'.repeat(size - 8)}"}`
    const limited = (bytes: Uint8Array, chunk: number) => {
      const decoder = new WatchDecoder(JSON.parse, 100, { method: 'GET', path: '/watched' })
      const frames: Frame[] = []
      const read = () => {
        for (let at = 0; at < bytes.length; at += chunk) decoder.push(bytes.subarray(at, at + chunk), frames)
        decoder.end(frames)
      }
      return { read, frames }
    }

    it.each([1, 7, 64, 10_000])('lets a stream of any length pass, in chunks of %d', (chunk) => {
      for (const end of ['\n', '']) {
        const { read, frames } = limited(encode(`${event(100)}${end}`.repeat(50)), chunk)
        read()
        expect(frames.length).toBe(50)
      }
    })

    it.each([1, 7, 64, 10_000])('refuses an event of one byte too much, in chunks of %d', (chunk) => {
      for (const end of ['\n', '']) {
        const { read, frames } = limited(encode(event(50) + end + event(101) + end + event(50)), chunk)
        expect(read).toThrow(BodyTooLargeError)
        expect(frames.length).toBe(1)
      }
    })

    it('counts bytes, not characters', () => {
      expect(limited(encode(`{"a":"${'ü'.repeat(46)}"}\n`), 1000).read).not.toThrow()
      expect(limited(encode(`{"a":"${'ü'.repeat(47)}"}\n`), 1000).read).toThrow(
        'an event of the watch is longer than the allowed 100 bytes (GET /watched)',
      )
    })

    it('does not wait for the end of an event without one', () => {
      const decoder = new WatchDecoder(JSON.parse, 100)
      expect(() => decoder.push(encode(`{"a":"${'x'.repeat(200)}`), [])).toThrow(BodyTooLargeError)
    })
  })

  it('keeps what the stream held out of its messages', () => {
    const read = () => decode(encode('{"token": s3cr3t}\n'), [])
    expect(read).toThrow(DecodeError)
    expect(read).not.toThrow(/s3cr3t/)
  })
})

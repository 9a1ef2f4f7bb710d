import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeText, TextChunks } from './utf8.ts'

/** Decodes bytes cut at the given places. */
function decodeCut(bytes: Uint8Array, places: readonly number[]): string {
  const chunks = new TextChunks()
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b)
  const cuts = [0, ...ends, bytes.length]
  const texts = cuts.slice(1).map((end, index) => chunks.push(bytes.subarray(cuts[index], end)))
  return texts.join('') + chunks.end()
}

describe.each([
  ['a Buffer', (bytes: Uint8Array) => Buffer.from(bytes)],
  ['a Uint8Array', (bytes: Uint8Array) => Uint8Array.from(bytes)],
])('text in %s', (_name, wrap) => {
  it('is decoded as a TextDecoder does, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.nat(200)), (text, places) => {
        const bytes = wrap(new TextEncoder().encode(text))
        const expected = new TextDecoder().decode(bytes)
        expect(decodeCut(bytes, places)).toBe(expected)
        expect(decodeText(bytes)).toBe(expected)
      }),
    )
  })

  it('is decoded as a TextDecoder does if it is no UTF-8', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), fc.array(fc.nat(12)), (given, places) => {
        const bytes = wrap(given)
        const expected = new TextDecoder().decode(bytes)
        expect(decodeCut(bytes, places)).toBe(expected)
        expect(decodeText(bytes)).toBe(expected)
      }),
    )
  })

  it.each([[[]], [[1]], [[2]], [[3]], [[1, 2, 3]]])('loses a byte order mark at its beginning, cut at %j', (places) => {
    expect(decodeCut(wrap(new TextEncoder().encode('\ufeff{}')), places)).toBe('{}')
  })

  it.each([[[]], [[1]], [[2, 4]]])('keeps a byte order mark behind its beginning, cut at %j', (places) => {
    expect(decodeCut(wrap(new TextEncoder().encode('{\ufeff}')), places)).toBe('{\ufeff}')
  })

  it('keeps the second of two byte order marks', () => {
    expect(decodeCut(wrap(new TextEncoder().encode('\ufeff\ufeff')), [3])).toBe('\ufeff')
  })

  it('ends with a replacement for half a character', () => {
    expect(decodeCut(wrap(Uint8Array.of(0x61, 0xe2, 0x82)), [2])).toBe('a\ufffd')
  })
})

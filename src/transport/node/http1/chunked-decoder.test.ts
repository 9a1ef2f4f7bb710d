import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ChunkedDecoder } from './chunked-decoder.ts'
import { ProtocolError } from './protocol-error.ts'

/** What is decoded from pieces, and how many bytes were left over. */
function decode(pieces: readonly Uint8Array[]) {
  const decoder = new ChunkedDecoder()
  const data: Uint8Array[] = []
  let left = 0
  for (const piece of pieces) {
    const end = decoder.decode(piece, 0, (part) => data.push(part) > 0)
    left += piece.length - end
  }
  return { text: Buffer.concat(data).toString('latin1'), isOver: decoder.isOver, left }
}

const whole = (text: string) => decode([Buffer.from(text, 'latin1')])

test.each([
  ['no data', '0\r\n\r\n', ''],
  ['one chunk', '5\r\nhello\r\n0\r\n\r\n', 'hello'],
  ['several', '1\r\na\r\n2\r\nbc\r\n0\r\n\r\n', 'abc'],
  [
    'hexadecimal sizes',
    `1A\r\n${'x'.repeat(26)}\r\na\r\n${'y'.repeat(10)}\r\n0\r\n\r\n`,
    'x'.repeat(26) + 'y'.repeat(10),
  ],
  ['leading zeros', '00000005\r\nhello\r\n000\r\n\r\n', 'hello'],
  ['extensions', '5;a=b;c="d"\r\nhello\r\n0;last\r\n\r\n', 'hello'],
  ['white space after the size', '5 \r\nhello\r\n0\r\n\r\n', 'hello'],
  ['trailers', '5\r\nhello\r\n0\r\nA: b\r\nC: d\r\n\r\n', 'hello'],
  ['data that looks like a chunk', '5\r\n0\r\n\r\n\r\n0\r\n\r\n', '0\r\n\r\n'],
])('%s', (_name, text, expected) => {
  expect(whole(text)).toEqual({ text: expected, isOver: true, left: 0 })
})

test('stops behind the last chunk', () => {
  expect(whole('1\r\na\r\n0\r\n\r\nHTTP/1.1 ')).toEqual({ text: 'a', isOver: true, left: 9 })
})

test('is not over before the last line end', () => {
  const text = '1\r\na\r\n0\r\nA: b\r\n\r\n'
  for (let length = 0; length < text.length; length++) expect(whole(text.slice(0, length)).isOver).toBe(false)
})

test('stops when told to', () => {
  const decoder = new ChunkedDecoder()
  const bytes = Buffer.from('1\r\na\r\n1\r\nb\r\n0\r\n\r\n')
  expect(decoder.decode(bytes, 0, () => false)).toBe(4)
})

describe('is refused', () => {
  test.each([
    ['no size', '\r\n', 'HPE_INVALID_CHUNK_SIZE'],
    ['a size that is no number', 'zz\r\n', 'HPE_INVALID_CHUNK_SIZE'],
    ['a negative size', '-1\r\n', 'HPE_INVALID_CHUNK_SIZE'],
    ['a size with a prefix', '0x5\r\nhello', 'HPE_INVALID_CHUNK_SIZE'],
    ['text behind a size and a blank', '5 x\r\n', 'HPE_INVALID_CHUNK_SIZE'],
    ['a control character in an extension', '5;\0\r\n', 'HPE_STRICT'],
    ['a control character in a trailer', '0\r\nA: \u0001\r\n', 'HPE_STRICT'],
    ['a size beyond all bounds', `${'f'.repeat(14)}\r\n`, 'HPE_INVALID_CHUNK_SIZE'],
    ['data longer than its size', '1\r\nab\r\n', 'HPE_STRICT'],
    ['a size that ends with LF', '1\na', 'HPE_INVALID_CHUNK_SIZE'],
    ['a size that ends with CR and no LF', '1\ra', 'HPE_STRICT'],
    ['data that ends with LF', '1\r\na\n', 'HPE_STRICT'],
    ['data that ends with CR and no LF', '1\r\na\rb', 'HPE_STRICT'],
    ['an extension that ends with LF', '1;a\nb', 'HPE_STRICT'],
    ['a trailer that ends with LF', '0\r\na\nb', 'HPE_STRICT'],
    ['a trailer that ends with CR and no LF', '0\r\na\rb', 'HPE_STRICT'],
    ['an extension without end', `1;${'x'.repeat(20_000)}`, 'HPE_CHUNK_EXTENSIONS_OVERFLOW'],
    ['trailers without end', `0\r\n${'a: b\r\n'.repeat(5000)}`, 'HPE_CHUNK_EXTENSIONS_OVERFLOW'],
  ])('%s', (_name, text, code) => {
    expect(() => whole(text)).toThrow(expect.objectContaining({ constructor: ProtocolError, code }))
  })
})

test('many chunks may each have an extension', () => {
  const chunk = `1;${'x'.repeat(1000)}\r\na\r\n`
  expect(whole(`${chunk.repeat(100)}0\r\n\r\n`)).toMatchObject({ text: 'a'.repeat(100), isOver: true })
})

test('gives the same wherever it is cut', () => {
  const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 8 })
  fc.assert(
    fc.property(chunks, fc.array(fc.nat(400), { maxLength: 20 }), (data, cuts) => {
      const parts = data.map((bytes) =>
        Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]),
      )
      const coded = Buffer.concat([...parts, Buffer.from('0\r\nA: b\r\n\r\n')])
      const at = [0, ...cuts.filter((cut) => cut < coded.length).sort((a, b) => a - b), coded.length]
      const pieces = at.slice(1).map((end, index) => coded.subarray(at[index], end))
      expect(decode(pieces)).toEqual({ text: Buffer.concat(data).toString('latin1'), isOver: true, left: 0 })
    }),
  )
})

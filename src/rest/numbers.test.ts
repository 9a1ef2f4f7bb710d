import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/index.ts'
import { jsonCodec, type NumberMode } from './numbers.ts'

const large =
  '{"a":9007199254740993,"b":-18446744073709551615,"c":1.5,"d":1e400,"e":9007199254740991,"f":"9007199254740993"}'
const showsSource = 'rawJSON' in JSON

describe('numbers', () => {
  it('are doubles unless asked otherwise', () => {
    for (const mode of [undefined, 'double'] as const) {
      expect(jsonCodec(mode).parse('{"a":9007199254740993}')).toEqual({ a: 9007199254740992 })
      expect(() => jsonCodec(mode).stringify({ a: 1n })).toThrow(TypeError)
    }
  })

  it('are exact where the runtime shows their source, and an error elsewhere', () => {
    if (!showsSource) {
      expect(() => jsonCodec('exact')).toThrow(ConfigError)
      expect(() => jsonCodec('exact')).toThrow('Node 21 or newer')
      return
    }
    const { parse, stringify } = jsonCodec('exact')
    const value = parse(large)
    expect(value).toMatchObject({ a: 9007199254740993n, b: -18446744073709551615n, c: 1.5, e: 9007199254740991 })
    expect(value).toMatchObject({ d: Number.POSITIVE_INFINITY, f: '9007199254740993' })
    expect(stringify({ a: 9007199254740993n, b: 1 })).toBe('{"a":9007199254740993,"b":1}')
  })

  it('of another kind are refused', () => {
    expect(() => jsonCodec('decimal' as NumberMode)).toThrow("expected 'double' or 'exact', found \"decimal\"")
  })
})

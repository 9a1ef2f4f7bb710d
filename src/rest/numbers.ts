import { ConfigError, RequestError } from '../errors/index.ts'

/**
 * How numbers of an answer become values. `double`: as `JSON.parse` does it; integers beyond 2^53 lose digits.
 * `exact`: such integers become `bigint`, and a `bigint` can be sent.
 */
export type NumberMode = 'double' | 'exact'

/** How text becomes values, and values text. */
export interface JsonCodec {
  readonly parse: (text: string) => unknown
  readonly stringify: (value: unknown) => string | undefined
}

const doubleCodec: JsonCodec = { parse: JSON.parse, stringify: JSON.stringify }

/**
 * @throws {ConfigError} if numbers are to be exact and the runtime cannot do it: that takes a JSON.parse that shows
 *   the source text of a number (Node 21 or newer)
 */
export function jsonCodec(mode: NumberMode | undefined): JsonCodec {
  switch (mode) {
    case undefined:
    case 'double':
      return doubleCodec
    case 'exact':
      if (json.rawJSON !== undefined && showsSource()) return { parse: parseExact, stringify: stringifyExact }
      throw new ConfigError("'exact' needs a runtime whose JSON.parse shows the source of numbers (Node 21 or newer)", {
        field: 'numbers',
      })
    default:
      throw new ConfigError(`expected 'double' or 'exact', found ${JSON.stringify(mode)}`, { field: 'numbers' })
  }
}

/** Newer than the type declarations. Source: the TC39 proposal "JSON.parse source text access". */
type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown
const json = JSON as typeof JSON & { rawJSON?: (text: string) => unknown }

function showsSource(): boolean {
  let source: string | undefined
  const look: Reviver = (_key, _value, context) => {
    source = context?.source
  }
  JSON.parse('1', look)
  return source === '1'
}

/** A run of digits that may not fit: anything shorter does. */
const longInteger = /\d{16}/

function parseExact(text: string): unknown {
  // A reviver is called for every value, which is slow; most texts have no number that needs one.
  return longInteger.test(text)
    ? JSON.parse(text, reviveInteger as (key: string, value: unknown) => unknown)
    : JSON.parse(text)
}

const reviveInteger: Reviver = (_key, value, context) => {
  const isInexact = typeof value === 'number' && !Number.isSafeInteger(value)
  return isInexact && context?.source !== undefined && /^-?\d+$/.test(context.source) ? BigInt(context.source) : value
}

function stringifyExact(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each !== 'bigint') return each
    if (json.rawJSON === undefined) throw new RequestError('this runtime cannot write a bigint as JSON')
    return json.rawJSON(String(each))
  })
}

import { RequestError } from '../errors/index.ts'
import { typeName } from './request-checks.ts'

/**
 * Turns options into query parameters. What is undefined, null or an empty string is left out; an array gives its
 * parameter once for each value.
 *
 * @throws {RequestError} for a value that cannot stand in a query
 */
export function encodeOptions(options: object): [name: string, values: string[]][] {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new RequestError(`invalid options: expected an object, found ${typeName(options)}`)
  }
  const params: [string, string[]][] = []
  for (const [name, value] of Object.entries(options)) {
    const given: readonly unknown[] = Array.isArray(value) ? value : [value]
    const values = given.filter((item) => item !== undefined && item !== null && item !== '')
    if (values.length > 0) params.push([name, values.map((item) => encodeValue(name, item))])
  }
  return params
}

function encodeValue(name: string, value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value
    case 'boolean':
    case 'bigint':
      return String(value)
    case 'number':
      if (Number.isFinite(value)) return String(value)
      throw new RequestError(`invalid parameter "${name}": expected a finite number, found ${value}`)
    default:
      throw new RequestError(`invalid parameter "${name}": expected a string, number or boolean, found ${typeof value}`)
  }
}

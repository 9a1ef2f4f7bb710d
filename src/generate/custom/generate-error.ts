/** A definition cannot be made into types. The message says which one, where in it, and what was expected. */
export class GenerateError extends Error {
  override readonly name = 'GenerateError'

  /** @param where file, definition and path in it; empty parts are left out */
  constructor(where: readonly string[], problem: string) {
    super([...where.filter((part) => part !== ''), problem].join(': '))
  }
}

/** What a value is, for messages. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/**
 * The value at a path of fields; undefined if there is none. Only an object's own fields count, so that a field called
 * `__proto__` or `constructor` is what the JSON has there, and nothing if it has nothing.
 *
 * Source of these functions: `NestedFieldNoCopy` and its sisters in k8s.io/apimachinery/pkg/apis/meta/v1/unstructured.
 *
 * @throws {TypeError} if there is something else than an object on the way
 */
export function nestedField(object: object, ...fields: readonly string[]): unknown {
  let value: unknown = object
  for (const [depth, field] of fields.entries()) {
    if (value === undefined || value === null) return undefined
    if (!isRecord(value)) throw wrongType(fields.slice(0, depth), 'an object', value)
    value = Object.hasOwn(value, field) ? value[field] : undefined
  }
  return value
}

/** The string at a path. Throws a `TypeError` that names the path if something else is there. */
export function nestedString(object: object, ...fields: readonly string[]): string | undefined {
  return nested(object, fields, 'a string', (value) => typeof value === 'string')
}

/** The number at a path. Throws as {@link nestedString} does. */
export function nestedNumber(object: object, ...fields: readonly string[]): number | undefined {
  return nested(object, fields, 'a number', (value) => typeof value === 'number')
}

/** The boolean at a path. Throws as {@link nestedString} does. */
export function nestedBoolean(object: object, ...fields: readonly string[]): boolean | undefined {
  return nested(object, fields, 'a boolean', (value) => typeof value === 'boolean')
}

/** The object at a path, not copied. Throws as {@link nestedString} does. */
export function nestedMap(object: object, ...fields: readonly string[]): Record<string, unknown> | undefined {
  return nested(object, fields, 'an object', isRecord)
}

/** The array at a path, not copied. Throws as {@link nestedString} does. */
export function nestedSlice(object: object, ...fields: readonly string[]): unknown[] | undefined {
  return nested(object, fields, 'an array', (value) => Array.isArray(value))
}

/**
 * A copy of an object with a value at a path; objects on the way that are not there are made. What is not on the way is
 * shared with the original, which is not changed and may be frozen.
 *
 * @throws {TypeError} if there is something else than an object on the way
 */
export function setNestedField<T extends object>(object: T, value: unknown, ...fields: readonly string[]): T {
  return change(object, fields, 0, (parent, field) => ({ ...parent, [field]: value })) as T
}

/** A copy of an object without the field at a path; the object itself if there is none. See {@link setNestedField}. */
export function removeNestedField<T extends object>(object: T, ...fields: readonly string[]): T {
  let parent: unknown
  try {
    parent = nestedField(object, ...fields.slice(0, -1))
  } catch {
    // Something else is on the way, so the field is not there.
    return object
  }
  if (!isRecord(parent) || !Object.hasOwn(parent, fields.at(-1) ?? '')) return object
  return change(object, fields, 0, (from, field) => {
    const { [field]: _removed, ...rest } = from
    return rest
  }) as T
}

type Change = (parent: Readonly<Record<string, unknown>>, field: string) => Record<string, unknown>

/** Copies the objects on the way. A computed key and a spread make fields, never a prototype. */
function change(value: unknown, fields: readonly string[], depth: number, step: Change): unknown {
  const field = fields[depth]
  if (field === undefined) throw new TypeError('expected the path of a field, found none')
  if (value !== undefined && value !== null && !isRecord(value)) {
    throw wrongType(fields.slice(0, depth), 'an object', value)
  }
  const parent = value ?? {}
  if (depth === fields.length - 1) return step(parent, field)
  const child = Object.hasOwn(parent, field) ? parent[field] : undefined
  return { ...parent, [field]: change(child, fields, depth + 1, step) }
}

function nested<T>(
  object: object,
  fields: readonly string[],
  expected: string,
  is: (value: unknown) => boolean,
): T | undefined {
  const value = nestedField(object, ...fields)
  if (value === undefined || value === null) return undefined
  if (is(value)) return value as T
  throw wrongType(fields, expected, value)
}

function wrongType(fields: readonly string[], expected: string, value: unknown): TypeError {
  const found = Array.isArray(value) ? 'an array' : value === null ? 'null' : typeof value
  return new TypeError(`${fields.join('.') || 'the object'}: expected ${expected}, found ${found}`)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import { type Field, type FieldType, type Scalar, scalars } from './field.ts'

/**
 * Reads the fields of a definition.
 *
 * The text has a word a field, `NAME:FLAGS TYPE MARKS` without the spaces. Flags: `?` left out when empty, `*` pointer,
 * `!` required, `0` null from older servers, `+` not there from older servers. Types: a scalar, `[]T`, `{}T`, a definition's name, after
 * `FOLDER/VERSION.` if it is another group's. Marks: `#4` protobuf number, `~merge/name` patch strategy and key,
 * `%map/name` list type and keys, `^atomic` map type, `=JSON` default, which is the last.
 */
export function parseFields(text: string): Field[] {
  return text === '' ? [] : text.split(' ').map(parseField)
}

const fieldPattern =
  /^([^:]+):([?*!0+]*)((?:\[\]|\{\})*)([\w./]+)(?:#([\d.]+))?(?:~([\w,]*)(?:\/(\w+))?)?(?:%(\w+)((?:\/\w+)*))?(?:\^(\w+))?(?:=(.+))?$/

function parseField(text: string): Field {
  const match = fieldPattern.exec(text)
  if (match === null) throw new RangeError(`not a field: ${text}`)
  const [, name = '', flags = '', containers = '', type = '', number, strategies, mergeKey, list, keys, map, value] =
    match
  return {
    name,
    type: parseType(containers + type),
    omitEmpty: flags.includes('?'),
    pointer: flags.includes('*'),
    required: flags.includes('!'),
    formerlyNull: flags.includes('0'),
    formerlyAbsent: flags.includes('+'),
    number,
    default: value === undefined ? undefined : JSON.parse(value),
    patchStrategies: strategies === undefined || strategies === '' ? [] : strategies.split(','),
    patchMergeKey: mergeKey,
    listType: list as Field['listType'],
    listMapKeys: keys === undefined || keys === '' ? [] : keys.slice(1).split('/'),
    mapType: map as Field['mapType'],
  }
}

const scalarNames = new Set<string>(scalars)

function parseType(text: string): FieldType {
  if (text.startsWith('[]')) return { form: 'array', items: parseType(text.slice(2)) }
  if (text.startsWith('{}')) return { form: 'map', values: parseType(text.slice(2)) }
  if (scalarNames.has(text)) return { form: 'scalar', scalar: text as Scalar }
  const dot = text.lastIndexOf('.')
  return dot < 0
    ? { form: 'reference', name: text, groupVersion: undefined }
    : { form: 'reference', name: text.slice(dot + 1), groupVersion: text.slice(0, dot) }
}

/** The other groups and versions, as `FOLDER/VERSION`, that a definition's text refers to. */
export function referencedGroupVersions(text: string): string[] {
  return [...text.matchAll(/(?:^| )[^: ]+:[?*!0+]*(?:\[\]|\{\})*(\w+\/\w+)\./g)].map(([, folder = '']) => folder)
}

import type { Field, FieldType } from './field.ts'

/** The inverse of `parseFields`: what the extraction writes. */
export function formatFields(fields: readonly Field[]): string {
  return fields.map(formatField).join(' ')
}

function formatField(field: Field): string {
  const flags = [
    field.omitEmpty ? '?' : '',
    field.pointer ? '*' : '',
    field.required ? '!' : '',
    field.formerlyNull ? '0' : '',
    field.formerlyAbsent ? '+' : '',
  ].join('')
  const { number, patchStrategies, patchMergeKey, listType, listMapKeys, mapType } = field
  const hasPatch = patchStrategies.length > 0 || patchMergeKey !== undefined
  return [
    `${field.name}:${flags}${formatType(field.type)}`,
    number === undefined ? '' : `#${number}`,
    hasPatch ? `~${patchStrategies.join(',')}${patchMergeKey === undefined ? '' : `/${patchMergeKey}`}` : '',
    listType === undefined ? '' : `%${[listType, ...listMapKeys].join('/')}`,
    mapType === undefined ? '' : `^${mapType}`,
    field.default === undefined ? '' : `=${spaceless(field.default)}`,
  ].join('')
}

export function formatType(type: FieldType): string {
  switch (type.form) {
    case 'scalar':
      return type.scalar
    case 'array':
      return `[]${formatType(type.items)}`
    case 'map':
      return `{}${formatType(type.values)}`
    case 'reference':
      return type.groupVersion === undefined ? type.name : `${type.groupVersion}.${type.name}`
  }
}

/** JSON without a space in it, by which fields are told apart. */
function spaceless(value: unknown): string {
  return JSON.stringify(value).replaceAll(' ', '\\u0020')
}

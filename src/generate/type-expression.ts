import type { FieldType, Scalar } from '../schema/field.ts'

/** Gives the name under which a type is known where it is written. */
export type NameOf = (key: string | undefined, name: string) => string

/** In the place of a group and version: what the language itself has. */
export const globalKey = ''
const metaKey = 'meta/v1'
const extensionsKey = 'apiextensions/v1'

/** How a field's type is written in TypeScript: as what is on the wire. */
export function typeExpression(type: FieldType, nameOf: NameOf): string {
  switch (type.form) {
    case 'scalar':
      return scalarExpression(type.scalar, nameOf)
    case 'array': {
      const items = typeExpression(type.items, nameOf)
      return items.includes(' ') && !items.endsWith('>') ? `(${items})[]` : `${items}[]`
    }
    case 'map':
      return `${nameOf(globalKey, 'Record')}<string, ${typeExpression(type.values, nameOf)}>`
    case 'reference':
      return nameOf(type.groupVersion, type.name)
  }
}

function scalarExpression(scalar: Scalar, nameOf: NameOf): string {
  switch (scalar) {
    case 'any':
    case 'JSON':
      return 'unknown'
    case 'boolean':
    case 'number':
    case 'string':
      return scalar
    case 'bytes':
      return nameOf(metaKey, 'Base64')
    case 'int32':
    case 'int64':
      return 'number'
    case 'Duration':
    case 'FieldsV1':
    case 'IntOrString':
    case 'MicroTime':
    case 'Quantity':
    case 'RawExtension':
    case 'Time':
      return nameOf(metaKey, scalar)
    case 'JSONSchemaPropsOrArray':
      return `${nameOf(extensionsKey, 'JSONSchemaProps')} | ${nameOf(extensionsKey, 'JSONSchemaProps')}[]`
    case 'JSONSchemaPropsOrBool':
      return `${nameOf(extensionsKey, 'JSONSchemaProps')} | boolean`
    case 'JSONSchemaPropsOrStringArray':
      return `${nameOf(extensionsKey, 'JSONSchemaProps')} | string[]`
  }
}

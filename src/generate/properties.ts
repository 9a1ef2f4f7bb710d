import { isNullable } from '../schema/nullability.ts'
import type { TypeField } from './model.ts'
import { docComment, propertyName } from './text.ts'
import { type NameOf, typeExpression } from './type-expression.ts'

/** What a type is for: one that is sent may have `undefined` where nothing is, one that is only received has not. */
export type Direction = 'input' | 'output'

/** One property of an interface. */
export function property(
  field: TypeField,
  options: {
    readonly owner: string
    readonly nameOf: NameOf
    readonly direction: Direction
    readonly required?: boolean
    readonly doc?: readonly string[]
  },
): string {
  const { owner, nameOf, direction, required = field.required, doc = [] } = options
  const nullable = field.nullable === true || isNullable(field, owner) ? ' | null' : ''
  const absent = required || direction === 'output' ? '' : ' | undefined'
  const type = typeExpression(field.type, nameOf)
  const comment = docComment(doc, '  ')
  return `${comment}  ${propertyName(field.name)}${required ? '' : '?'}: ${type}${type === 'unknown' ? '' : nullable + absent}\n`
}

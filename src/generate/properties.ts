import type { Field } from '../schema/field.ts'
import { isNullable } from './nullability.ts'
import { docComment, propertyName } from './text.ts'
import { type NameOf, typeExpression } from './type-expression.ts'

/** What a type is for: one that is sent may have `undefined` where nothing is, one that is only received has not. */
export type Direction = 'input' | 'output'

/** One property of an interface. */
export function property(
  field: Field,
  options: {
    readonly owner: string
    readonly nameOf: NameOf
    readonly direction: Direction
    readonly required?: boolean
    readonly doc?: readonly string[]
  },
): string {
  const { owner, nameOf, direction, required = field.required, doc = [] } = options
  const nullable = isNullable(field, owner) ? ' | null' : ''
  const absent = required || direction === 'output' ? '' : ' | undefined'
  const type = typeExpression(field.type, nameOf)
  const comment = docComment(doc, '  ')
  return `${comment}  ${propertyName(field.name)}${required ? '' : '?'}: ${type}${type === 'unknown' ? '' : nullable + absent}\n`
}

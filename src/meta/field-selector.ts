/** One condition on a field of an object. */
export interface FieldRequirement {
  /** Path of the field, such as `status.phase`. Which ones a server knows depends on the kind. */
  readonly field: string
  readonly operator: '=' | '!='
  readonly value: string
}

/** All requirements have to hold; none at all selects everything. */
export type FieldSelector = readonly FieldRequirement[]

/**
 * Reads a field selector: `status.phase=Running,spec.nodeName!=n1`. In values `\,`, `\=` and `\\` stand for the
 * character itself.
 *
 * Source of the grammar: k8s.io/apimachinery/pkg/fields.
 *
 * @throws {RangeError} if it is not one
 */
export function parseFieldSelector(text: string): FieldSelector {
  const requirements: FieldRequirement[] = []
  for (const term of splitUnescaped(text)) {
    if (term === '') continue
    const parts = /^((?:[^\\=!]|\\.|!(?!=))*)(!=|==|=)(.*)$/s.exec(term)
    if (parts === null) throw new RangeError(`invalid field selector: '${term}' has no =, == or !=`)
    const [, field = '', operator, value = ''] = parts
    requirements.push({ field, operator: operator === '!=' ? '!=' : '=', value: unescapeValue(value, term) })
  }
  return requirements
}

/** Tells whether an object's fields satisfy every requirement. A field that is not there counts as empty. */
export function matchesFields(selector: FieldSelector, fieldValue: (field: string) => string): boolean {
  return selector.every(({ field, operator, value }) => (fieldValue(field) === value) === (operator === '='))
}

/** The inverse of {@link parseFieldSelector}, in one spelling. */
export function formatFieldSelector(selector: FieldSelector): string {
  return selector
    .map(({ field, operator, value }) => `${field}${operator}${value.replace(/[\\,=]/g, '\\$&')}`)
    .join(',')
}

function splitUnescaped(text: string): string[] {
  const terms: string[] = []
  let start = 0
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '\\') index++
    else if (text[index] === ',') {
      terms.push(text.slice(start, index))
      start = index + 1
    }
  }
  terms.push(text.slice(start))
  return terms
}

function unescapeValue(value: string, term: string): string {
  // What is left after every good escape must be plain: a bare '=' or a backslash before anything else is a mistake.
  if (!/^(?:[^\\=]|\\[\\,=])*$/s.test(value)) {
    throw new RangeError(`invalid field selector: '${term}' has a bare = or a bad escape in its value`)
  }
  return value.replace(/\\([\\,=])/g, '$1')
}

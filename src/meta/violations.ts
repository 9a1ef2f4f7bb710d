/** One thing in an object that its schema does not allow. */
export interface Violation {
  /** Where, such as `spec.containers[0].image` or `metadata.labels['a.b/c']`. `conditions.jsonPath` reads it. */
  readonly path: string
  /**
   * A value of the wrong type (null where there can be none, too), a required field that is not there, a field that
   * the type does not have, a value of the right type that is not allowed, or a list's key that is there twice.
   */
  readonly problem: 'type' | 'missing' | 'unknown' | 'value' | 'duplicate'
  /** Such as `expected string, found number`. Never quotes a value of the object: it may be a secret. */
  readonly message: string
}

const maxListed = 20
const maxLineLength = 400

/** An object is not what its schema says. The message lists the first violations, `violations` has all of them. */
export class ValidationError extends Error {
  override readonly name = 'ValidationError'
  readonly violations: readonly Violation[]

  /** @param what the object, in a few words: `Pod "web"` */
  constructor(what: string, violations: readonly Violation[]) {
    const lines = violations.slice(0, maxListed).map(lineOf)
    const more = violations.length - lines.length
    if (more > 0) lines.push(`and ${more} more`)
    super(
      lines.length === 1
        ? `invalid ${what}: ${lines[0]}`
        : `invalid ${what}, ${violations.length} violations:\n  ${lines.join('\n  ')}`,
    )
    this.violations = violations
  }
}

/** Nothing is known here about the fields of a kind, such as a custom one. */
export class NoSchemaError extends Error {
  override readonly name = 'NoSchemaError'
  readonly apiVersion: string
  readonly kind: string

  constructor(apiVersion: string, kind: string) {
    super(`no schema facts for ${apiVersion} ${kind}`)
    this.apiVersion = apiVersion
    this.kind = kind
  }
}

function lineOf({ path, message }: Violation): string {
  const line = `${path}: ${message}`
  return line.length > maxLineLength ? `${line.slice(0, maxLineLength)}…` : line
}

import { countSlips } from '../meta/count-slips.ts'
import type { Violation } from '../meta/violations.ts'
import type { Definition, Definitions, ResolvedField, ResolvedType } from './definitions.ts'
import type { Scalar } from './field.ts'
import { isNullable } from './nullability.ts'
import { isObject, scalarProblem, typeName } from './scalar-rules.ts'

/** Deeper than anything that people write, and not too deep for the stack. */
const maxDepth = 500
const jsonSchemaProps: ResolvedType = { form: 'struct', definition: 'apiextensions/v1.JSONSchemaProps' }
const anyString: ResolvedType = { form: 'scalar', scalar: 'string' }

/**
 * Checks a value against a definition and reports all that it does not allow, in the order of the value. Null is
 * allowed where servers write it. Fields that are undefined count as not there.
 *
 * @param definition `core/v1.Pod`
 */
export function findViolations(definitions: Definitions, definition: string, value: unknown): Violation[] {
  const finder = new ViolationFinder(definitions)
  finder.check({ form: 'struct', definition }, value)
  return finder.violations
}

class ViolationFinder {
  readonly violations: Violation[] = []
  readonly #definitions: Definitions
  /** Where it is, as fields and places. It is written as a path only for what is reported. */
  readonly #trail: (string | number)[] = []
  /** What it is in: a value that is met again there has no end. */
  readonly #around = new Set<unknown>()

  constructor(definitions: Definitions) {
    this.#definitions = definitions
  }

  check(type: ResolvedType, value: unknown): void {
    if (typeof value !== 'object' || value === null) this.#value(type, value)
    else if (this.#around.has(value)) this.#report('value', 'holds itself')
    else if (this.#around.size > maxDepth) this.#report('value', `nested in more than ${maxDepth} others`)
    else {
      this.#around.add(value)
      this.#value(type, value)
      this.#around.delete(value)
    }
  }

  #value(type: ResolvedType, value: unknown): void {
    switch (type.form) {
      case 'scalar':
        this.#scalar(type.scalar, value)
        break
      case 'words':
        this.#words(type, value)
        break
      case 'array':
        if (Array.isArray(value)) this.#items(type.items, value)
        else this.#report('type', `expected array, found ${typeName(value)}`)
        break
      case 'map':
        if (isObject(value)) for (const key of Object.keys(value)) this.#at(key, type.values, value[key])
        else this.#report('type', `expected object, found ${typeName(value)}`)
        break
      case 'struct':
        if (isObject(value)) this.#struct(this.#definitions.get(type.definition), value)
        else this.#report('type', `expected object, found ${typeName(value)}`)
    }
  }

  #scalar(scalar: Scalar, value: unknown): void {
    switch (scalar) {
      case 'JSONSchemaPropsOrArray':
        if (Array.isArray(value)) this.#items(jsonSchemaProps, value)
        else this.#value(jsonSchemaProps, value)
        break
      case 'JSONSchemaPropsOrBool':
        if (typeof value !== 'boolean') this.#value(jsonSchemaProps, value)
        break
      case 'JSONSchemaPropsOrStringArray':
        if (Array.isArray(value)) this.#items(anyString, value)
        else this.#value(jsonSchemaProps, value)
        break
      default: {
        const problem = scalarProblem(scalar, value)
        if (problem !== undefined) {
          this.#report(problem.problem, `expected ${problem.expected}, found ${problem.found}`)
        }
      }
    }
  }

  #words({ words, closed }: ResolvedType & { form: 'words' }, value: unknown): void {
    if (typeof value !== 'string') this.#report('type', `expected string, found ${typeName(value)}`)
    else if (closed && !words.includes(value)) {
      const allowed = words.map((word) => JSON.stringify(word)).join(', ')
      this.#report('value', `expected ${words.length === 1 ? '' : 'one of '}${allowed}, found another string`)
    }
  }

  #items(type: ResolvedType, items: readonly unknown[]): void {
    // An array may have holes, which JSON writes as null.
    for (let index = 0; index < items.length; index++) this.#at(index, type, items[index])
  }

  #struct(definition: Definition, value: Record<string, unknown>): void {
    if (!this.#isKind(definition, value)) return
    for (const key of Object.keys(value)) {
      const given = value[key]
      const field = definition.byName.get(key)
      if (given === undefined) continue
      if (field === undefined) this.#within(key, () => this.#report('unknown', unknownField(key, definition)))
      else if (given !== null) this.#field(field, given)
      else if (!isNullable(field, definition.name)) this.#at(key, field.type, null)
    }
    for (const field of definition.fields) {
      // A type's newest fields may be required, and older servers do not know them.
      if (!field.required || field.formerlyAbsent) continue
      if (Object.hasOwn(value, field.name) && value[field.name] !== undefined) continue
      this.#within(field.name, () => this.#report('missing', 'required, but not there'))
    }
  }

  /** What is of another kind altogether is not looked into: nothing there would be right. */
  #isKind({ is }: Definition, value: Record<string, unknown>): boolean {
    if (is === undefined) return true
    for (const key of ['kind', 'apiVersion'] as const) {
      const given = Object.hasOwn(value, key) ? value[key] : undefined
      if (typeof given !== 'string' || given === is[key]) continue
      this.#within(key, () => this.#report('value', `expected ${JSON.stringify(is[key])}, found another string`))
      return false
    }
    return true
  }

  #field(field: ResolvedField, value: unknown): void {
    this.#at(field.name, field.type, value)
    if (!Array.isArray(value) || field.type.form !== 'array') return
    const identify = this.#identifier(field, field.type.items)
    if (identify !== undefined) this.#within(field.name, () => this.#duplicates(value, identify, field.listMapKeys))
  }

  /** How the items of a list are told apart, if no two may be the same. Undefined for an item that cannot be told. */
  #identifier(
    { listType, listMapKeys }: ResolvedField,
    items: ResolvedType,
  ): ((item: unknown) => string | undefined) | undefined {
    if (listType === 'set') return (item) => (typeof item === 'object' ? undefined : JSON.stringify(item))
    if (listType !== 'map' || items.form !== 'struct') return undefined
    const { byName } = this.#definitions.get(items.definition)
    return (item) => {
      if (!isObject(item)) return undefined
      const keys: unknown[] = []
      for (const key of listMapKeys) {
        const field = byName.get(key)
        const given = (Object.hasOwn(item, key) ? item[key] : undefined) ?? field?.default
        // A key that has to be there, or that is null, is reported on its own.
        if (item[key] === null || (given === undefined && field?.required === true)) return undefined
        keys.push(given ?? null)
      }
      return JSON.stringify(keys)
    }
  }

  #duplicates(items: readonly unknown[], identify: (item: unknown) => string | undefined, keys: readonly string[]) {
    const first = new Map<string, number>()
    for (const [index, item] of items.entries()) {
      const identity = identify(item)
      if (identity === undefined) continue
      const other = first.get(identity)
      if (other === undefined) first.set(identity, index)
      else {
        const same = keys.length === 0 ? 'the same' : `the same ${keys.join(' and ')}`
        this.#within(index, () =>
          this.#report('duplicate', `${same} as in item ${other}, where each can be there once`),
        )
      }
    }
  }

  #at(step: string | number, type: ResolvedType, value: unknown): void {
    this.#within(step, () => this.check(type, value))
  }

  #within(step: string | number, run: () => void): void {
    this.#trail.push(step)
    run()
    this.#trail.pop()
  }

  #report(problem: Violation['problem'], message: string): void {
    this.violations.push({ path: formatPath(this.#trail), problem, message })
  }
}

/** `spec.containers[0].image`, `metadata.labels['a.b/c']` */
export function formatPath(trail: readonly (string | number)[]): string {
  return trail.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`
    // A `$` at the start would be the whole object.
    if (!/^[\w$-]+$/.test(step) || (path === '' && step.startsWith('$')))
      return `${path}['${step.replace(/[\\']/g, '\\$&')}']`
    return path === '' ? step : `${path}.${step}`
  }, '')
}

const maxGuessedLength = 64

function unknownField(name: string, { fields }: Definition): string {
  if (name.length > maxGuessedLength) return 'unknown field'
  const lower = name.toLowerCase()
  const [near] = fields
    .map((field) => ({ name: field.name, slips: countSlips(lower, field.name.toLowerCase()) }))
    .filter(({ slips }) => slips <= Math.max(1, Math.floor(name.length / 4)))
    .sort((a, b) => a.slips - b.slips)
  return near === undefined ? 'unknown field' : `unknown field, did you mean ${JSON.stringify(near.name)}?`
}

import { checkLabelValue, checkQualifiedName } from './names.ts'

/** One condition on labels. `Gt` and `Lt` compare integers and have exactly one value. */
export interface LabelRequirement {
  readonly key: string
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt'
  /** Empty for `Exists` and `DoesNotExist`. */
  readonly values: readonly string[]
}

/** All requirements have to hold; none at all selects everything. */
export type LabelSelector = readonly LabelRequirement[]

type Labels = Readonly<Record<string, string>> | undefined

/**
 * Reads a label selector as it is in queries: `app=web,tier!=db,env in (a,b),zone notin (c),canary,!legacy,n>5`.
 *
 * Source of the grammar: k8s.io/apimachinery/pkg/labels.
 *
 * @throws {RangeError} if it is not one
 */
export function parseLabelSelector(text: string): LabelSelector {
  const tokens = new Tokens(text)
  const requirements: LabelRequirement[] = []
  if (tokens.peek() === '') return requirements
  for (;;) {
    requirements.push(parseRequirement(tokens))
    const next = tokens.next()
    if (next === '') return requirements
    if (next !== ',') throw tokens.unexpected(next, "',' or the end")
  }
}

/** Tells whether labels satisfy every requirement. `NotIn` holds for labels that do not have the key at all. */
export function matchesLabels(selector: LabelSelector, labels: Labels): boolean {
  return selector.every((requirement) => matchesRequirement(requirement, labels))
}

/** The inverse of {@link parseLabelSelector}, in one spelling. */
export function formatLabelSelector(selector: LabelSelector): string {
  return selector.map(formatRequirement).join(',')
}

function parseRequirement(tokens: Tokens): LabelRequirement {
  const negated = tokens.peek() === '!'
  if (negated) tokens.next()
  const key = tokens.next()
  if (isPunctuation(key)) throw tokens.unexpected(key, 'a label key')
  const problem = checkQualifiedName(key)
  if (problem !== undefined) throw new RangeError(`invalid label selector: key "${key}": ${problem}`)
  if (negated) return { key, operator: 'DoesNotExist', values: [] }
  const next = tokens.peek()
  if (next === '' || next === ',') return { key, operator: 'Exists', values: [] }
  tokens.next()
  return { key, ...parseCondition(tokens, next) }
}

function parseCondition(tokens: Tokens, operator: string): Pick<LabelRequirement, 'operator' | 'values'> {
  switch (operator) {
    case '=':
    case '==':
      return { operator: 'In', values: [checked(parseValue(tokens))] }
    case '!=':
      return { operator: 'NotIn', values: [checked(parseValue(tokens))] }
    case 'in':
      return { operator: 'In', values: parseSet(tokens) }
    case 'notin':
      return { operator: 'NotIn', values: parseSet(tokens) }
    case '>':
    case '<': {
      const value = parseValue(tokens)
      if (!/^[+-]?\d+$/.test(value)) throw new RangeError(`invalid label selector: "${value}" is not an integer`)
      return { operator: operator === '>' ? 'Gt' : 'Lt', values: [value] }
    }
    default:
      throw tokens.unexpected(operator, 'one of =, ==, !=, in, notin, >, <')
  }
}

/** A value may be missing altogether: `a=` asks for the empty string. */
function parseValue(tokens: Tokens): string {
  const next = tokens.peek()
  if (next === '' || next === ',') return ''
  tokens.next()
  if (isPunctuation(next)) throw tokens.unexpected(next, 'a value')
  return next
}

function parseSet(tokens: Tokens): string[] {
  const open = tokens.next()
  if (open !== '(') throw tokens.unexpected(open, "'('")
  const values = new Set<string>()
  for (;;) {
    let token = tokens.next()
    let value = ''
    if (!isPunctuation(token)) {
      value = token
      token = tokens.next()
    }
    values.add(checked(value))
    if (token === ')') return [...values].sort()
    if (token !== ',') throw tokens.unexpected(token, "',' or ')'")
  }
}

function checked(value: string): string {
  const problem = checkLabelValue(value)
  if (problem !== undefined) throw new RangeError(`invalid label selector: value "${value}" ${problem}`)
  return value
}

function matchesRequirement({ key, operator, values }: LabelRequirement, labels: Labels): boolean {
  const value = labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    case 'Gt':
    case 'Lt': {
      if (value === undefined || !/^[+-]?\d+$/.test(value)) return false
      // BigInt does not take a plus sign; the comparison is exact beyond 2^53.
      const [have, limit] = [value, values[0] ?? '0'].map((digits) => BigInt(digits.replace(/^\+/, '')))
      if (have === undefined || limit === undefined) return false
      return operator === 'Gt' ? have > limit : have < limit
    }
  }
}

function formatRequirement({ key, operator, values }: LabelRequirement): string {
  switch (operator) {
    case 'In':
      return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(',')})`
    case 'NotIn':
      return values.length === 1 ? `${key}!=${values[0]}` : `${key} notin (${values.join(',')})`
    case 'Exists':
      return key
    case 'DoesNotExist':
      return `!${key}`
    case 'Gt':
      return `${key}>${values[0]}`
    case 'Lt':
      return `${key}<${values[0]}`
  }
}

const punctuation = new Set(['', '(', ')', ',', '!', '=', '==', '!=', '>', '<'])

function isPunctuation(token: string): boolean {
  return punctuation.has(token)
}

/** The selector in pieces: punctuation and words. The empty token is the end. */
class Tokens {
  readonly #tokens: readonly string[]
  #position = 0

  constructor(text: string) {
    this.#tokens = text.match(/==|!=|[()=!,<>]|[^\s()=!,<>]+/g) ?? []
  }

  peek(): string {
    return this.#tokens[this.#position] ?? ''
  }

  next(): string {
    const token = this.peek()
    this.#position++
    return token
  }

  unexpected(token: string, expected: string): RangeError {
    return new RangeError(
      `invalid label selector: found ${token === '' ? 'the end' : `'${token}'`}, expected ${expected}`,
    )
  }
}

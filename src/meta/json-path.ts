/** One step on the way to values: a field, an item by its place (from the end below 0), all of them, or some of them. */
type Step =
  | { readonly name: 'field'; readonly field: string }
  | { readonly name: 'index'; readonly index: number }
  | { readonly name: 'all' }
  | { readonly name: 'slice'; readonly from: number; readonly to: number | undefined }
  | { readonly name: 'where'; readonly path: readonly Step[]; readonly test: Test }

/** What a filter wants of what it finds. */
type Test = { readonly operator: string; readonly value: unknown } | undefined

/** Finds the values that a path leads to. */
export type JsonPath = (value: unknown) => unknown[]

/**
 * Reads a path: `.status.phase`, `.spec.containers[0].image`, `.metadata.labels['a.b/c']`, `.items[*].kind` or
 * `.status.conditions[?(@.type=="Ready")].status`; braces around it may be there. A backslash takes a dot into a name.
 * Filters compare with `==`, `!=`, `<`, `<=`, `>` and `>=`, or want something to be there: `[?(@.message)]`.
 *
 * Source: the part of k8s.io/client-go/util/jsonpath that finds fields and items; loops, unions and recursion (`..`)
 * are left out.
 *
 * @throws {RangeError} if it is no such path
 */
export function parseJsonPath(text: string): JsonPath {
  const inner = /^\{(.*)\}$/s.exec(text.trim())?.[1] ?? text.trim()
  const steps = parseSteps(inner.replace(/^\$/, ''), text)
  return (value) => follow(value, steps)
}

const patterns: readonly (readonly [RegExp, (match: RegExpExecArray, whole: string) => Step])[] = [
  [/^(?:\.\*|\[\*\])/, () => ({ name: 'all' })],
  [/^\[(-?\d+)\]/, ([, index]) => ({ name: 'index', index: Number(index) })],
  [/^\[(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\]/s, ([, a, b]) => field(a ?? b ?? '')],
  [
    /^\[(-?\d+)?:(-?\d+)?\]/,
    ([, from = '0', to]) => ({ name: 'slice', from: Number(from), to: to === undefined ? undefined : Number(to) }),
  ],
  [
    /^\[\?\(\s*@((?:[^\\=!<>\s'"()]|\\.|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")*)\s*(?:(==|!=|<=?|>=?)\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|true|false|-?\d+(?:\.\d+)?)\s*)?\)\]/s,
    ([, path = '', operator, value = ''], whole) => ({
      name: 'where',
      path: parseSteps(path, whole),
      test: operator === undefined ? undefined : { operator, value: literal(value) },
    }),
  ],
  [/^\.?((?:[^.[\]{}\\*?()\s]|\\.)+)/s, ([, name = '']) => field(name)],
]

function parseSteps(text: string, whole: string): Step[] {
  const steps: Step[] = []
  let rest = text === '.' ? '' : text
  while (rest !== '') {
    const step = firstStep(rest, whole)
    if (step === undefined) throw new RangeError(`invalid JSON path "${whole}": cannot read "${rest}"`)
    steps.push(step.step)
    rest = rest.slice(step.length)
  }
  return steps
}

function firstStep(text: string, whole: string): { step: Step; length: number } | undefined {
  for (const [pattern, make] of patterns) {
    const match = pattern.exec(text)
    if (match !== null) return { step: make(match, whole), length: match[0].length }
  }
  return undefined
}

function field(name: string): Step {
  return { name: 'field', field: unescaped(name) }
}

function literal(text: string): unknown {
  return /^['"]/.test(text) ? unescaped(text.slice(1, -1)) : JSON.parse(text)
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, '$1')
}

function follow(value: unknown, steps: readonly Step[]): unknown[] {
  let found = [value]
  for (const step of steps) found = found.flatMap((each) => take(each, step))
  return found
}

function take(value: unknown, step: Step): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  switch (step.name) {
    case 'field':
      return Object.hasOwn(value, step.field) ? [(value as Record<string, unknown>)[step.field]] : []
    case 'index':
      return Array.isArray(value) && value.at(step.index) !== undefined ? [value.at(step.index) as unknown] : []
    case 'all':
      return Object.values(value)
    case 'where':
      return Object.values(value).filter((each) => passes(follow(each, step.path), step.test))
    case 'slice':
      return Array.isArray(value) ? (value.slice(step.from, step.to) as unknown[]) : []
  }
}

function passes(found: readonly unknown[], test: Test): boolean {
  return test === undefined ? found.length > 0 : found.some((each) => compare(each, test.operator, test.value))
}

/** Only what is of one type can be greater or less. */
function compare(left: unknown, operator: string, right: unknown): boolean {
  if (operator === '==') return left === right
  if (operator === '!=') return left !== right
  if (typeof left === 'number' && typeof right === 'number') return isOrdered(left - right, operator)
  if (typeof left !== 'string' || typeof right !== 'string') return false
  return isOrdered(left < right ? -1 : left > right ? 1 : 0, operator)
}

function isOrdered(difference: number, operator: string): boolean {
  if (difference === 0) return operator.endsWith('=')
  return difference < 0 === operator.startsWith('<')
}

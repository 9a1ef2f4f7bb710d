/** One step on the way to values: a field, an item by its place (from the end below 0), all of them, or some of them. */
type Step =
  | { readonly name: 'field'; readonly field: string }
  | { readonly name: 'index'; readonly index: number }
  | { readonly name: 'all' }
  | { readonly name: 'where'; readonly path: readonly Step[]; readonly value: unknown }

/** Finds the values that a path leads to. */
export type JsonPath = (value: unknown) => unknown[]

/**
 * Reads a path: `.status.phase`, `.spec.containers[0].image`, `.metadata.labels['a.b/c']`, `.items[*].kind` or
 * `.status.conditions[?(@.type=="Ready")].status`; braces around it may be there. A backslash takes a dot into a name.
 *
 * Source: the part of k8s.io/client-go/util/jsonpath that finds fields and items; ranges and unions are left out.
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
    /^\[\?\(\s*@((?:[^=\s]|\\.)+)\s*==\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|true|false|-?\d+(?:\.\d+)?)\s*\)\]/s,
    ([, path = '', value = ''], whole) => ({
      name: 'where',
      path: parseSteps(path, whole),
      value: /^['"]/.test(value) ? unescaped(value.slice(1, -1)) : (JSON.parse(value) as unknown),
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
      return Object.values(value).filter((each) => follow(each, step.path).includes(step.value))
  }
}

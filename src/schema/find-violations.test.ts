import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseJsonPath } from '../meta/json-path.ts'
import { Definitions } from './definitions.ts'
import { findViolations, formatPath } from './find-violations.ts'
import { knownApiVersions, loadFacts } from './load-facts.ts'
import { makeObject, mutationsOf } from './objects.test-support.ts'

const definitions = new Definitions()
const kinds: string[] = []

beforeAll(async () => {
  for (const apiVersion of knownApiVersions()) {
    const facts = await loadFacts(apiVersion)
    if (facts === undefined) continue
    definitions.add(facts)
    kinds.push(...Object.keys(facts.kinds).map((kind) => `${facts.folder}/${facts.version}.${kind}`))
  }
})

const oneOf = <T>(values: readonly T[]) => fc.noBias(fc.nat({ max: values.length - 1 })).map((index) => values[index])

describe('any object made from the facts', () => {
  it('has no violation', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const kind = draw(oneOf, kinds) ?? ''
        const { object } = makeObject(draw, definitions, kind)
        expect(findViolations(definitions, kind, object), kind).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('has exactly one when one thing is made wrong, and its path leads there', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const kind = draw(oneOf, kinds) ?? ''
        const { object, spots } = makeObject(draw, definitions, kind)
        const mutations = spots.flatMap((spot) => mutationsOf(spot, definitions))
        // Each sort of problem as often as the others: there are few lists with keys.
        const problems = [...new Set(mutations.map(({ problem }) => problem))]
        if (problems.length === 0) return
        const chosen = draw(oneOf, problems)
        const mutation = draw(
          oneOf,
          mutations.filter(({ problem }) => problem === chosen),
        )
        if (mutation === undefined) return
        mutation.apply()
        const path = formatPath(mutation.trail)
        const violations = findViolations(definitions, kind, object)
        expect(
          violations.map((each) => each.path),
          `${kind} ${mutation.problem}`,
        ).toEqual([path])
        const problem = violations[0]?.problem ?? ''
        expect(mutation.problem.startsWith('wrong') ? ['type', 'value'] : [mutation.problem]).toContain(problem)
        if (problem !== 'missing') expect(parseJsonPath(path)(object)).toHaveLength(1)
        seen.add(problem)
      }),
      { numRuns: 1000 },
    )
    expect([...seen].sort()).toEqual(['duplicate', 'missing', 'type', 'unknown', 'value'])
  })
})

const container = (more: object) => ({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', ...more }] } })

/** What is wrong with a pod, in lines. */
const linesOf = (definition: string, object: unknown) =>
  findViolations(definitions, definition, object).map(({ path, message }) => `${path}: ${message}`)

describe('the violations of a pod', () => {
  it.each<[string, object, readonly string[]]>([
    ['a wrong type', { image: 5 }, ['image: expected string, found number']],
    ['null', { env: null }, ['env: expected array, found null']],
    ['nothing in a list', { args: [undefined] }, ['args[0]: expected string, found nothing']],
    ['a missing field', { ports: [{}] }, ['ports[0].containerPort: required, but not there']],
    [
      'undefined, which is not there',
      { image: undefined, ports: [{ containerPort: undefined }] },
      ['ports[0].containerPort: required, but not there'],
    ],
    ['a mistyped field', { comand: [] }, ['comand: unknown field, did you mean "command"?']],
    [
      'a field in the wrong case',
      { imagepullpolicy: 'x' },
      ['imagepullpolicy: unknown field, did you mean "imagePullPolicy"?'],
    ],
    ['a field of another world', { [`x${'y'.repeat(100)}`]: 1 }, [`x${'y'.repeat(100)}: unknown field`]],
    ['a field called __proto__', JSON.parse('{"__proto__":{"image":1}}') as object, ['__proto__: unknown field']],
    ['a field called constructor', { constructor: 1 }, ['constructor: unknown field']],
    [
      'a value that is not allowed',
      { imagePullPolicy: 'always' },
      ['imagePullPolicy: expected one of "Always", "IfNotPresent", "Never", found another string'],
    ],
    [
      'a quantity',
      { resources: { limits: { memory: '1 Gi', cpu: 1 } } },
      ['resources.limits.memory: expected quantity such as "500m" or "1Gi", found another string'],
    ],
    [
      'an integer or a string',
      { readinessProbe: { httpGet: { port: 1.5 } } },
      ['readinessProbe.httpGet.port: expected integer, found number with a fraction'],
    ],
    [
      'a large integer',
      { readinessProbe: { periodSeconds: 2 ** 31 } },
      ['readinessProbe.periodSeconds: expected int32, found integer out of its range'],
    ],
    [
      'a key that is there twice, once by its default',
      {
        ports: [{ containerPort: 80 }, { containerPort: 80, protocol: 'UDP' }, { containerPort: 80, protocol: 'TCP' }],
      },
      ['ports[2]: the same containerPort and protocol as in item 0, where each can be there once'],
    ],
  ])('name %s', (_name, more, expected) => {
    expect(linesOf('core/v1.Pod', container(more))).toEqual(expected.map((line) => `spec.containers[0].${line}`))
  })

  it('are all there, in their order', () => {
    const object = { spec: { containers: 'x', hostNetwork: 'no', zap: 1 }, metadata: { labels: { 'a.b/c': 1 } } }
    expect(linesOf('core/v1.Pod', object)).toEqual([
      'spec.containers: expected array, found string',
      'spec.hostNetwork: expected boolean, found string',
      'spec.zap: unknown field',
      "metadata.labels['a.b/c']: expected string, found number",
    ])
  })

  it('name the item of a list, and look into no item of another kind', () => {
    const items = [{}, container({ image: 5 }), { kind: 'Service', spec: { ports: 1 } }, null]
    expect(linesOf('core/v1.PodList', { items })).toEqual([
      'items[1].spec.containers[0].image: expected string, found number',
      'items[2].kind: expected "Pod", found another string',
      'items[3]: expected object, found null',
    ])
  })
})

it('allows null where servers write it, and only there', () => {
  expect(linesOf('rbac/v1.ClusterRole', { rules: null, metadata: { creationTimestamp: null } })).toEqual([])
  expect(linesOf('rbac/v1.ClusterRole', { rules: [{ verbs: null }], metadata: { name: null } })).toEqual([
    'rules[0].verbs: expected array, found null',
    'metadata.name: expected string, found null',
  ])
})

it('never quotes a value', () => {
  const secret = { data: { a: 'hunter2', b: 'aHVudGVyMg' }, stringData: { c: 7 }, type: 7, metadata: 'hunter2' }
  const lines = linesOf('core/v1.Secret', secret)
  expect(lines).toEqual([
    'data.a: expected base64 string, found another string',
    'data.b: expected base64 string, found another string',
    'stringData.c: expected string, found number',
    'type: expected string, found number',
    'metadata: expected object, found string',
  ])
})

it('ends with what holds itself, and with what is very deep', () => {
  const loop: Record<string, unknown> = {}
  loop['not'] = loop
  loop['properties'] = { a: loop, b: { items: [loop] } }
  expect(linesOf('apiextensions/v1.JSONSchemaProps', loop)).toEqual([
    'not: holds itself',
    'properties.a: holds itself',
    'properties.b.items[0]: holds itself',
  ])
  let deep = {}
  for (let level = 0; level < 100_000; level++) deep = { not: deep }
  const [violation, ...more] = findViolations(definitions, 'apiextensions/v1.JSONSchemaProps', deep)
  expect(violation?.message).toBe('nested in more than 500 others')
  expect(more).toEqual([])
})

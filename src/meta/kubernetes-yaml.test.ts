import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { folderWith } from '../clientcmd/fixtures.test-support.ts'
import { kubectlConfigView, kubectlMissing } from '../clientcmd/kubectl.test-support.ts'
import { propertyRuns } from '../property-runs.test-support.ts'
import { parseKubernetesYaml } from './kubernetes-yaml.ts'

/** Plain scalars, and what Kubernetes makes of them. */
const scalars: readonly [text: string, value: unknown][] = [
  ['0644', 420],
  ['0o644', 420],
  ['0O17', 15],
  ['08', 8],
  ['0', 0],
  ['+1', 1],
  ['-0x10', -16],
  ['0x1F', 31],
  ['0b11', 3],
  ['0B1', 1],
  ['1_000', 1000],
  ['1__0', 10],
  ['5_', 5],
  ['0_7', 7],
  ['0_x1', 1],
  ['_1', '_1'],
  ['0x', '0x'],
  ['0xFFFFFFFFFFFFFFFFF', '0xFFFFFFFFFFFFFFFFF'],
  ['18446744073709551616', 2 ** 64],
  ['1.', 1],
  ['.5', 0.5],
  ['-.5', -0.5],
  ['+.5', 0.5],
  ['1.5_0', 1.5],
  ['1e3', 1000],
  ['1e+3', 1000],
  ['1.5e-3', 0.0015],
  ['1e400', '1e400'],
  ['e3', 'e3'],
  ['.', '.'],
  ['"-"', '-'],
  ['1-2', '1-2'],
  ['1.2.3', '1.2.3'],
  ['10Gi', '10Gi'],
  ['100m', '100m'],
  ['12:30', '12:30'],
  ['190:20:30', '190:20:30'],
  ['2001-01-01', '2001-01-01'],
  ['2001-01-01T00:00:00Z', '2001-01-01T00:00:00Z'],
  ['true', true],
  ['on', true],
  ['Yes', true],
  ['y', true],
  ['OFF', false],
  ['no', false],
  ['N', false],
  ['yES', 'yES'],
  ['~', null],
  ['Null', null],
  ['nULL', 'nULL'],
  ['"on"', 'on'],
  ["'0644'", '0644'],
  ['!!str 5', '5'],
  ['!!int "3"', 3],
  ['!!float 3', 3],
  ['!!binary aGk=', 'hi'],
  ['!foo bar', 'bar'],
]

test.each(scalars)('reads %s', async (text, value) => {
  expect(await parseKubernetesYaml(`value: ${text}`)).toEqual({ ok: true, documents: [{ value }] })
  expect(await parseKubernetesYaml(`[${text}]`)).toEqual({ ok: true, documents: [[value]] })
})

test('reads scalars and keys as kubectl does', { timeout: 30_000 }, async (context) => {
  context.skip(kubectlMissing !== undefined, kubectlMissing)
  // An extension is the place of a kubeconfig that kubectl hands through as it is.
  const extension = [
    ...scalars.map(([text], index) => `            s${index}: ${text}`),
    '            y: key is true',
    '            0x10: key is 16',
    '            twice: 1',
    '            twice: 2',
    '            base: &base {a: 1, b: 2}',
    '            merged: {<<: *base, b: 3}',
  ].join('\n')
  const text = `clusters:
- name: a
  cluster:
    server: https://h
    extensions:
    - name: e
      extension:
${extension}
`
  const folder = await folderWith({ config: text })
  const outcome = await parseKubernetesYaml(text)
  const view = await kubectlConfigView(join(folder, 'config'))
  expect(extensionOf(outcome.ok ? outcome.documents[0] : undefined)).toEqual(extensionOf(view))
})

function extensionOf(config: unknown): unknown {
  type Extended = { clusters: { cluster: { extensions: { extension: unknown }[] } }[] }
  return (config as Extended).clusters[0]?.cluster.extensions[0]?.extension
}

describe('what cannot be read', () => {
  test.each([
    ['a: 1\n[1, 2', 'wrong indentation, or a bracket that is not closed', 2, 6],
    ['a: b: c', 'a nested mapping on one line (a missing line break, or a colon in an unquoted value)', 1, 4],
    ['a\n  b: 2', 'a key that spans lines (a missing colon?)', 1, 1],
    ['a: "\\q"', 'a bad escape in a double-quoted string', 1, 5],
    ['a: @b', 'a plain value that starts with a reserved character', 1, 4],
    ['a: !!binary "***"', 'a tag that does not fit its value', 1, 4],
    ['a: "b', 'a character is missing (a colon, a quote, a comma or a bracket)', 1, 6],
    ['a:\n  b: -.inf', 'a number that JSON does not have', 2, 6],
    ['a: .nan', 'a number that JSON does not have', 1, 4],
    ['{a: {~: 1}}', 'a key that is no text', 1, 6],
    ['a:\n- ? [b]\n  : 1', 'a key that is no text', 2, 5],
  ])('%j is a problem with its place', async (text, problem, line, column) => {
    expect(await parseKubernetesYaml(text)).toEqual({ ok: false, problem, line, column })
  })

  test('an anchor that is used a thousand times is none', async () => {
    const outcome = await parseKubernetesYaml(`base: &base {a: 1}\nall: [${'*base, '.repeat(1000)}]`)
    expect(outcome).toMatchObject({ ok: true, documents: [{ all: { length: 1000 } }] })
  })

  test('what an anchor stands for is shared by nobody', async () => {
    const outcome = await parseKubernetesYaml('a: &a {b: {c: 1}}\nd: *a\ne: {<<: *a}')
    const [value] = (outcome.ok ? outcome.documents : []) as Record<'a' | 'd' | 'e', { b: object }>[]
    expect(value).toEqual({ a: { b: { c: 1 } }, d: { b: { c: 1 } }, e: { b: { c: 1 } } })
    expect(new Set([value?.a.b, value?.d.b, value?.e.b]).size).toBe(3)
  })

  test.each([
    ['an unset alias', 'a: *nothing'],
    ['an alias of what it is in', 'a: &a [*a]'],
    ['an expansion bomb', bomb()],
    ['deep nesting', '['.repeat(100_000)],
    ['deep block nesting', `${'- '.repeat(20_000)}x`],
  ])('%s is a problem, not a crash', async (_, text) => {
    expect(await parseKubernetesYaml(text)).toMatchObject({ ok: false })
  })
})

test('gives the same as JSON.parse for JSON', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json({ noUnicodeString: true }), async (text) => {
      // Keys of more than 1024 characters and surrogate halves aside, JSON is YAML.
      const outcome = await parseKubernetesYaml(text)
      expect(outcome).toEqual({ ok: true, documents: [JSON.parse(text)] })
    }),
    { numRuns: 200 },
  )
})

test('never throws, whatever the text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), yamlish()), async (text) => {
      expect(await parseKubernetesYaml(text)).toHaveProperty('ok')
    }),
    { numRuns: propertyRuns(1000) },
  )
})

/** Text made of the characters that mean something to YAML. */
function yamlish(): fc.Arbitrary<string> {
  const piece = fc.constantFrom(
    '- ',
    ': ',
    '\n',
    '  ',
    '{',
    '}',
    '[',
    ']',
    '&a ',
    '*a',
    '!',
    '|',
    '>',
    '"',
    "'",
    'k',
    '#',
    '---\n',
    '%',
    '? ',
    '<<: ',
    ',',
  )
  return fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''))
}

function bomb(): string {
  const levels = Array.from({ length: 12 }, (_, index) => {
    const inner = index === 0 ? 'x' : `*l${index - 1}`
    return `l${index}: &l${index} [${Array.from({ length: 10 }, () => inner).join(', ')}]`
  })
  return levels.join('\n')
}

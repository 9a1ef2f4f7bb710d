import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatKubernetesYaml, parseKubernetesYaml } from './kubernetes-yaml.ts'

async function readBack(value: unknown): Promise<unknown> {
  const outcome = await parseKubernetesYaml(await formatKubernetesYaml(value))
  return outcome.ok ? outcome.documents[0] : outcome
}

it('writes what people expect', async () => {
  const value = { apiVersion: 'v1', items: [{ a: 1, b: true, c: null }], empty: {}, none: [], text: 'a\nb\n' }
  expect(await formatKubernetesYaml(value)).toBe(
    'apiVersion: v1\nitems:\n- a: 1\n  b: true\n  c: null\nempty: {}\nnone: []\ntext: |\n  a\n  b\n',
  )
})

it.each([
  'yes',
  'on',
  'y',
  '0644',
  '0o644',
  '0x1f',
  '1_000',
  '12:30',
  '2001-01-01',
  '1e3',
  '.5',
  'null',
  '~',
  '',
  '=',
  'a: b',
  '- a',
  '# a',
])('keeps the string %j one', async (text) => {
  expect(await readBack({ [text]: text })).toEqual({ [text]: text })
})

it('is read back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      expect(JSON.stringify(await readBack({ value }))).toBe(JSON.stringify({ value }))
    }),
    { numRuns: 300 },
  )
})

import { describe, expect, it } from 'vitest'
import { ManifestError, parseManifest } from './manifests.ts'

const head = 'apiVersion: v1\nkind: ConfigMap\n'

describe('a manifest', () => {
  it('has documents, whose lists are taken apart', async () => {
    const list =
      '{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Pod"},{"apiVersion":"v1","kind":"Node"}]}'
    const { objects, errors } = await parseManifest(
      `---\n${head}data: { mode: 0644, on: yes }\n---\n# nothing\n---\n${list}`,
    )
    expect(objects).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', data: { mode: 420, true: true } },
      { apiVersion: 'v1', kind: 'Pod' },
      { apiVersion: 'v1', kind: 'Node' },
    ])
    expect(errors).toEqual([])
    await expect(parseManifest('')).resolves.toEqual({ objects: [], errors: [] })
  })

  it.each<[string, string]>([
    [`${head}data:\n  a: 1\n  b: 2\n  a: 3\n`, 'f.yaml:6:3: a key that is there twice'],
    ['{"apiVersion":"v1","kind":"Pod","kind":"Pod"}', 'f.yaml:1:33: a key that is there twice'],
    [`${head}data: { on: a, "true": b }`, 'f.yaml:3:16: a key that is there twice'],
    [`${head}data: { 1: a, "1": b }`, 'f.yaml:3:15: a key that is there twice'],
    ['{"apiVersion":"v1","kind":"Pod"}\n {"apiVersion":"v1","kind":"Pod","kind":"Pod"}', 'f.yaml:2:34: a key'],
    ['{"apiVersion":"v1","kind":"List","items":{}}', 'f.yaml:1: items: expected an array'],
    [`${head}data: [1\n`, 'f.yaml:4:1: wrong indentation, or a bracket that is not closed'],
    [`${head}---\nkind: Pod\n`, 'f.yaml:4: expected an object with apiVersion'],
    ['apiVersion: v1\n', 'f.yaml:1: expected an object with kind'],
    ['- 1\n', 'f.yaml:1: expected an object with apiVersion and kind'],
    ['just text', 'f.yaml:1: expected an object with apiVersion and kind'],
    ['{"apiVersion":"v1","kind":"List","items":[1]}', 'f.yaml:1: expected an object'],
    ['a: *b', 'f.yaml'],
  ])('%j is refused', async (text, message) => {
    const failure = await parseManifest(text, { file: 'f.yaml' }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ManifestError)
    expect((failure as Error).message).toContain(message)
  })

  it('may have merges, also several in one mapping', async () => {
    const { objects } = await parseManifest(`${head}a: &a { x: 1 }\nb: &b { w: 2 }\nc: { <<: *a, <<: *b, z: 3 }`)
    expect(objects[0]).toMatchObject({ c: { x: 1, w: 2, z: 3 } })
  })

  it.each(['', ' ', '\n', '\r\n\n'])('may be JSON values with %j between them', async (between) => {
    const pod = (name: string) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name } })
    const pods = [pod('a'), pod('}{'), pod('"')]
    const { objects } = await parseManifest(`\n${pods.map((each) => JSON.stringify(each)).join(between)}\n`)
    expect(objects).toEqual(pods)
  })

  it('has lists whose items are what the list says, and empty ones', async () => {
    const list = {
      apiVersion: 'v1',
      kind: 'PodList',
      items: [{ metadata: { name: 'a' } }, { kind: 'Node', apiVersion: 'v1' }],
    }
    const empty = '{"apiVersion":"v1","kind":"List","items":null}'
    const { objects } = await parseManifest(`${JSON.stringify(list)}\n---\n${empty}`)
    expect(objects).toEqual([
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
      { apiVersion: 'v1', kind: 'Node' },
    ])
    expect(list.items[0]).toEqual({ metadata: { name: 'a' } })
  })

  it('is read on behind an error when that is asked for', async () => {
    const text = `${head}---\nx: {\n---\n${head}---\na: 1\na: 2\n`
    const { objects, errors } = await parseManifest(text, { continueOnError: true })
    expect(objects).toHaveLength(2)
    expect(errors.map(({ line }) => line)).toEqual([5, 10])
    expect(errors[1]).toMatchObject({ line: 10, column: 1, file: undefined })
  })

  it('makes no prototype', async () => {
    const { objects } = await parseManifest(`${head}__proto__: { polluted: true }\n`)
    expect(Object.getPrototypeOf(objects[0])).toBe(Object.prototype)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

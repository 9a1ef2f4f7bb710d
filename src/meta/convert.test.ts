import { describe, expect, it } from 'vitest'
import { fromUnstructured, NoSchemaError, toUnstructured, ValidationError, validateObject } from './index.ts'

const podKind = { group: '', version: 'v1', kind: 'Pod' }
const pod = Object.freeze({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: Object.freeze({ name: 'web' }),
  spec: { containers: [{ name: 'a', image: 'a' }] },
})

describe('without a check', () => {
  it('is the same object', () => {
    expect(fromUnstructured(pod, podKind)).toBe(pod)
    expect(fromUnstructured(pod, podKind, { validate: false })).toBe(pod)
    expect(toUnstructured(pod)).toBe(pod)
    const list = { apiVersion: 'v1', kind: 'PodList', items: [] }
    expect(fromUnstructured(list, podKind)).toBe(list)
  })

  it.each<[object, string]>([
    [{ apiVersion: 'v1', kind: 'Service' }, 'expected Pod of v1, found Service of v1'],
    [{ apiVersion: 'apps/v1', kind: 'Pod' }, 'expected Pod of v1, found Pod of apps/v1'],
    [{ kind: 'Pod' }, 'the object has no apiVersion'],
    [{ apiVersion: 'v1', kind: '' }, 'the object has no kind'],
    [[], 'expected an object, found array'],
    [null as unknown as object, 'expected an object, found null'],
  ])('refuses %j', (object, message) => {
    expect(() => fromUnstructured(object, podKind)).toThrow(new TypeError(message))
  })
})

describe('with a check', () => {
  const failure = (object: object) =>
    fromUnstructured(object, podKind, { validate: true }).then(
      () => expect.fail('it passed'),
      (error: unknown) => error,
    )

  it('is the same object, as a promise', async () => {
    await expect(fromUnstructured(pod, podKind, { validate: true })).resolves.toBe(pod)
    await expect(validateObject(pod)).resolves.toEqual([])
  })

  it('names the path of a violation', async () => {
    const error = await failure({ ...pod, spec: { containers: [{ name: 'a', image: 5 }] } })
    expect(error).toBeInstanceOf(ValidationError)
    expect(error).toMatchObject({
      name: 'ValidationError',
      message: 'invalid Pod "web": spec.containers[0].image: expected string, found number',
      violations: [{ path: 'spec.containers[0].image', problem: 'type', message: 'expected string, found number' }],
    })
  })

  it('has all violations, and lists the first', async () => {
    const items = Array.from({ length: 30 }, () => ({ spec: { containers: [], zap: 1, hostNetwork: 'no' } }))
    const error = (await failure({ apiVersion: 'v1', kind: 'PodList', items })) as ValidationError
    expect(error.violations).toHaveLength(60)
    const lines = error.message.split('\n')
    expect(lines[0]).toBe('invalid PodList, 60 violations:')
    expect(lines[1]).toBe('  items[0].spec.zap: unknown field')
    expect(lines.at(-1)).toBe('  and 40 more')
    expect(lines).toHaveLength(22)
  })

  it('bounds a line of the message', async () => {
    const error = (await failure({ ...pod, ['x'.repeat(10_000)]: 1 })) as ValidationError
    expect(error.message.length).toBeLessThan(500)
    expect(error.violations[0]?.path).toHaveLength(10_000)
  })

  it('rejects what is of another kind', async () => {
    expect(await failure({ apiVersion: 'v1', kind: 'Service' })).toEqual(
      new TypeError('expected Pod of v1, found Service of v1'),
    )
  })

  it('says that nothing is known of a custom kind', async () => {
    const widget = { apiVersion: 'example.com/v1', kind: 'Widget' }
    const expected = { group: 'example.com', version: 'v1', kind: 'Widget' }
    const error = await fromUnstructured(widget, expected, { validate: true }).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(NoSchemaError)
    expect(error).toMatchObject({ message: 'no schema facts for example.com/v1 Widget', kind: 'Widget' })
    expect(fromUnstructured(widget, expected)).toBe(widget)
  })
})

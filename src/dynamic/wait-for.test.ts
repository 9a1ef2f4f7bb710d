import { describe, expect, it, vi } from 'vitest'
import { RequestError, StatusError, TimeoutError } from '../errors/index.ts'
import { json, lineOf, scripted } from '../kubernetes/clientset.test-support.ts'
import type { KubernetesObject } from '../meta/index.ts'
import { chunks, type ScriptStep } from '../rest/scripted-transport.test-support.ts'
import { scriptedDynamic, widgets } from './dynamic.test-support.ts'
import { conditions } from './wait-conditions.ts'
import { type WaitedResource, waitFor } from './wait-for.ts'

const { exists, deleted, condition, jsonPath, and, or, not } = conditions
const widget = (more: object = {}, uid = 'u') => ({
  kind: 'Widget',
  apiVersion: 'example.com/v1',
  metadata: { name: 'a', uid, generation: 2, resourceVersion: '8' },
  ...more,
})
const withCondition = (status: string, observedGeneration?: number) =>
  widget({ status: { conditions: [{ type: 'Ready', status, observedGeneration }] } })
const list = (...items: object[]): ScriptStep =>
  json({ kind: 'WidgetList', apiVersion: 'example.com/v1', metadata: { resourceVersion: '7' }, items })
const events = (...all: [string, object][]): ScriptStep => ({
  body: chunks(...all.map(([type, object]) => JSON.stringify({ type, object }))),
})

const hanging: ScriptStep = () => new Promise<never>(() => undefined)
const hangingWatch = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) }

function waiting(...steps: ScriptStep[]) {
  const { dynamic, requests } = scriptedDynamic(...steps)
  return { reference: { resource: dynamic.resource(widgets).namespace('b'), name: 'a' }, requests }
}

describe('a condition', () => {
  it.each<[string, (object: object | undefined) => unknown, object | undefined, boolean]>([
    ['exists', exists(), widget(), true],
    ['exists', exists(), undefined, false],
    ['deleted', deleted(), undefined, true],
    ['deleted', deleted('u'), widget(), false],
    ['deleted and created anew', deleted('u'), widget({}, 'v'), true],
    ['created anew, if no uid is given', deleted(), widget({}, 'v'), false],
    ['condition', condition('Ready'), withCondition('true'), true],
    ['condition of another status', condition('Ready', 'False'), withCondition('False'), true],
    ['condition of an old generation', condition('Ready'), withCondition('True', 1), false],
    ['condition of this generation', condition('Ready'), withCondition('True', 2), true],
    ['condition without an object', condition('Ready'), undefined, false],
    ['path', jsonPath('.spec.size'), widget({ spec: { size: 0 } }), true],
    ['path to null', jsonPath('.spec.size'), widget({ spec: { size: null } }), false],
    ['path with a value', jsonPath('.spec.size', 3), widget({ spec: { size: 3 } }), true],
    ['path with an object', jsonPath('.spec', { b: [1], a: 2 }), widget({ spec: { a: 2, b: [1] } }), true],
    ['deleted, with an empty uid', deleted(''), widget(), false],
    ['path with another value', jsonPath('.spec.size', '3'), widget({ spec: { size: 3 } }), false],
    ['and', and(exists(), jsonPath('.spec')), widget(), false],
    ['or', or(deleted(), jsonPath('.kind', 'Widget')), widget(), true],
    ['not', not(and()), widget(), false],
  ])('%s', async (_name, met, object, expected) => {
    expect(await met(object)).toBe(expected)
  })
})

describe('waitFor', () => {
  it('needs no watch for what is there', async () => {
    const { reference, requests } = waiting(list(widget()))
    await expect(waitFor(reference, exists())).resolves.toEqual(widget())
    expect(requests.map(lineOf)).toEqual([
      'GET /apis/example.com/v1/namespaces/b/widgets?fieldSelector=metadata.name%3Da',
    ])
  })

  it('watches from the list on', async () => {
    const { reference, requests } = waiting(
      list(),
      events(['ADDED', widget()], ['MODIFIED', withCondition('False')], ['MODIFIED', withCondition('True')]),
    )
    await expect(waitFor(reference, condition('Ready'))).resolves.toEqual(withCondition('True'))
    expect(requests).toHaveLength(2)
    expect(lineOf(requests[1])).toContain('fieldSelector=metadata.name%3Da&resourceVersion=7&watch=true')
  })

  it('gives nothing for what was deleted', async () => {
    const { reference } = waiting(list(widget()), events(['DELETED', widget()]))
    await expect(waitFor(reference, deleted())).resolves.toBeUndefined()
  })

  it('takes any function, and looks at no other object', async () => {
    const other = { ...widget(), metadata: { ...widget().metadata, name: 'b' } }
    const { reference } = waiting(list(other), events(['ADDED', other], ['ADDED', widget()]))
    await expect(waitFor(reference, async (object) => object?.metadata.name === 'a')).resolves.toEqual(widget())
  })

  it('lists anew when the version is gone', async () => {
    vi.useFakeTimers()
    const gone = { kind: 'Status', status: 'Failure', reason: 'Expired', code: 410 }
    const { reference, requests } = waiting(list(), events(['ERROR', gone]), list(widget()))
    const found = waitFor(reference, exists())
    await vi.runAllTimersAsync()
    vi.useRealTimers()
    await expect(found).resolves.toEqual(widget())
    expect(requests).toHaveLength(3)
  })

  it('ends with the time, the signal, and what the server or the condition throws', async () => {
    const quiet = () => waiting(list(), events(['ADDED', widget()])).reference
    const late = await waitFor(quiet(), deleted('u2'), { timeoutMs: 20 }).catch((error: unknown) => error)
    expect(late).toBeUndefined()
    const never = waitFor(quiet(), () => false, { timeoutMs: 20 })
    await expect(never).rejects.toBeInstanceOf(TimeoutError)
    await expect(never).rejects.toThrow('widgets "b/a" did not meet the condition within 20 ms (it was there)')
    const stuck = waitFor(quiet(), () => new Promise<boolean>(() => undefined), { timeoutMs: 20 })
    await expect(stuck).rejects.toBeInstanceOf(TimeoutError)
    const deaf = { list: () => new Promise<never>(() => undefined), watch: () => quiet().resource.watch() }
    await expect(waitFor({ resource: deaf, name: 'a' }, exists(), { timeoutMs: 20 })).rejects.toThrow(TimeoutError)
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(waitFor(quiet(), exists(), { signal })).rejects.toThrow('enough')
    const broken = () => {
      throw new Error('broken')
    }
    await expect(waitFor(quiet(), broken)).rejects.toThrow('broken')
    await expect(waitFor(waiting({ status: 403 }).reference, exists())).rejects.toBeInstanceOf(StatusError)
  })

  it('says what it has waited for, and whether that was there', async () => {
    const late = (resource: object) =>
      waitFor({ resource: resource as WaitedResource<KubernetesObject>, name: 'a' }, () => false, { timeoutMs: 20 })
    const { clientset } = scripted(list(widget()), hanging)
    await expect(late(clientset.coreV1.pods('b'))).rejects.toThrow('pods "b/a" did not meet the condition within 20 ms')
    await expect(late(clientset.coreV1.nodes())).rejects.toThrow('nodes "a" did not')
    await expect(late(waiting(list(), hanging).reference.resource)).rejects.toThrow(
      'widgets "b/a" did not meet the condition within 20 ms (it was not there)',
    )
    await expect(late(waiting(hanging).reference.resource)).rejects.toThrow('(it was not read)')
    const own = { ...widget(), metadata: { ...widget().metadata, namespace: 'c' } }
    const unnamed = {
      list: async () => ({ metadata: { resourceVersion: '7' }, items: [own] }),
      watch: () => hangingWatch,
    }
    await expect(late(unnamed)).rejects.toThrow('Widget "c/a" did not meet the condition within 20 ms (it was there)')
    await expect(late({ ...unnamed, list: () => new Promise(() => undefined) })).rejects.toThrow('object "a" did not')
  })

  it.each<[string, unknown, unknown, string]>([
    ['no name', { name: '' }, exists(), 'invalid reference.name: resource name may not be empty'],
    ['a name that is a path', { name: '..' }, exists(), 'invalid reference.name "..": may not be'],
    ['no resource', { resource: undefined }, exists(), 'invalid reference.resource: expected an object'],
    [
      'a resource that cannot watch',
      { resource: { list: exists } },
      exists(),
      'invalid reference.resource.watch: expected a function',
    ],
    ['no condition', {}, 'Ready', 'invalid condition: expected a function, found string'],
  ])('refuses %s', async (_name, more, met, message) => {
    const { reference, requests } = waiting(list())
    const call = waitFor({ ...reference, ...(more as object) }, met as () => boolean)
    await expect(call).rejects.toBeInstanceOf(RequestError)
    await expect(call).rejects.toThrow(message)
    expect(requests).toEqual([])
  })

  it('selects by no other field, whatever the name', async () => {
    const { reference, requests } = waiting(list())
    await waitFor({ ...reference, name: 'a,b=\\c' }, deleted())
    expect(requests[0]?.url.searchParams.get('fieldSelector')).toBe('metadata.name=a\\,b\\=\\\\c')
  })
})

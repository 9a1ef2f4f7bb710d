import { describe, expect, it } from 'vitest'
import { accessorName } from '../resources/index.ts'
import { clientOver, ScriptedTransport } from '../rest/scripted-transport.test-support.ts'
import { clientGoMethods } from './client-go-methods.test-support.ts'
import { Clientset } from './clientset.ts'

const baseMethods = ['create', 'update', 'delete', 'deleteCollection', 'get', 'list', 'watch', 'patch', 'apply']

interface Row {
  readonly group: string
  readonly path: string
  readonly resource: string
  readonly accessor: string
  readonly isCluster: boolean
  readonly methods: readonly string[]
}

const rows: Row[] = Object.entries(clientGoMethods).flatMap(([group, text]) => {
  const [path = '', ...lines] = text.split('\n')
  return lines.map((line) => {
    const [resource = '', kind = '', ...words] = line.split(' ')
    const isCluster = words.includes('^')
    const named = words.filter((word) => word !== '^' && word !== 'only' && !word.startsWith('-'))
    const base = words.includes('only') ? [] : baseMethods.filter((method) => !words.includes(`-${method}`))
    return { group, path, resource, accessor: accessorName(kind, resource), isCluster, methods: [...base, ...named] }
  })
})

const body = { metadata: { name: 'x', namespace: 'n' }, name: 'x', spec: {}, target: { name: 'y' } }
const apply = { fieldManager: 'm' }
const patch = { type: 'merge', body: {} }

/** For each method: what it is called with, and the request that it sends below the resource's path. */
const calls: Readonly<Record<string, readonly [args: readonly unknown[], method: string, below: string]>> = {
  create: [[body], 'POST', ''],
  update: [[body], 'PUT', '/x'],
  updateStatus: [[body], 'PUT', '/x/status'],
  delete: [['x'], 'DELETE', '/x'],
  deleteCollection: [[], 'DELETE', ''],
  get: [['x'], 'GET', '/x'],
  list: [[], 'GET', ''],
  watch: [[], 'GET', '?watch=true'],
  patch: [['x', patch], 'PATCH', '/x'],
  apply: [[body, apply], 'PATCH', '/x?fieldManager=m'],
  applyStatus: [[body, apply], 'PATCH', '/x/status?fieldManager=m'],
  getScale: [['x'], 'GET', '/x/scale'],
  updateScale: [['x', body], 'PUT', '/x/scale'],
  applyScale: [['x', body, apply], 'PATCH', '/x/scale?fieldManager=m'],
  evict: [['x'], 'POST', '/x/eviction'],
  bind: [['x', body], 'POST', '/x/binding'],
  getLogs: [['x'], 'GET', '/x/log'],
  proxyGet: [['x'], 'GET', '/x/proxy/'],
  updateEphemeralContainers: [['x', body], 'PUT', '/x/ephemeralcontainers'],
  updateResize: [['x', body], 'PUT', '/x/resize'],
  updateApproval: [['x', body], 'PUT', '/x/approval'],
  createToken: [['x', body], 'POST', '/x/token'],
  finalize: [[body], 'PUT', '/x/finalize'],
  patchStatus: [['x', {}], 'PATCH', '/x/status'],
  rollback: [[body], 'POST', '/x/rollback'],
  createWithEventNamespace: [[body], 'POST', ''],
  updateWithEventNamespace: [[body], 'PUT', '/x'],
  patchWithEventNamespace: [[body, patch], 'PATCH', '/x'],
  search: [[body], 'GET', '?fieldSelector=involvedObject.name%3Dx%2CinvolvedObject.namespace%3Dn'],
}

type Callable = Record<string, (...args: readonly unknown[]) => unknown>

async function sentBy(row: Row, method: string, args: readonly unknown[]): Promise<string> {
  const transport = new ScriptedTransport({
    body: '{"kind":"X","apiVersion":"v1","items":[],"type":"ADDED","object":{}}',
  })
  const clientset = new Clientset(clientOver(transport)) as unknown as Record<
    string,
    Record<string, (namespace?: string) => Callable>
  >
  const client = clientset[row.group]?.[row.accessor]?.(row.isCluster ? undefined : 'n')
  const outcome = await client?.[method]?.(...args)
  if (method === 'watch') await (outcome as AsyncIterable<unknown>)[Symbol.asyncIterator]().next()
  if (method === 'getLogs' || method === 'proxyGet') await (outcome as { text(): Promise<string> }).text()
  const [request] = transport.requests
  return `${request?.method} ${request?.url.pathname}${request?.url.search}`
}

it('has a row for each group and version, and each resource', () => {
  expect(Object.keys(clientGoMethods)).toHaveLength(62)
  expect(rows).toHaveLength(176)
})

describe.each(Object.keys(clientGoMethods))('%s', (group) => {
  it.each(rows.filter((row) => row.group === group))('$accessor', async (row) => {
    const collection = `${row.path}${row.isCluster ? '' : '/namespaces/n'}/${row.resource}`
    for (const method of row.methods.filter((name) => name !== 'getFieldSelector')) {
      const [args, verb, below] = calls[method] ?? [[], '', '']
      const isPolicy = row.resource === 'evictions' && method === 'evict'
      const expected = isPolicy ? 'POST /api/v1/namespaces/n/pods/x/eviction' : `${verb} ${collection}${below}`
      expect(await sentBy(row, method, isPolicy ? [body] : args), method).toBe(expected)
    }
  })
})

import { channel } from 'node:diagnostics_channel'
import { afterEach, describe, expect, it } from 'vitest'
import { TransportError } from '../errors/index.ts'
import { type RequestMeasurements, setRequestMetrics } from './metrics.ts'
import { clientOver, ScriptedTransport } from './scripted-transport.test-support.ts'
import { urlTemplate } from './url-template.ts'

describe('urlTemplate', () => {
  it.each([
    ['/', '/'],
    ['/version', '/version'],
    ['/openapi/v2', '/{prefix}'],
    ['/api', '/api'],
    ['/api/v1', '/api/v1'],
    ['/api/v1/nodes', '/api/v1/nodes'],
    ['/api/v1/nodes/n', '/api/v1/nodes/{name}'],
    ['/api/v1/nodes/n/status', '/api/v1/nodes/{name}/status'],
    ['/api/v1/namespaces/a/finalize', '/api/v1/namespaces/{name}/finalize'],
    ['/api/v1/namespaces/a/pods', '/api/v1/namespaces/{namespace}/pods'],
    ['/api/v1/namespaces/a/pods/b', '/api/v1/namespaces/{namespace}/pods/{name}'],
    ['/api/v1/namespaces/a/pods/b/log', '/api/v1/namespaces/{namespace}/pods/{name}/log'],
    [
      '/apis/apps/v1/namespaces/a/deployments/b/status',
      '/apis/apps/v1/namespaces/{namespace}/deployments/{name}/status',
    ],
    ['/apis/apps/v1', '/apis/apps/v1'],
  ])('of %s is %s', (path, template) => {
    expect(urlTemplate(path, '')).toBe(template)
    if (template !== '/{prefix}')
      expect(urlTemplate(`/k8s/c${path}`.replace(/\/$/, ''), '/k8s/c')).toBe(`/k8s/c${template}`.replace(/\/$/, ''))
  })
})

describe('measurements', () => {
  afterEach(() => setRequestMetrics(undefined))

  it('reach the registered functions and the diagnostics channels, and name no object', async () => {
    const registered: unknown[] = []
    const published: unknown[] = []
    const names: (keyof RequestMeasurements)[] = [
      'requestResult',
      'requestRetry',
      'requestSize',
      'responseSize',
      'requestLatency',
    ]
    const collect = (name: string, list: unknown[]) => (message: unknown) => {
      const { latencyMs, ...rest } = message as { latencyMs?: number }
      list.push({ name, ...rest, ...(latencyMs === undefined ? {} : { isTimed: latencyMs >= 0 }) })
    }
    setRequestMetrics(Object.fromEntries(names.map((name) => [name, collect(name, registered)])))
    const subscriptions = names.map((name) => [channel(`kubeclient:${name}`), collect(name, published)] as const)
    for (const [each, listener] of subscriptions) each.subscribe(listener)

    const busy = { status: 503, headers: { 'retry-after': '0' } }
    const transport = new ScriptedTransport(busy, { body: '{"a":"ü"}' })
    await clientOver(transport).put().namespace('a').resource('pods').name('s3cr3t').body('{"a":"ü"}').do()

    for (const [each, listener] of subscriptions) each.unsubscribe(listener)
    const labels = {
      method: 'PUT',
      host: 'http://server.test',
      urlTemplate: '/api/v1/namespaces/{namespace}/pods/{name}',
    }
    expect(registered).toEqual([
      { name: 'requestSize', ...labels, bytes: 10 },
      { name: 'requestResult', ...labels, code: '503' },
      { name: 'requestSize', ...labels, bytes: 10 },
      { name: 'requestResult', ...labels, code: '200' },
      { name: 'requestRetry', ...labels, code: '200', attempt: 1 },
      { name: 'responseSize', ...labels, bytes: 10 },
      { name: 'requestLatency', ...labels, isTimed: true },
    ])
    expect(published).toEqual(registered)
  })

  it('tell the size of an answer that is parsed while it comes', async () => {
    const sizes: number[] = []
    setRequestMetrics({ responseSize: ({ bytes }) => void sizes.push(bytes) })
    await clientOver(new ScriptedTransport({ body: '{"items":[{"a":"ü"}]}' }))
      .get()
      .into()
    expect(sizes).toEqual([22])
  })

  it('tell of an attempt without an answer', async () => {
    const codes: string[] = []
    setRequestMetrics({ requestResult: ({ code }) => void codes.push(code) })
    await expect(
      clientOver(new ScriptedTransport(new TransportError('no')))
        .get()
        .do(),
    ).rejects.toThrow()
    expect(codes).toEqual(['<error>'])
  })
})

import { expect, vi } from 'vitest'
import {
  DecodeError,
  isForbidden,
  isGone,
  isNotFound,
  isResourceExpired,
  RequestError,
  TransportError,
} from '../../src/errors/index.ts'
import type { KubernetesList } from '../../src/meta/index.ts'
import { type RESTClient, type RestConfig, restClientFor, transportFor, type Warning } from '../../src/rest/index.ts'
import { type ChangeEvent, retryWatch, until } from '../../src/watch/index.ts'
import { ChaosProxy } from './chaos-proxy.ts'
import type { Stored } from './collect.ts'
import { type Case, conformance } from './conformance.ts'
import { configMap } from './objects.ts'

const coreV1 = { apiPath: '/api', groupVersion: { group: '', version: 'v1' } }
const realServers = ['1.37.2', '1.27.2'] as const

const configMaps = (client: RESTClient, namespace: string) => client.get().namespace(namespace).resource('configmaps')

async function create({ core, namespace }: Case, ...names: string[]): Promise<void> {
  for (const name of names) {
    const object = configMap(name, { text: 'ü'.repeat(20) })
    await core.post().namespace(namespace).resource('configmaps').body(object).into()
  }
}

/** Runs with a client whose connections can be cut, and closes both. */
async function withProxy(
  config: RestConfig,
  run: (client: RESTClient, proxy: ChaosProxy) => Promise<void>,
): Promise<void> {
  const proxy = await ChaosProxy.before(config.host)
  const client = restClientFor({ ...proxy.through(config), ...coreV1 })
  try {
    await run(client, proxy)
  } finally {
    await client.close()
    await proxy.close()
  }
}

conformance('items() gives what into() gives, and a version from which a watch goes on', async (context) => {
  const { core, namespace, signal } = context
  const names = Array.from({ length: 30 }, (_, index) => `c-${String(index).padStart(2, '0')}`)
  await create(context, ...names)
  const whole = await configMaps(core, namespace).into<KubernetesList<Stored>>()
  const stream = configMaps(core, namespace).items<Stored>()
  const items: Stored[] = []
  for await (const item of stream) items.push(item)
  expect(items).toEqual(whole.items)
  const own = names.filter((name) => items.some((item) => item.metadata.name === name))
  expect(own).toEqual(names)

  const { resourceVersion } = await stream.metadata
  await create(context, 'after')
  const watch = configMaps(core, namespace).versionedParams({ resourceVersion }).watch<Stored>({ signal })
  const event = await until(watch, () => true)
  expect(event).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'after' } } })
})

conformance('twenty calls after one another use one connection', async ({ target, namespace }) => {
  await withProxy(target.config, async (client, proxy) => {
    for (let call = 0; call < 20; call++) await configMaps(client, namespace).into()
    expect(proxy.connections).toBe(1)
  })
})

conformance('a GET whose connection is dropped is sent again, any other verb is not', async (context) => {
  const { target, namespace, core } = context
  await withProxy(target.config, async (client, proxy) => {
    proxy.refusals = 1
    await configMaps(client, namespace).into()
    expect(proxy.connections).toBe(2)
    proxy.cut()
    proxy.refusals = 1
    const request = client.post().namespace(namespace).resource('configmaps').body(configMap('once'))
    await expect(request.do()).rejects.toBeInstanceOf(TransportError)
    const once = configMaps(core, namespace).name('once').into()
    await expect(once).rejects.toSatisfy(isNotFound)
  })
})

conformance('a kept connection that was cut while nobody used it is not noticed', async ({ target, namespace }) => {
  await withProxy(target.config, async (client, proxy) => {
    const startedAt = performance.now()
    for (let round = 0; round < 3; round++) {
      await configMaps(client, namespace).into()
      proxy.cut()
    }
    expect(proxy.connections).toBe(3)
    // A repetition after a wait would have taken a second.
    expect(performance.now() - startedAt).toBeLessThan(1000)
  })
})

conformance('a retrying watch loses and doubles nothing while its connections are cut', async (context) => {
  const { target, namespace, core, signal } = context
  const { resourceVersion = '' } = (await configMaps(core, namespace).into<KubernetesList<Stored>>()).metadata
  const names = Array.from({ length: 40 }, (_, index) => `c-${index}`)
  await withProxy(target.config, async (client, proxy) => {
    const changes = retryWatch<Stored>(
      (options) => {
        const { signal: ended, ...params } = options
        return configMaps(client, namespace).versionedParams(params).watch<Stored>({ signal: ended })
      },
      { resourceVersion, signal },
    )
    const seen: string[] = []
    const reading = until(changes, ({ type, object }: ChangeEvent<Stored>) => {
      seen.push(`${type} ${object.metadata.name}`)
      if (seen.length % 10 === 5) proxy.cut()
      return seen.length === names.length
    })
    for (const name of names) {
      await create(context, name)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    await reading
    expect(seen).toEqual(names.map((name) => `ADDED ${name}`))
    expect(proxy.connections).toBeGreaterThan(2)
  })
})

conformance('a retrying watch leaves a connection that died without a word', async (context) => {
  const { target, namespace, core, signal } = context
  const { resourceVersion = '' } = (await configMaps(core, namespace).into<KubernetesList<Stored>>()).metadata
  await withProxy(target.config, async (client, proxy) => {
    const changes = retryWatch<Stored>(
      ({ signal: ended, ...params }) =>
        configMaps(client, namespace).versionedParams(params).watch<Stored>({ signal: ended }),
      { resourceVersion, signal, idleTimeoutMs: 500 },
    )
    const seen: string[] = []
    const reading = until(changes, ({ type, object }: ChangeEvent<Stored>) => {
      seen.push(`${type} ${object.metadata.name}`)
      if (seen.length === 1) proxy.forget()
      return seen.length === 2
    })
    await create(context, 'before')
    await vi.waitFor(() => expect(seen).toEqual(['ADDED before']))
    await create(context, 'after')
    await reading
    expect(seen).toEqual(['ADDED before', 'ADDED after'])
    expect(proxy.connections).toBeGreaterThan(1)
  })
})

conformance('a retrying watch ends when its version is too old', { ownServer: 'compactable' }, async (context) => {
  const { target, namespace, core, signal } = context
  const { resourceVersion = '' } = (await configMaps(core, namespace).into<KubernetesList<Stored>>()).metadata
  await create(context, 'a', 'b')
  await target.compact?.()
  const changes = retryWatch<Stored>(
    ({ signal: ended, ...params }) =>
      configMaps(core, namespace).versionedParams(params).watch<Stored>({ signal: ended }),
    { resourceVersion, signal },
  )
  const error = await until(changes, () => false).catch((thrown: unknown) => thrown)
  expect(error).toSatisfy((thrown) => isGone(thrown) || isResourceExpired(thrown))
})

conformance('an aborted watch frees its connection', async ({ target, namespace }) => {
  await withProxy(target.config, async (client, proxy) => {
    const controller = new AbortController()
    const iterator = configMaps(client, namespace).watch({ signal: controller.signal })[Symbol.asyncIterator]()
    const waiting = iterator.next().then(
      () => iterator.next(),
      (error: unknown) => error,
    )
    setTimeout(() => controller.abort(new Error('enough')), 100)
    await expect(waiting.catch((error: unknown) => error)).resolves.toMatchObject({ message: 'enough' })
    expect(proxy.connections).toBe(1)
  })
})

conformance('with fifty watches open, requests are answered', async ({ target, namespace }) => {
  await withProxy(target.config, async (client, proxy) => {
    const watches = Array.from({ length: 50 }, () => configMaps(client, namespace).watch()[Symbol.asyncIterator]())
    const firsts = watches.map((watch) => watch.next())
    await Promise.all(Array.from({ length: 100 }, () => configMaps(client, namespace).into()))
    expect(proxy.connections).toBeLessThanOrEqual(50 + 64)
    await Promise.all(watches.map((watch) => watch.return()))
    await Promise.allSettled(firsts)
  })
})

conformance('a large list travels compressed, unless the config says otherwise', async (context) => {
  const { target, namespace, core } = context
  for (const name of ['a', 'b', 'c']) {
    const object = configMap(name, { text: 'x'.repeat(100_000) })
    await core.post().namespace(namespace).resource('configmaps').body(object).into()
  }
  const sizes: number[] = []
  for (const disableCompression of [false, true]) {
    await withProxy({ ...target.config, disableCompression }, async (client, proxy) => {
      await configMaps(client, namespace).into()
      sizes.push(proxy.receivedBytes)
    })
  }
  expect(sizes[0]).toBeLessThan(100_000)
  expect(sizes[1]).toBeGreaterThan(300_000)
})

conformance('warnings of the server are handed on, beside the result', async ({ core, namespace }) => {
  const heard: Warning[] = []
  const object = { ...configMap('a'), colour: 'blue' }
  const result = await core
    .post()
    .namespace(namespace)
    .resource('configmaps')
    .param('fieldValidation', 'Warn')
    .warningHandler({ handleWarningHeader: (code, agent, text) => void heard.push({ code, agent, text }) })
    .body(object)
    .do()
  expect(result.wasCreated).toBe(true)
  expect(heard).toEqual([{ code: 299, agent: '-', text: 'unknown field "colour"' }])
  expect(result.warnings).toEqual(heard)
})

conformance(
  'an answer in protobuf is refused by name',
  { only: { targets: realServers, because: 'the embedded server answers in JSON alone' } },
  async ({ core, namespace }) => {
    const request = configMaps(core, namespace).setHeader('Accept', 'application/vnd.kubernetes.protobuf')
    const result = await request.do()
    expect(() => result.into()).toThrow(DecodeError)
    expect(() => result.into()).toThrow('application/vnd.kubernetes.protobuf')
  },
)

conformance(
  'an impersonated user is the one who is refused',
  { only: { targets: realServers, because: 'the embedded server allows everything' } },
  async ({ target, namespace }) => {
    const impersonate = { userName: 'jane', groups: ['dev'] }
    const client = restClientFor({ ...target.config, ...coreV1, impersonate })
    const error = await configMaps(client, namespace)
      .into()
      .catch((thrown: unknown) => thrown)
    expect(error).toSatisfy(isForbidden)
    expect((error as Error).message).toContain('"jane"')
    await client.close()
  },
)

conformance('what the builder refuses is not sent', async ({ target }) => {
  await withProxy(target.config, async (client, proxy) => {
    await expect(client.get().namespace('..').resource('pods').do()).rejects.toBeInstanceOf(RequestError)
    await expect(client.post().namespace('').resource('pods').body({}).do()).rejects.toBeInstanceOf(RequestError)
    expect(proxy.connections).toBe(0)
  })
})

conformance(
  'a watch can be carried by a WebSocket',
  { embedded: { notYet: 'it does not upgrade connections' } },
  async (context) => {
    const { target, core, namespace } = context
    const transport = transportFor(target.config)
    try {
      const url = configMaps(core, namespace).param('watch', 'true').param('timeoutSeconds', '20').url()
      const stream = await transport.upgrade?.({ method: 'GET', url, headers: {} }, [])
      if (stream === undefined) throw new Error('the transport cannot upgrade')
      await create(context, 'a')
      for await (const message of stream) {
        const event = JSON.parse(String(message)) as ChangeEvent<Stored>
        if (event.object.metadata.name !== 'a') continue
        expect(event.type).toBe('ADDED')
        break
      }
      stream.destroy()
    } finally {
      await transport.close()
    }
  },
)

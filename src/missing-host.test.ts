import { describe, expect, test } from 'vitest'
import {
  anonymousConfig,
  CachedDiscoveryClient,
  Clientset,
  ConfigError,
  DiscoveryClient,
  DynamicClient,
  MetadataClient,
  type RestConfig,
  restClientFor,
  ScaleClient,
  transportFor,
  unversionedRestClientFor,
} from './index.ts'

/** Whatever takes a config. */
const takers: Readonly<Record<string, (config: RestConfig) => unknown>> = {
  Clientset: (config) => new Clientset(config),
  DynamicClient: (config) => new DynamicClient(config),
  MetadataClient: (config) => new MetadataClient(config),
  ScaleClient: (config) => new ScaleClient(config, new DynamicClient({ host: '' }).mapper),
  DiscoveryClient: (config) => new DiscoveryClient(config),
  CachedDiscoveryClient: (config) => CachedDiscoveryClient.forConfig(config, { discoveryCacheDir: 'd' }),
  'CachedDiscoveryClient with a cache of answers': (config) =>
    CachedDiscoveryClient.forConfig(config, { discoveryCacheDir: 'd', httpCacheDir: 'h' }),
  restClientFor,
  unversionedRestClientFor,
  transportFor,
  anonymousConfig,
}

const missing = "host: is missing: expected a URL or HOST:PORT, or '' for localhost"
const promised = 'host: the config is a Promise: did you forget await?'

/** What is no config, as programs without types have it. */
const slips: readonly (readonly [string, unknown, string])[] = [
  ['a Promise', Promise.resolve({ host: 'h' }), promised],
  // biome-ignore lint/suspicious/noThenProperty: that is the slip.
  ['what is like a Promise', { host: 'h', then: () => undefined }, promised],
  ['an empty config', {}, missing],
  ['a host that is undefined', { host: undefined }, missing],
  ['a host that is null', { host: null }, missing],
  ['undefined', undefined, 'host: expected a config with a URL or HOST:PORT, found undefined'],
  ['null', null, 'host: expected a config with a URL or HOST:PORT, found null'],
  ['a URL', 'https://h', 'host: expected a config with a URL or HOST:PORT, found string'],
]

describe.each(Object.entries(takers))('%s', (_name, take) => {
  test.each(slips)('refuses %s', (_what, config, message) => {
    const refused = () => take(config as RestConfig)
    expect(refused).toThrow(ConfigError)
    expect(refused).toThrow(expect.objectContaining({ message, field: 'host' }))
  })
})

test('an empty host is localhost', async () => {
  const client = unversionedRestClientFor({ host: '' })
  expect(client.get().url().origin).toBe('http://localhost')
  await client.close()
})

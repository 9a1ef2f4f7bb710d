import { expect, test, vi } from 'vitest'
import { parseKubeConfig } from './index.ts'

const loaded = vi.hoisted(() => ({ yaml: 0 }))
vi.mock('yaml', async (original) => {
  loaded.yaml += 1
  return original()
})

test('a kubeconfig in JSON does not load the YAML parser, one in YAML does', async () => {
  const json = JSON.stringify({
    clusters: [{ name: 'a', cluster: { server: 'https://a' } }],
    contexts: [{ name: 'a', context: { cluster: 'a' } }],
    'current-context': 'a',
  })
  for (const text of [json, `\uFEFF \n\t${json}\n`]) {
    expect((await parseKubeConfig(text)).restConfig().host).toBe('https://a')
  }
  expect(loaded.yaml).toBe(0)
  expect((await parseKubeConfig(`# flow style\n${json}`)).restConfig().host).toBe('https://a')
  expect(loaded.yaml).toBe(1)
})

import { expect, it } from 'vitest'
import { aggregatedRoutes, serverOf } from '../discovery/discovery-server.test-support.ts'
import { showResources } from './api-resources-demo.ts'

it('prints every resource twice, and says from which client and with how many requests', async () => {
  const said: string[] = []
  let printed = ''
  const output = { say: (line: string) => said.push(line), print: (text: string) => (printed += text) }
  await showResources({ host: 'http://h', transport: serverOf(aggregatedRoutes()) }, output)
  const lines = [
    '[G] [V]v1 [R]pods',
    '[G] [V]v1 [R]pods/log',
    '[G] [V]v1 [R]nodes',
    '[G]apps [V]v1 [R]deployments',
    '[G]apps [V]v1 [R]deployments/scale',
  ]
  expect(printed).toBe(`${[...lines, ...lines].join('\n')}\n`)
  expect(said.map((line) => line.trim().replace(/[\d.]+ ms/, 'T ms')).filter((line) => line !== '')).toEqual([
    'resources, from the DiscoveryClient:',
    '5 resources from the DiscoveryClient: 2 requests, T ms',
    '5 resources from the CachedDiscoveryClient, its cache still empty: 2 requests, T ms',
    'resources, from the CachedDiscoveryClient, from its cache:',
    '5 resources from the CachedDiscoveryClient, from its cache: 0 requests, T ms',
  ])
})

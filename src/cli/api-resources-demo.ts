import {
  type APIResourceList,
  CachedDiscoveryClient,
  DiscoveryClient,
  type DiscoveryInterface,
} from '../discovery/index.ts'
import { parseGroupVersion } from '../meta/index.ts'
import { anonymousConfig, type RestConfig, transportFor } from '../rest/index.ts'
import { impliesTls } from '../rest/resolve-config.ts'
import { resolveHost } from '../rest/resolve-host.ts'
import type { Transport } from '../transport/index.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

/** Where progress and results go. */
export interface DemoOutput {
  /** What was done; for a person. */
  readonly say: (line: string) => void
  /** What was found; for a person or a program. */
  readonly print: (text: string) => void
}

/**
 * Lists all resources of a server: with the DiscoveryClient, then twice with the cached one, which asks only the first
 * time. After each, how many requests it took.
 */
export async function showResources(config: RestConfig, output: DemoOutput): Promise<void> {
  const connections = transportFor(config)
  const list = (title: string, open: (config: RestConfig) => DiscoveryInterface, isPrinted = true) =>
    listWith(title, config, connections, open, output, isPrinted)
  try {
    await withTemporaryFolder(async (discoveryCacheDir) => {
      const cached = (counted: RestConfig) =>
        CachedDiscoveryClient.forConfig(counted, { discoveryCacheDir, warningHandler: config.warningHandler })
      await list('the DiscoveryClient', (counted) => new DiscoveryClient(counted))
      await list('the CachedDiscoveryClient, its cache still empty', cached, false)
      await list('the CachedDiscoveryClient, from its cache', cached)
    })
  } finally {
    await connections.close()
  }
}

async function listWith(
  title: string,
  config: RestConfig,
  connections: Transport,
  open: (config: RestConfig) => DiscoveryInterface,
  { say, print }: DemoOutput,
  isPrinted: boolean,
): Promise<void> {
  let requests = 0
  const transport: Transport = {
    send: (request) => {
      requests += 1
      return connections.send(request)
    },
    close: async () => undefined,
  }
  const { origin, basePath } = resolveHost(config.host, impliesTls(config.tls))
  const started = performance.now()
  // The connections carry the credentials already.
  const discovery = open({ ...anonymousConfig(config), host: origin + basePath, tls: undefined, transport })
  const { resources, failed } = await discovery.serverGroupsAndResources()
  const milliseconds = (performance.now() - started).toFixed(1)
  if (isPrinted) {
    say(`\nresources, from ${title}:\n`)
    print(resources.flatMap(linesOf).join(''))
  }
  for (const [groupVersion, error] of failed) say(`${groupVersion} could not be read: ${error.message}`)
  const count = resources.reduce((sum, list) => sum + list.resources.length, 0)
  if (isPrinted) say('')
  say(`${count} resources from ${title}: ${requests} ${requests === 1 ? 'request' : 'requests'}, ${milliseconds} ms`)
}

function linesOf({ groupVersion, resources }: APIResourceList): string[] {
  const { group, version } = parseGroupVersion(groupVersion)
  return resources.map(({ name }) => `[G]${group} [V]${version} [R]${name}\n`)
}

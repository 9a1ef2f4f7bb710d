import { expect } from 'vitest'
import { loadConfig } from '../../src/clientcmd/index.ts'
import { type RestConfig, restClientFor, transportFor } from '../../src/rest/index.ts'
import { createCertificateAuthority } from '../../src/server/certificates.ts'
import { startHttpProxy, startSocksProxy, type TestProxy } from '../../src/transport/proxy/proxies.test-support.ts'
import { serverVersions } from '../envtest/programs.ts'
import { type Case, conformance } from './conformance.ts'

const login = { username: 'jane', password: 'p@ss:w%rd' }

/** The administrator's config of a kubeconfig, through a proxy that is closed with the case. */
async function through(kind: string, { target, signal }: Case): Promise<{ config: RestConfig; proxy: TestProxy }> {
  const ca = await createCertificateAuthority('proxy')
  const certificate = await ca.issue({ commonName: 'proxy', ipAddresses: ['127.0.0.1'], usage: 'server' })
  const proxy =
    kind === 'socks5'
      ? await startSocksProxy(login)
      : await startHttpProxy({ ...login, certificate: kind === 'https' ? certificate : undefined })
  signal.addEventListener('abort', () => void proxy.close())
  const loaded = await loadConfig({ kubeconfig: target.kubeconfigPath, overrides: { proxyUrl: proxy.url } })
  const caData = `${String(loaded.tls?.caData)}\n${ca.certPem}`
  return { config: kind === 'https' ? { ...loaded, tls: { ...loaded.tls, caData } } : loaded, proxy }
}

for (const kind of ['http', 'https', 'socks5']) {
  conformance(`through an ${kind} proxy: requests and a watch`, async (context) => {
    const { config, proxy } = await through(kind, context)
    const client = restClientFor({ ...config, apiPath: '/api', groupVersion: { group: '', version: 'v1' } })
    try {
      const configMaps = (verb: 'GET' | 'POST') => client.verb(verb).namespace(context.namespace).resource('configmaps')
      await configMaps('POST')
        .body({ metadata: { name: 'a' } })
        .into()
      const watch = configMaps('GET').param('fieldSelector', 'metadata.name=a').watch()[Symbol.asyncIterator]()
      expect((await watch.next()).value).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'a' } } })
      await watch.return()
      const isHttp = config.host.startsWith('http:') && kind === 'http'
      expect(proxy.log.length).toBe(2)
      if (!isHttp) for (const line of proxy.log) expect(line).toContain(new URL(config.host).host)
    } finally {
      await client.close()
    }
  })

  conformance(
    `through an ${kind} proxy: a watch over WebSocket`,
    { only: { targets: serverVersions, because: 'the embedded server does not speak WebSocket' } },
    async (context) => {
      const { config, proxy } = await through(kind, context)
      const transport = transportFor(config)
      try {
        await context.core
          .post()
          .namespace(context.namespace)
          .resource('configmaps')
          .body({ metadata: { name: 'a' } })
          .into()
        const url = new URL(
          `/api/v1/namespaces/${context.namespace}/configmaps?watch=1&fieldSelector=metadata.name%3Da`,
          config.host,
        )
        const stream = await transport.upgrade?.({ method: 'GET', url, headers: {} }, [])
        if (stream === undefined) throw new Error('no WebSocket')
        const message = await new Promise((resolve) => stream.once('data', resolve))
        expect(JSON.parse(String(message))).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'a' } } })
        stream.destroy()
        expect(proxy.log).toHaveLength(1)
      } finally {
        await transport.close()
      }
    },
  )
}

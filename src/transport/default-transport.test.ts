import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { ConfigError, TransportError } from '../errors/index.ts'
import { createDefaultTransport } from './default-transport.ts'
import { failureOf, get, Playground, textOf } from './node/servers.test-support.ts'

const playground = new Playground()
afterEach(() => playground.close())

/** All modules that are loaded with this one: type-only imports are gone by then. */
function staticImports(file: string, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  const text = readFileSync(file, 'utf8')
  for (const [, names, from] of text.matchAll(/^(?:import|export) (?!type )([^'"]*?)from '([^']+)'/gm)) {
    const typesOnly = /^\{(\s*type \w+,?)*\s*\}\s*$/.test(names ?? '')
    if (from === undefined || typesOnly) continue
    if (from.startsWith('.')) staticImports(join(dirname(file), from), seen)
    else seen.add(from)
  }
  return seen
}

test('importing the transport loads nothing of Node or of npm', () => {
  const index = join(dirname(fileURLToPath(import.meta.url)), 'index.ts')
  const modules = staticImports(index)
  expect(modules.size).toBeGreaterThan(5)
  expect([...modules].filter((name) => !name.startsWith('/'))).toEqual([])
  expect([...modules].filter((name) => name.includes('/node/'))).toEqual([])
})

test('sends, closes, and refuses after that', async () => {
  const base = await playground.listen(
    createServer((_request, response) => response.end('ok')),
    'http',
  )
  const transport = createDefaultTransport()
  expect(await Promise.all([1, 2, 3].map(async () => textOf(await transport.send(get(base)))))).toEqual([
    'ok',
    'ok',
    'ok',
  ])
  await transport.close()
  await transport.close()
  expect(await failureOf(transport.send(get(base)))).toBeInstanceOf(TransportError)
  expect(await failureOf(transport.upgrade(get(base), []))).toBeInstanceOf(TransportError)
})

test('closing before the first request is fine, and so is closing while it starts', async () => {
  const unused = createDefaultTransport()
  await unused.close()
  const transport = createDefaultTransport()
  const sending = failureOf(transport.send(get('http://127.0.0.1:1/')))
  await transport.close()
  expect(await sending).toBeInstanceOf(TransportError)
})

test.each([
  ['insecure with a CA', { tls: { insecure: true, caData: 'x' } }],
  ['no sockets', { maxSockets: 0 }],
  ['half a millisecond', { connectTimeoutMs: 0.5 }],
])('refuses at once: %s', (_name, options) => {
  expect(() => createDefaultTransport(options)).toThrow(ConfigError)
})

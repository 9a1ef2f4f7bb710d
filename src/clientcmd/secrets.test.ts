import { inspect } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ConfigError } from '../errors/index.ts'
import { propertyRuns } from '../property-runs.test-support.ts'
import { base64, fakeCertificate, simpleKubeconfig } from './fixtures.test-support.ts'
import { parseKubeConfig } from './index.ts'
import { shapes } from './shapes.test-support.ts'

const token = 'TOKENtokenTOKEN'
const password = 'PASSpassPASSpass'
const keyText = 'KEYkeyKEYkeyKEY'
const key = base64(`-----BEGIN PRIVATE KEY-----\n${keyText}\n-----END PRIVATE KEY-----\n`)
const secrets = [token, password, keyText, key, key.slice(40, 60)]

/** One file with all kinds of secrets, one of them in the context in use, in block style and in JSON. */
const texts = [
  `apiVersion: v1
kind: Config
current-context: dev
clusters:
- name: dev
  cluster:
    server: https://10.0.0.1:6443
    certificate-authority-data: ${base64(fakeCertificate('ca'))}
    proxy-url: http://jane:${password}@proxy:3128
    extensions:
    - name: client.authentication.k8s.io/exec
      extension: {audience: ${token}}
contexts:
- name: dev
  context:
    cluster: dev
    user: admin
users:
- name: admin
  user:
    token: ${token}
    client-certificate-data: ${base64(fakeCertificate('client'))}
    client-key-data: ${key}
- name: other
  user:
    username: jane
    password: "${password}"
    auth-provider:
      name: oidc
      config:
        id-token: ${token}
        client-secret: '${password}'
`,
  `current-context: dev
clusters: [{name: dev, cluster: {server: "https://h", proxy-url: "socks5://jane:${password}@proxy"}}]
contexts: [{name: dev, context: {cluster: dev, user: plugin}}]
users:
- name: plugin
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1
      interactiveMode: Never
      command: ./login
      args: [--password, "${password}"]
      env:
      - {name: TOKEN, value: "${token}"}
- name: login
  user:
    auth-provider:
      name: oidc
      config: {idp-issuer-url: "https://jane:${password}@login", client-id: a, refresh-token: "${token}"}
`,
  JSON.stringify({
    users: [
      {
        name: 'admin',
        user: { token, password: [password], 'client-key-data': key, exec: { env: [{ value: token }] } },
      },
      { name: 'admin', user: { token: { nested: token }, username: password, 'client-key-data': keyText } },
    ],
    contexts: [{ name: 'dev', context: { cluster: 'dev', user: 'admin' } }],
    clusters: [
      { name: 'dev', cluster: { server: `https://jane:${password}@h`, 'proxy-url': `http://a:${password}@p` } },
    ],
    'current-context': 'dev',
  }),
]

test('no error quotes a secret, however the file is damaged', { timeout: 30_000 }, async () => {
  const runs = propertyRuns(600)
  let failures = 0
  await fc.assert(
    fc.asyncProperty(damaged(), async (text) => {
      const error = await failureOf(text)
      if (error === undefined) return
      failures += 1
      expect(error).toBeInstanceOf(ConfigError)
      for (const print of printsOf(error)) {
        for (const secret of secrets) expect(print).not.toContain(secret)
      }
    }),
    { numRuns: runs },
  )
  expect(failures).toBeGreaterThan(runs / 3)
})

test('no text makes it fail with anything but a ConfigError', { timeout: 30_000 }, async () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.anything().map((value) => simpleKubeconfig({ user: safeJson(value) })),
    fc.constantFrom(...shapes.map((shape) => shape.text)).chain((shape) => edits(shape)),
  )
  await fc.assert(
    fc.asyncProperty(text, async (damagedText) => {
      const error = await failureOf(damagedText)
      expect(error === undefined || error instanceof ConfigError, inspect(error)).toBe(true)
    }),
    { numRuns: propertyRuns(500) },
  )
})

async function failureOf(text: string): Promise<unknown> {
  try {
    const kubeconfig = await parseKubeConfig(text)
    kubeconfig.contexts()
    kubeconfig.restConfig()
    return undefined
  } catch (error) {
    return error
  }
}

function printsOf(error: unknown): string[] {
  const { message, stack, cause } = error as ConfigError
  return [message, stack ?? '', inspect(error, { depth: Infinity }), JSON.stringify(error), inspect(cause)]
}

function damaged(): fc.Arbitrary<string> {
  return fc.constantFrom(...texts).chain((text) => fc.oneof(edits(text), lineEdits(text)))
}

/** A few characters put in, taken out or replaced, and perhaps the rest cut off. */
function edits(text: string): fc.Arbitrary<string> {
  const at = fc.nat(text.length)
  const piece = fc.constantFrom(
    '',
    '',
    ' ',
    '\n',
    '\t',
    ':',
    ': ',
    '"',
    "'",
    '-',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '&a',
    '*a',
    '!',
    '|',
    '%',
    '@',
    '#',
    '\\',
    '\0',
    '\u{1f512}',
    '---\n',
  )
  const edit = fc.record({ at, drop: fc.nat(2), piece })
  return fc
    .record({ list: fc.array(edit, { minLength: 1, maxLength: 4 }), end: fc.option(at) })
    .map(({ list, end }) => {
      const cut = end === null ? text : text.slice(0, end)
      return list.reduce(
        (all, { at: place, drop, piece: put }) => all.slice(0, place) + put + all.slice(place + drop),
        cut,
      )
    })
}

/** Lines taken out, doubled, or indented differently. */
function lineEdits(text: string): fc.Arbitrary<string> {
  const lines = text.split('\n')
  const change = fc.record({ line: fc.nat(lines.length - 1), kind: fc.constantFrom('drop', 'double', 'in', 'out') })
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) =>
    lines
      .flatMap((line, index) => {
        const kind = changes.find((each) => each.line === index)?.kind
        if (kind === 'drop') return []
        if (kind === 'double') return [line, line]
        return [kind === 'in' ? `  ${line}` : kind === 'out' ? line.replace(/^ {2}/, '') : line]
      })
      .join('\n'),
  )
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch {
    return '{}'
  }
}

import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  base64,
  configErrorFrom,
  fakeCertificate,
  fakeKey,
  folderWith,
  simpleKubeconfig,
} from './fixtures.test-support.ts'
import { loadConfig, parseKubeConfig } from './index.ts'

const pem = base64(fakeCertificate('a'))
const key = base64(fakeKey('a'))

/** Lines of the message, without the list's frame. */
async function problemsOf(text: string, options: object = {}): Promise<string[]> {
  const error = await configErrorFrom(async () => (await parseKubeConfig(text, options)).restConfig())
  return error.message
    .split('\n')
    .filter((line) => !line.startsWith('and '))
    .map((line) => line.trim())
}

describe('wrong types', () => {
  test('are all listed, with field, what was expected and what was found', async () => {
    const text = `kind: Pod
apiVersion: v2
current-context: [a]
clusters:
- name: a
  cluster: {server: 6443, insecure-skip-tls-verify: "true", certificate-authority-data: 5}
- {name: b, cluster: https://b}
- just-a-name
- {cluster: {}}
users:
- name: a
  user: {token: 12345678, as-groups: devs, as-user-extra: {team: x, "a b": [1]}, exec: aws}
contexts: {a: {cluster: a}}
`
    expect(await problemsOf(text)).toEqual([
      'kind: expected Config, found another kind',
      'apiVersion: expected v1, found another version',
      'current-context: expected a string, found a list',
      'clusters[a].server: expected a string in quotes, found a number',
      'clusters[a].insecure-skip-tls-verify: expected true or false, found a string',
      'clusters[a].certificate-authority-data: expected a string in quotes, found a number',
      'clusters[1].cluster: expected a mapping, found a string',
      'clusters[2]: expected a mapping, found a string',
      'clusters[3].name: is missing',
      'users[a].token: expected a string in quotes, found a number',
      'users[a].as-groups: expected a list of strings, found a string',
      'users[a].as-user-extra[team]: expected a list of strings, found a string',
      'users[a].as-user-extra["a b"][0]: expected a string in quotes, found a number',
      'users[a].exec: expected a mapping, found a string',
      'contexts: expected a list, found a mapping',
    ])
  })

  test('null stands for nothing', async () => {
    const text = simpleKubeconfig({ user: '{token: null, as-groups: null, exec: null}' })
    expect((await parseKubeConfig(`${text}extensions: null\n`)).restConfig()).toMatchObject({
      host: 'https://10.0.0.1:6443',
    })
    expect((await parseKubeConfig(text.replace('- {name: admin', '- null\n- {name: admin'))).contexts()).toHaveLength(1)
  })

  test('two entries of one name', async () => {
    const text = simpleKubeconfig().replace('contexts:', '- {name: admin, user: {}}\ncontexts:')
    expect(await problemsOf(text)).toEqual(['users[1].name: "admin" is the name of an earlier entry too'])
  })
})

describe('names that are not there', () => {
  test.each([
    [
      'current-context',
      simpleKubeconfig().replace('current-context: dev', 'current-context: Dev'),
      {},
      'current-context: there is no context "Dev"; there is "dev"',
    ],
    [
      'asked-for context',
      simpleKubeconfig(),
      { context: 'prod' },
      'contexts: there is no context "prod"; there is "dev"',
    ],
    [
      'cluster',
      simpleKubeconfig({ context: '{cluster: dve, user: admin}' }),
      {},
      'contexts[dev].cluster: there is no cluster "dve"; there is "dev"',
    ],
    ['asked-for cluster', simpleKubeconfig(), { cluster: 'x' }, 'clusters: there is no cluster "x"; there is "dev"'],
    [
      'user',
      simpleKubeconfig({ context: '{cluster: dev, user: root}' }),
      {},
      'contexts[dev].user: there is no user "root"; there is "admin"',
    ],
    ['asked-for user', simpleKubeconfig(), { user: 'root' }, 'users: there is no user "root"; there is "admin"'],
    [
      'no cluster in the context',
      simpleKubeconfig({ context: '{user: admin}' }),
      {},
      'contexts[dev].cluster: is missing, and no cluster was asked for',
    ],
    [
      'no current-context',
      simpleKubeconfig().replace('current-context: dev', ''),
      {},
      'current-context: is not set, and no context was asked for; there is "dev"',
    ],
    [
      'a user without a context',
      simpleKubeconfig().replace('current-context: dev', ''),
      { user: 'admin' },
      'current-context: is missing, and no cluster was asked for',
    ],
  ])('%s', async (_, text, options, problem) => {
    expect(await problemsOf(text, options)).toEqual([problem])
  })

  test('the nearest of many is suggested', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `arn:aws:eks:eu-west-1:111122223333:cluster/shop-${index}`)
    const contexts = names.map((name) => ({ name, context: { cluster: 'c', user: 'u' } }))
    const ask = (context: string) => problemsOf(JSON.stringify({ contexts }), { context })
    expect(await ask('shop-7')).toEqual([
      `contexts: there is no context "shop-7"; did you mean "${names[7]}"? (there are 20)`,
    ])
    expect((await ask('arn:aws:eks:eu-west-1:111122223333:cluster/shop_3'))[0]).toContain(`did you mean "${names[3]}"`)
    expect(await ask('entirely-different')).toEqual([
      'contexts: there is no context "entirely-different"; there are 20 others',
    ])
  })

  test('a name that would break the message is quoted', async () => {
    const text = JSON.stringify({ 'current-context': 'a\n\u001b[31mb' })
    expect(await problemsOf(text)).toEqual(['current-context: there is no context "a\\n\\u001b[31mb"; there are none'])
  })
})

describe('what does not go together', () => {
  test.each([
    ['no server', { cluster: '{tls-server-name: a}' }, ['clusters[dev].server: is missing']],
    [
      'a server that is no URL',
      { cluster: '{server: "not a url"}' },
      ['clusters[dev].server: expected a URL such as https://10.0.0.1:6443, or host:port'],
    ],
    [
      'a server with another scheme',
      { cluster: '{server: "ftp://h"}' },
      ['clusters[dev].server: expected an https or http URL, found ftp://'],
    ],
    [
      'a server with a password',
      { cluster: '{server: "https://jane:s3cret@h"}' },
      ['clusters[dev].server: holds a user name or a password; their place is the user entry'],
    ],
    [
      'a path without a scheme',
      { cluster: '{server: "h/path"}' },
      ['clusters[dev].server: expected a URL such as https://10.0.0.1:6443, or host:port'],
    ],
    [
      'a CA that is no PEM',
      { cluster: `{server: "https://h", certificate-authority-data: ${base64('no PEM')}}` },
      ['clusters[dev].certificate-authority-data: is base64, but not of a PEM certificate'],
    ],
    [
      'a key in the place of a CA',
      { cluster: `{server: "https://h", certificate-authority-data: ${key}}` },
      ['clusters[dev].certificate-authority-data: is base64, but not of a PEM certificate'],
    ],
    [
      'bad base64',
      { cluster: '{server: "https://h", certificate-authority-data: "a*b"}' },
      ['clusters[dev].certificate-authority-data: expected the base64 of PEM text, found something else'],
    ],
    [
      'insecure and a CA',
      { cluster: `{server: "https://h", certificate-authority-data: ${pem}, insecure-skip-tls-verify: true}` },
      ['clusters[dev].insecure-skip-tls-verify: is true and a certificate authority is given, only one is allowed'],
    ],
    [
      'a proxy',
      { cluster: '{server: "https://h", proxy-url: "ftp://u:p@proxy"}' },
      ['clusters[dev].proxy-url: expected http, https or socks5, found ftp://'],
    ],
    [
      'a proxy without a scheme',
      { cluster: '{server: "https://h", proxy-url: "proxy:3128"}' },
      ['clusters[dev].proxy-url: expected a URL such as http://proxy:3128, found none with a scheme'],
    ],
    [
      'token and password',
      { user: '{token: t, username: u, password: p}' },
      ['users[admin].token: is given beside username and password, only one way to log in is allowed'],
    ],
    [
      'a certificate without a key',
      { user: `{client-certificate-data: ${pem}}` },
      ['users[admin].client-key: and client-key-data are missing; a client certificate needs its key'],
    ],
    [
      'a key with a passphrase',
      { user: `{client-certificate-data: ${pem}, client-key-data: ${base64(fakeKey('a', 'ENCRYPTED PRIVATE KEY'))}}` },
      ['users[admin].client-key-data: is a key with a passphrase, which a kubeconfig has no place for'],
    ],
    [
      'groups without a user',
      { user: '{as-groups: [a]}' },
      ['users[admin].as: is missing, and as-uid, as-groups and as-user-extra need it'],
    ],
    [
      'an exec plugin of which nothing is said',
      { user: '{exec: {args: [], env: [{value: a}]}}' },
      [
        'users[admin].exec.command: is missing: it is the program that gives the credentials',
        'users[admin].exec.apiVersion: is missing; expected one of client.authentication.k8s.io/v1, client.authentication.k8s.io/v1beta1',
        'users[admin].exec.interactiveMode: is missing; expected one of Never, IfAvailable, Always',
        'users[admin].exec.env[0].name: is missing',
      ],
    ],
    [
      'an exec plugin of which nonsense is said',
      { user: '{exec: {command: aws, apiVersion: client.authentication.k8s.io/v1alpha1, interactiveMode: Often}}' },
      [
        'users[admin].exec.apiVersion: expected one of client.authentication.k8s.io/v1, client.authentication.k8s.io/v1beta1',
        'users[admin].exec.interactiveMode: expected one of Never, IfAvailable, Always',
      ],
    ],
    [
      'v1 wants an interactiveMode',
      { user: '{exec: {command: aws, apiVersion: client.authentication.k8s.io/v1}}' },
      ['users[admin].exec.interactiveMode: is missing; expected one of Never, IfAvailable, Always'],
    ],
    [
      'exec and auth-provider',
      { user: '{token: t, exec: {}, auth-provider: {}}' },
      ['users[admin].exec: and auth-provider are both given, only one is allowed'],
    ],
    [
      'auth-provider',
      { user: '{auth-provider: {name: oidc}}' },
      [
        'users[admin].auth-provider.config.idp-issuer-url: is missing',
        'users[admin].auth-provider.config.client-id: is missing',
        'users[admin].auth-provider.config.id-token: and refresh-token are missing: log in first',
      ],
    ],
    [
      'an auth-provider that sends secrets in the clear',
      {
        user: '{auth-provider: {name: oidc, config: {idp-issuer-url: "http://login", client-id: a, id-token: b}}}',
      },
      ['users[admin].auth-provider.config.idp-issuer-url: expected an https URL: secrets are sent there'],
    ],
    [
      'an auth-provider of former times',
      { user: '{auth-provider: {name: azure}}' },
      ['users[admin].auth-provider.name: expected oidc, found "azure": others are plugins today (exec)'],
    ],
  ])('%s', async (_, parts, problems) => {
    expect(await problemsOf(simpleKubeconfig(parts))).toEqual(problems)
  })

  test('raw PEM in the place of base64 is recognised', async () => {
    const text = JSON.stringify({
      clusters: [{ name: 'a', cluster: { 'certificate-authority-data': fakeCertificate('a') } }],
    })
    expect(await problemsOf(text)).toEqual([
      'clusters[a].certificate-authority-data: expected the base64 of PEM text, found PEM text itself',
    ])
  })

  test('what cannot be read does not hide what else is wrong with the context in use', async () => {
    const parts = {
      cluster: `{server: "ftp://h", certificate-authority-data: "?", insecure-skip-tls-verify: 5}`,
      user: `{token: 5, client-certificate-data: ${pem}, client-key-data: "?", tokenFile: 1, as-uid: u}`,
    }
    expect(await problemsOf(simpleKubeconfig(parts))).toEqual([
      'clusters[dev].insecure-skip-tls-verify: expected true or false, found a number',
      'clusters[dev].certificate-authority-data: expected the base64 of PEM text, found something else',
      'users[admin].client-key-data: expected the base64 of PEM text, found something else',
      'users[admin].token: expected a string in quotes, found a number',
      'users[admin].tokenFile: expected a string in quotes, found a number',
      'clusters[dev].server: expected an https or http URL, found ftp://',
      'users[admin].as: is missing, and as-uid, as-groups and as-user-extra need it',
    ])
  })

  test('files that are missing, beside data that is there too', async () => {
    const folder = await folderWith({
      config: simpleKubeconfig({
        cluster: `{server: "https://h", certificate-authority: no/ca.crt, certificate-authority-data: ${pem}}`,
        user: `{client-certificate: c.crt, client-certificate-data: ${pem}, client-key: ., client-key-data: ${key}, tokenFile: no-token}`,
      }),
    })
    const file = join(folder, 'config')
    const error = await configErrorFrom(() => loadConfig({ kubeconfig: file }))
    expect(error).toMatchObject({ file, field: 'clusters[dev].certificate-authority' })
    const missing = (name: string): string => `names ${join(folder, name)}, which does not exist`
    expect(error.message.split('\n').map((line) => line.trim().replace(`${file}: `, ''))).toEqual([
      'clusters[dev].certificate-authority: and certificate-authority-data are both given, only one is allowed',
      'and 6 more:',
      `clusters[dev].certificate-authority: ${missing('no/ca.crt')}`,
      `users[admin].tokenFile: ${missing('no-token')}`,
      'users[admin].client-certificate: and client-certificate-data are both given, only one is allowed',
      'users[admin].client-key: and client-key-data are both given, only one is allowed',
      `users[admin].client-certificate: ${missing('c.crt')}`,
      `users[admin].client-key: names ${folder}, which is a folder`,
    ])
  })
})

describe('what is not looked at', () => {
  test.each([
    [
      'other contexts’ problems',
      simpleKubeconfig().replace(
        'contexts:',
        '- {name: other, user: {exec: {}, token: t, username: u}}\ncontexts:\n- {name: other, context: {cluster: none, user: other}}',
      ),
    ],
    ['exec beside a token', simpleKubeconfig({ user: '{token: t, exec: {command: aws}}' })],
    [
      'credentials for plain http',
      simpleKubeconfig({ cluster: '{server: "http://h"}', user: '{exec: {}, tokenFile: missing}' }),
    ],
    ['a key without a certificate', simpleKubeconfig({ user: `{token: t, client-key-data: ${key}}` })],
    ['fields that nobody knows', simpleKubeconfig({ user: '{token: t, tokne: 5, nested: {a: [1]}}' })],
    ['the last of two equal keys wins', simpleKubeconfig({ user: '{token: 5, token: t}' })],
  ])('%s', async (_, text) => {
    const config = (await parseKubeConfig(text)).restConfig()
    expect(config.tls).toBeUndefined()
    expect(config.host).toMatch(/^https?:/)
  })
})

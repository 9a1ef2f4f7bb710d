import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { loadConfig } from '../../src/clientcmd/index.ts'
import { Clientset } from '../../src/kubernetes/index.ts'
import { ApiServer } from '../../src/server/index.ts'
import { version } from '../../src/version.ts'
import { type Ended, RunningCommand } from './run-cli.ts'

const main = path.join(inject('installFolder'), 'node_modules/kubeclient/dist/cli/main.js')
let folder: string
let kubeconfig: string
let server: ApiServer
let clientset: Clientset
const started: RunningCommand[] = []

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kubeclient-cli-'))
  kubeconfig = path.join(folder, 'kubeconfig')
  server = await ApiServer.start({ port: 0 })
  clientset = new Clientset(server.config)
  await writeFile(kubeconfig, server.kubeconfig(), { mode: 0o600 })
  const pod = { metadata: { name: 'web-0' }, spec: { containers: [{ name: 'web', image: 'web:1' }] } }
  await clientset.coreV1.pods('default').create(pod)
})
afterAll(async () => {
  // A test that failed has not ended its server.
  for (const { child } of started) child.kill('SIGKILL')
  await clientset?.close()
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

function start(...args: readonly string[]): RunningCommand {
  const command = new RunningCommand(main, args, folder)
  started.push(command)
  return command
}
const run = (...args: readonly string[]): Promise<Ended> => start(...args).ended
const failure = (...lines: readonly string[]): Ended => ({ code: 1, stdout: '', stderr: `${lines.join('\n')}\n` })

/** What a listing of the demo has: the lines of resources, and everything else. */
function takeApart(stdout: string): { resources: string[]; others: string[] } {
  const lines = stdout.split('\n').slice(0, -1)
  const isResource = (line: string) => /^\[G\]\S* \[V\]\S+ \[R\]\S+$/.test(line)
  return { resources: lines.filter(isResource), others: lines.filter((line) => !isResource(line)) }
}

const headings = [
  'resources, from the DiscoveryClient:',
  'resources, from the CachedDiscoveryClient, from its cache:',
  'pods, from the RESTClient:',
  'pods, from the Clientset:',
  'pods, from the DynamicClient:',
]

describe.concurrent('kubeclient demo', () => {
  it('lists resources and pods of an embedded server, with each client', async () => {
    const { code, stdout, stderr } = await run('demo')
    expect({ code, stderr }).toMatchObject({ code: 0 })
    const { resources, others } = takeApart(stdout)
    const half = resources.slice(0, resources.length / 2)
    expect(half).toContain('[G] [V]v1 [R]pods')
    expect(resources).toEqual([...half, ...half])
    const pods = ['NAME       PHASE', 'web-0      Running', 'web-1      Running', 'worker-0   Pending']
    expect(others).toEqual([...pods, ...pods, ...pods])
    expect(stderr.split('\n').filter((line) => headings.includes(line))).toEqual(headings)
    expect(stderr).toMatch(/ resources from the DiscoveryClient: 2 requests, /)
    expect(stderr).toMatch(/ resources from the CachedDiscoveryClient, from its cache: 0 requests, /)
  })

  it('lists those of a cluster, and changes nothing there', async () => {
    const before = (await clientset.coreV1.namespaces().list()).metadata.resourceVersion
    const { code, stdout, stderr } = await run('demo', '--kubeconfig', kubeconfig)
    expect({ code, stderr }).toMatchObject({ code: 0 })
    const listing = ['NAME    PHASE', 'web-0   Pending']
    expect(takeApart(stdout).others).toEqual([...listing, ...listing, ...listing])
    const all = await run('demo', '--kubeconfig', kubeconfig, '--context', 'kubeclient', '-A')
    expect(takeApart(all.stdout).others.slice(0, 2)).toEqual([
      'NAMESPACE   NAME    PHASE',
      'default     web-0   Pending',
    ])
    const none = await run('demo', '--kubeconfig', kubeconfig, '-n', 'kube-system')
    expect(takeApart(none.stdout).others).toEqual([])
    expect(none.stderr).toContain('No pods found in the namespace "kube-system".\n')
    expect((await clientset.coreV1.namespaces().list()).metadata.resourceVersion).toBe(before)
  })

  it.each([['demo'], ['help'], ['version', '--client']])('ends quietly if nobody reads on: %s', async (...args) => {
    const command = start(...args)
    command.child.stdout.destroy()
    const { code, stderr } = await command.ended
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.not.stringMatching(/EPIPE|error| at /) })
  })
})

describe.concurrent('kubeclient serve', () => {
  it.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)(
    'writes a kubeconfig that works, and ends well on %s',
    async (signal) => {
      const file = path.join(folder, `${signal}.kubeconfig`)
      // The second time there is the file of the first.
      for (const _ of ['new', 'replaced']) {
        const command = start('serve', '--write-kubeconfig', file)
        await command.printed(/^listening on https:\/\/127\.0\.0\.1:\d+\n/)
        expect((await stat(file)).mode & 0o777).toBe(0o600)
        const served = new Clientset(await loadConfig({ kubeconfig: file }))
        expect((await served.coreV1.namespaces().get('default')).metadata.name).toBe('default')
        await served.close()
        command.child.kill(signal)
        expect(await command.ended).toMatchObject({ code: 0, stderr: '' })
      }
    },
  )

  it("leaves another's kubeconfig alone, unless it is forced", async () => {
    const file = path.join(folder, 'mine')
    await writeFile(file, 'apiVersion: v1\n')
    const { code, stdout, stderr } = await run('serve', '--write-kubeconfig', file)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^error: cannot write the kubeconfig \S+mine: the file is there already, .+\n$/)
    expect(await readFile(file, 'utf8')).toBe('apiVersion: v1\n')
    const forced = start('serve', '--write-kubeconfig', file, '--force')
    await forced.printed(/^listening on /)
    expect(await readFile(file, 'utf8')).toContain('kubeclient-admin')
    forced.child.kill()
    await forced.ended
  })

  it('names a port that is in use', async () => {
    const { port } = new URL(server.url)
    const said = `error: cannot listen on 127.0.0.1:${port}: the port is in use`
    expect(await run('serve', '--port', port)).toEqual(failure(said))
  })
})

describe.concurrent('kubeclient version', () => {
  it("prints the client's and the server's", async () => {
    const [text, json, yaml] = await Promise.all(
      [[], ['-o', 'json'], ['--output=yaml']].map((args) => run('version', '--kubeconfig', kubeconfig, ...args)),
    )
    expect(text?.stdout).toMatch(/^Client Version: v\S+\nServer Version: v1\.\d+\.\d+\S*\n$/)
    expect(JSON.parse(json?.stdout ?? '')).toMatchObject({
      clientVersion: { gitVersion: `v${version}` },
      serverVersion: { major: '1', gitVersion: expect.stringMatching(/^v1\./) },
    })
    expect(yaml?.stdout).toMatch(/^clientVersion:\n {2}major: "0"\n[\s\S]*\nserverVersion:\n {2}major: "1"\n/)
  })

  it("prints the client's alone if it is asked to, and also if no server answers", async () => {
    const stdout = `Client Version: v${version}\n`
    expect(await run('version', '--client')).toEqual({ code: 0, stdout, stderr: '' })
    expect(await run('--version')).toEqual({ code: 0, stdout, stderr: '' })
    expect(await run('version', '--kubeconfig', '/nonexistent/config')).toEqual({
      code: 1,
      stdout,
      stderr: 'error: /nonexistent/config: does not exist\n',
    })
  })
})

describe.concurrent('kubeclient config', () => {
  it('shows a kubeconfig, and chooses the context', async () => {
    const file = path.join(folder, 'contexts')
    const contexts = [
      { name: 'a', context: { cluster: 'kubeclient', user: 'kubeclient-admin', namespace: 'kube-system' } },
      { name: 'b', context: { cluster: 'kubeclient', user: 'kubeclient-admin' } },
    ]
    await writeFile(file, `# mine\n${JSON.stringify({ contexts, users: [{ name: 'u', user: { token: 't0ken' } }] })}\n`)
    const use = await run('--kubeconfig', file, 'config', 'use-context', 'a')
    expect(use).toEqual({ code: 0, stdout: 'Switched to context "a".\n', stderr: '' })
    expect((await run('config', 'current-context', '--kubeconfig', file)).stdout).toBe('a\n')
    expect((await run('config', '--kubeconfig', file, 'get-contexts')).stdout.split(/ *\n/)).toEqual([
      'CURRENT   NAME   CLUSTER      AUTHINFO           NAMESPACE',
      '*         a      kubeclient   kubeclient-admin   kube-system',
      '          b      kubeclient   kubeclient-admin',
      '',
    ])
    const view = await run('config', 'view', '--kubeconfig', file)
    expect(view.stdout).toContain('token: REDACTED')
    expect(await readFile(file, 'utf8')).toContain('t0ken')
    expect(await run('config', 'use-context', 'c', `--kubeconfig=${file}`)).toEqual(
      failure('error: no context exists with the name: "c"'),
    )
  })
})

describe.concurrent('the flags of all commands', () => {
  it('may stand before the command and behind it', async () => {
    const said = { code: 0, stdout: 'pod/web-0\n', stderr: '' }
    expect(await run('--kubeconfig', kubeconfig, '-n', 'default', 'get', 'pods', '-o', 'name')).toEqual(said)
    expect(await run('get', '--kubeconfig', kubeconfig, 'pods', '-ndefault', '-oname')).toEqual(said)
    const versions = await run(`--kubeconfig=${kubeconfig}`, 'api-versions')
    expect(versions).toMatchObject({ code: 0, stdout: expect.stringMatching(/^v1$/m) })
    const { stdout } = await run('version', '--kubeconfig', kubeconfig, '--server', 'https://127.0.0.1:1')
    expect(stdout).not.toContain('Server Version')
  })

  it('are listed once', async () => {
    const [options, help] = await Promise.all([run('options'), run('get', '--help')])
    expect(options?.stdout).toMatch(/^ {2}-n, --namespace NS /m)
    expect(help?.stdout).not.toContain('--namespace NS')
    expect(help?.stdout).toContain('Use "kubeclient options"')
  })
})

describe.concurrent('kubeclient', () => {
  it.each<[string[], string[]]>([
    [['demo', '--kubeconfig', '/nonexistent/config'], ['error: /nonexistent/config: does not exist']],
    [['vresion'], ['error: unknown command "vresion"; did you mean version?', 'See "kubeclient help".']],
    [
      ['--kubeconfig', 'x'],
      ['error: expected COMMAND, found --kubeconfig', 'See "kubeclient help".'],
    ],
    [
      ['--prot=1', 'serve'],
      ['error: expected COMMAND, found --prot', 'See "kubeclient help".'],
    ],
    [
      ['--token', 'secret', 'vresion'],
      ['error: unknown command "vresion"; did you mean version?', 'See "kubeclient help".'],
    ],
    [
      ['demo', '--token=secret'],
      ['error: --token needs --kubeconfig or --context', 'See "kubeclient demo --help".'],
    ],
    [
      ['serve', '--prot=1'],
      ['error: unknown flag --prot; did you mean --port?', 'See "kubeclient serve --help".'],
    ],
    [
      ['serve', '--port=x'],
      ['error: invalid --port "x": expected 0 to 65535', 'See "kubeclient serve --help".'],
    ],
    [
      ['demo', '-A'],
      ['error: a namespace needs --kubeconfig or --context', 'See "kubeclient demo --help".'],
    ],
    [
      ['version', '-o', 'xml'],
      ['error: invalid --output "xml": expected json or yaml', 'See "kubeclient version --help".'],
    ],
  ])('explains what is wrong with %j', async (args, lines) => {
    expect(await run(...args)).toEqual(failure(...lines))
  })

  it('names the contexts that there are', async () => {
    const { code, stderr } = await run('demo', '--kubeconfig', kubeconfig, '--context', 'nope')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: \S+kubeconfig: .*no context "nope".*"kubeclient"\n$/)
  })

  it('helps with itself and with each command', async () => {
    const [none, help, ofCommand, dashed] = await Promise.all([
      run(),
      run('--help'),
      run('help', 'serve'),
      run('serve', '--help'),
    ])
    expect(none).toEqual(help)
    expect(help?.stdout).toMatch(
      /^Usage: kubeclient COMMAND \[FLAGS\]\n[\s\S]*\n {2}serve {10}run the embedded API server/,
    )
    expect(ofCommand).toEqual(dashed)
    expect(dashed?.stdout).toMatch(/^Usage: kubeclient serve \[FLAGS\]\n[\s\S]*--write-kubeconfig PATH/)
  })
})

import { execFile, spawn } from 'node:child_process'
import { cp, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type RESTClient, restClientFor } from '../../src/rest/index.ts'
import { ApiServer } from '../../src/server/index.ts'
import { repositoryFolder } from '../envtest/repository.ts'

const execute = promisify(execFile)
const folder = inject('installFolder')
const examples = path.join(repositoryFolder, 'examples')
const kubeconfig = path.join(folder, 'examples.kubeconfig')
const coreV1 = { apiPath: '/api', groupVersion: { group: '', version: 'v1' } }

/** How a user who is careful sets up the compiler; the declarations of the package are checked, too. */
const compilerOptions = {
  target: 'es2022',
  module: 'nodenext',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  types: ['node'],
  lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable', 'esnext.disposable'],
  outDir: 'examples-out',
  rootDir: 'examples',
}

let server: ApiServer
let client: RESTClient

beforeAll(async () => {
  await cp(examples, path.join(folder, 'examples'), { recursive: true })
  await symlink(path.join(repositoryFolder, 'node_modules/@types'), path.join(folder, 'node_modules/@types'))
  const undici = 'node_modules/undici-types'
  await symlink(path.join(repositoryFolder, undici), path.join(folder, undici))
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['examples'] }))
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  server = await ApiServer.start({ port: 0 })
  client = restClientFor({ ...server.config, ...coreV1 })
  await writeFile(kubeconfig, server.kubeconfig(), { mode: 0o600 })
  const pod = { metadata: { name: 'web-0' }, spec: { containers: [{ name: 'web', image: 'web:1' }] } }
  await client.post().namespace('default').resource('pods').body(pod).into()
})
afterAll(async () => {
  await client?.close()
  await server?.close()
})

function run(name: string): Promise<{ stdout: string }> {
  // What an example keeps between its runs goes with the folder.
  const env = { ...process.env, KUBECONFIG: kubeconfig, TMPDIR: folder }
  return execute(process.execPath, [path.join(folder, 'examples-out', `${name}.js`)], { env })
}

/** What the compiler has to say. */
async function compile(config: string): Promise<string> {
  const tsc = path.join(repositoryFolder, 'node_modules/typescript/bin/tsc')
  return execute(process.execPath, [tsc, '-p', path.join(folder, config)]).then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  )
}

describe('an example', () => {
  it('compiles against the packed package, under strict options', async () => {
    expect(await compile('tsconfig.json')).toBe('')
  })

  it('needs no declarations of Node, unless it uses Node itself', async () => {
    const { exports } = JSON.parse(await readFile(path.join(repositoryFolder, 'package.json'), 'utf8')) as {
      exports: Record<string, unknown>
    }
    const entries = Object.keys(exports).filter((entry) => !/[*]|json$/.test(entry))
    const lines = entries.map((entry, index) => `import * as e${index} from '${entry.replace('.', 'kubeclient')}'`)
    await writeFile(
      path.join(folder, 'everything.ts'),
      `${lines.join('\n')}\nvoid [${entries.map((_, i) => `e${i}`).join()}]\n`,
    )
    const config = { compilerOptions: { ...compilerOptions, types: [], rootDir: '.' }, files: ['everything.ts'] }
    await writeFile(path.join(folder, 'tsconfig.everything.json'), JSON.stringify(config))
    expect(await compile('tsconfig.everything.json')).toBe('')
  })

  it('lists pods', async () => {
    expect((await run('list-pods')).stdout).toBe('web-0 Pending\n')
  })

  it('lists pods with the clientset', async () => {
    expect((await run('list-pods-clientset')).stdout).toBe('web-0 Pending\n')
  })

  it('lists pods with the dynamic client', async () => {
    expect((await run('list-pods-dynamic')).stdout).toBe('web-0 Pending\n')
  })

  // custom-resources is run in test/conformance/dynamic-examples.test.ts: the embedded server defines no kinds yet.
  // typed-custom-resources is run in test/conformance/generate.test.ts.

  it('handles errors', async () => {
    expect((await run('handle-errors')).stdout).toBe('there are no settings yet\n')
  })

  it('changes what others change, too', async () => {
    expect((await run('retry-on-conflict')).stdout).toBe('3 visits\n')
  })

  it('starts an embedded server', async () => {
    expect((await run('embedded-server')).stdout).toBe('settings\n')
  })

  it('lists and watches', async () => {
    const configMaps = () => client.post().namespace('default').resource('configmaps')
    await configMaps()
      .body({ metadata: { name: 'first' } })
      .into()
    const env = { ...process.env, KUBECONFIG: kubeconfig }
    const child = spawn(process.execPath, [path.join(folder, 'examples-out/list-and-watch.js')], { env })
    let output = ''
    const closed = new Promise((resolve) => child.on('close', resolve))
    for await (const text of child.stdout.setEncoding('utf8')) {
      output += text
      // The list is over as soon as its one item has been told of.
      if (!output.endsWith('there is first\n')) continue
      for (const name of ['second', 'stop']) await configMaps().body({ metadata: { name } }).into()
    }
    const code = await closed
    expect(output).toBe('there is first\nADDED second\nADDED stop\n')
    expect(code).toBe(0)
  })

  it('lists resources, from the server and from a cache', async () => {
    const { stdout } = await run('list-resources')
    expect(stdout).toContain('[G] [V]v1 [R]pods\n')
    expect((await run('list-resources-cached')).stdout).toBe(stdout)
    expect((await run('list-resources-cached')).stdout).toBe(stdout)
  })

  it('is there for each of these tests, and only for them', async () => {
    const names = (await readdir(examples)).filter((name) => name.endsWith('.ts')).sort()
    const source = await readFile(path.join(repositoryFolder, 'test/package/examples.test.ts'), 'utf8')
    expect(names.filter((name) => !source.includes(name.replace('.ts', '')))).toEqual([])
  })
})

describe('the README', () => {
  it('shows the examples as they are', async () => {
    const readme = await readFile(path.join(repositoryFolder, 'README.md'), 'utf8')
    const snippets = [...readme.matchAll(/<!-- (\S+) -->\n```ts\n([\s\S]*?)```\n/g)]
    expect(snippets.length).toBeGreaterThan(0)
    expect(readme.match(/```ts\n/g)?.length).toBe(snippets.length)
    for (const [, file = '', text] of snippets) {
      expect(text, file).toBe(await readFile(path.join(repositoryFolder, file), 'utf8'))
    }
  })
})

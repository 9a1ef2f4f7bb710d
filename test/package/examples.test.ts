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
  outDir: 'examples-out',
  rootDir: 'examples',
}

let server: ApiServer
let client: RESTClient

beforeAll(async () => {
  await cp(examples, path.join(folder, 'examples'), { recursive: true })
  await symlink(path.join(repositoryFolder, 'node_modules/@types'), path.join(folder, 'node_modules/@types'))
  await symlink(
    path.join(repositoryFolder, 'node_modules/undici-types'),
    path.join(folder, 'node_modules/undici-types'),
  )
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
  const env = { ...process.env, KUBECONFIG: kubeconfig }
  return execute(process.execPath, [path.join(folder, 'examples-out', `${name}.js`)], { env })
}

describe('an example', () => {
  it('compiles against the packed package, under strict options', async () => {
    const tsc = path.join(repositoryFolder, 'node_modules/typescript/bin/tsc')
    const failure = await execute(process.execPath, [tsc, '-p', folder]).then(
      () => '',
      (error: { stdout: string }) => error.stdout,
    )
    expect(failure).toBe('')
  })

  it('lists pods', async () => {
    expect((await run('list-pods')).stdout).toBe('web-0 Pending\n')
  })

  it('handles errors', async () => {
    expect((await run('handle-errors')).stdout).toBe('there are no settings yet\n')
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

import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { Clientset } from '../../src/kubernetes/index.ts'
import { ApiServer } from '../../src/server/index.ts'

const program = `
import { Clientset, loadConfig } from 'kubeclient'
const clientset = new Clientset(await loadConfig({ kubeconfig: process.argv[2] }))
const { items } = await clientset.coreV1.pods('default').list()
console.log(items.map(({ metadata }) => metadata.name).join())
await clientset.close()
`

let server: ApiServer
/** Away from every node_modules: what is not in the bundle is not found. */
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kubeclient-bundled-'))
  server = await ApiServer.start({ port: 0 })
  await writeFile(path.join(folder, 'config.yaml'), server.kubeconfig(), { mode: 0o600 })
  await using clientset = new Clientset(server.config)
  const containers = [{ name: 'web', image: 'web:1' }]
  await clientset.coreV1.pods('default').create({ metadata: { name: 'web-0' }, spec: { containers } })
})
afterAll(async () => {
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

/**
 * Bundles the program, with all that it depends on.
 *
 * For Node, this bundler gives CommonJS modules a `require`. Others do not, and what they make then fails as soon as such
 * a module wants one of Node's: so does what this one makes for no platform in particular.
 */
async function bundle(out: string, splits: boolean): Promise<void> {
  const input = path.join(inject('installFolder'), 'bundled.mjs')
  await writeFile(input, program)
  const build = await rolldown({
    input,
    platform: 'neutral',
    resolve: { mainFields: ['module', 'main'], conditionNames: ['node', 'import'] },
    external: isBuiltin,
  })
  try {
    const options = { dir: out, format: 'esm', entryFileNames: 'program.mjs' } as const
    if (splits) await build.write(options)
    else {
      // Beside the one file, this bundler leaves another one that nobody imports.
      const { output } = await build.generate({ ...options, codeSplitting: false })
      await mkdir(out)
      await writeFile(path.join(out, 'program.mjs'), output[0].code)
    }
  } finally {
    await build.close()
  }
}

test.each([
  ['one file', false],
  ['many files', true],
])('a program in an ES module bundle of %s reads YAML and lists over https', async (name, splits) => {
  const out = path.join(folder, name)
  await bundle(out, splits)
  expect((await readdir(out)).length > 1).toBe(splits)
  expect(server.url).toMatch(/^https:/)
  const run = [path.join(out, 'program.mjs'), path.join(folder, 'config.yaml')]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, run)
  expect({ stdout, stderr }).toEqual({ stdout: 'web-0\n', stderr: '' })
})

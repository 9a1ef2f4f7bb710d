import { cpSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, inject, type TestContext, test } from 'vitest'
import { restClientFor } from '../../src/rest/index.ts'
import { ApiServer } from '../../src/server/index.ts'
import { repositoryFolder } from '../envtest/repository.ts'
import { isInstalled, type Runtime, runOn, runtimes, versionOf } from './runtime.ts'

const folder = inject('installFolder')
const kubeconfig = path.join(folder, 'kubeconfig')
let server: ApiServer

beforeAll(async () => {
  // Beside the installed package, so that it is found by its name.
  cpSync(path.join(repositoryFolder, 'test', 'runtimes', 'programs'), folder, { recursive: true })
  server = await ApiServer.start({ port: 0 })
  await writeFile(kubeconfig, server.kubeconfig())
  const core = restClientFor({ ...server.config, apiPath: '/api', groupVersion: { group: '', version: 'v1' } })
  for (const name of ['web-1', 'web-2']) {
    const body = { metadata: { name }, spec: { containers: [{ name: 'main', image: 'app' }] } }
    await core.post().namespace('default').resource('pods').body(body).into()
  }
  await core.close()
})

afterAll(() => server.close())

function require(runtime: Runtime, context: TestContext): void {
  if (isInstalled(runtime)) return
  const reason = `${runtime.name} ${runtime.version} is not installed for ${process.platform}-${process.arch}`
  if ((process.env['CI'] ?? '') !== '') throw new Error(reason)
  context.task.meta.skipKind = 'tool-missing'
  context.skip(reason)
}

for (const runtime of runtimes) {
  test(`${runtime.name} is the version that is tested`, async (context) => {
    require(runtime, context)
    expect(await versionOf(runtime)).toContain(runtime.version)
  })

  test(`${runtime.name} lists, misses and watches pods over TLS`, async (context) => {
    require(runtime, context)
    const printed = await runOn(runtime, ['list-pods.mjs', kubeconfig, 'default'], folder)
    expect(JSON.parse(printed)).toEqual({ pods: ['web-1', 'web-2'], missing: true, events: ['ADDED'] })
  })

  test(`${runtime.name} runs the embedded server`, async (context) => {
    require(runtime, context)
    const printed = await runOn(runtime, ['serve-and-list.mjs'], folder)
    expect(JSON.parse(printed)).toEqual({ scheme: 'https:', pods: ['web-1'] })
  })
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Case, conformance } from './conformance.ts'
import { Kubectl, kubectlVersion, type Output } from './kubectl.ts'
import { pod } from './objects.ts'

let cacheFolder: string

beforeAll(async () => {
  cacheFolder = await mkdtemp(path.join(tmpdir(), 'kubeclient-kubectl-'))
})

afterAll(() => rm(cacheFolder, { recursive: true, force: true }))

const options = {
  needs: { what: 'kubectl', isThere: () => kubectlVersion() !== undefined },
  timeoutMs: 60_000,
}

function start({ target }: Case, ...args: string[]): Kubectl {
  return new Kubectl(target.kubeconfigPath, path.join(cacheFolder, target.name), args)
}

async function kubectl(context: Case, ...args: string[]): Promise<Output> {
  return start(context, ...args).end()
}

const createPod = ({ core, namespace }: Case, name: string) =>
  core.post().namespace(namespace).resource('pods').body(pod(name)).into()

/** Columns of a table, without what depends on the time. */
const firstColumns = (text: string, count: number) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/).slice(0, count).join(' '))

conformance('kubectl get ns', options, async (context) => {
  const { code, stdout, stderr } = await kubectl(context, 'get', 'ns')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const lines = firstColumns(stdout, 3)
  expect(lines[0]).toBe('NAME STATUS AGE')
  expect(firstColumns(stdout, 2)).toEqual(expect.arrayContaining(['default Active', `${context.namespace} Active`]))
})

conformance('kubectl get pods -A', options, async (context) => {
  await createPod(context, 'web-1')
  const { code, stdout, stderr } = await kubectl(context, 'get', 'pods', '-A')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const lines = firstColumns(stdout, 5)
  expect(lines[0]).toBe('NAMESPACE NAME READY STATUS RESTARTS')
  expect(lines).toContain(`${context.namespace} web-1 0/1 Pending 0`)
})

conformance('kubectl get pod of one name, as JSON and by its name', options, async (context) => {
  await createPod(context, 'web-1')
  const asJson = await kubectl(context, 'get', 'pod', 'web-1', '-n', context.namespace, '-o', 'json')
  expect(asJson.code).toBe(0)
  const stored = await context.core.get().namespace(context.namespace).resource('pods').name('web-1').into<{
    metadata: Record<string, unknown>
  }>()
  const { managedFields: _hidden, ...metadata } = stored.metadata
  expect(JSON.parse(asJson.stdout)).toEqual({ ...stored, metadata })
  const asName = await kubectl(context, 'get', 'pods', '-n', context.namespace, '-o', 'name')
  expect(asName.stdout).toBe('pod/web-1\n')
})

conformance('kubectl delete pod', options, async (context) => {
  await createPod(context, 'web-1')
  const { code, stdout } = await kubectl(context, 'delete', 'pod', 'web-1', '-n', context.namespace)
  expect({ code, stdout: stdout.trim() }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^pod "web-1" deleted/) as string,
  })
  const after = await kubectl(context, 'get', 'pod', 'web-1', '-n', context.namespace)
  expect(after.code).toBe(1)
  expect(after.stderr.trim()).toBe('Error from server (NotFound): pods "web-1" not found')
})

conformance('kubectl get pods -w', options, async (context) => {
  await createPod(context, 'web-1')
  const watching = start(context, 'get', 'pods', '-w', '-n', context.namespace)
  try {
    await expect.poll(() => watching.stdout, { timeout: 20_000 }).toContain('web-1')
    await createPod(context, 'web-2')
    await expect.poll(() => watching.stdout, { timeout: 20_000 }).toContain('web-2')
    expect(firstColumns(watching.stdout, 3)).toEqual(['NAME READY STATUS', 'web-1 0/1 Pending', 'web-2 0/1 Pending'])
  } finally {
    await watching.stop()
  }
})

conformance(
  'kubectl create configmap',
  { ...options, embedded: { notYet: 'protobuf bodies, which kubectl sends, are not read' } },
  async (context) => {
    const created = await kubectl(
      context,
      'create',
      'configmap',
      'settings',
      '--from-literal=a=1',
      '-n',
      context.namespace,
    )
    expect({ code: created.code, stderr: created.stderr }).toEqual({ code: 0, stderr: '' })
    const stored = await context.core.get().namespace(context.namespace).resource('configmaps').name('settings').into()
    expect(stored).toMatchObject({ data: { a: '1' } })
  },
)

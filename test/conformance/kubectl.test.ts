import { mkdtemp, rm, writeFile } from 'node:fs/promises'
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

conformance('kubectl create -f checks the fields, and creates', options, async (context) => {
  const manifest = { apiVersion: 'v1', kind: 'Pod', ...pod('web-1') }
  await inFile(manifest, async (file) => {
    const created = await kubectl(context, 'create', '-f', file, '-n', context.namespace)
    expect(created).toEqual({ code: 0, stdout: 'pod/web-1 created\n', stderr: '' })
  })
  await inFile({ ...manifest, colour: 'blue' }, async (file) => {
    const refused = await kubectl(context, 'create', '-f', file, '-n', context.namespace)
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain('unknown field "colour"')
  })
})

conformance('kubectl explain knows fields and their types', options, async (context) => {
  const { code, stdout } = await kubectl(context, 'explain', 'pod.spec.containers.ports')
  expect(code).toBe(0)
  expect(stdout).toMatch(/ports <\[\]ContainerPort>/)
  expect(stdout).toMatch(/containerPort\s+<integer> -required-/)
})

conformance('kubectl run, replace and wait', options, async (context) => {
  const inNamespace = (...args: string[]) => kubectl(context, ...args, '-n', context.namespace)
  expect(await inNamespace('run', 'web-1', '--image=registry.example/app:1')).toMatchObject({ code: 0 })
  const pending = ['--for=jsonpath={.status.phase}=Pending', 'pod/web-1', '--timeout=10s']
  expect(await inNamespace('wait', ...pending)).toMatchObject({ code: 0 })
  await inFile({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { x: '1' } }, async (file) => {
    expect(await inNamespace('create', '-f', file)).toMatchObject({ code: 0 })
    expect(await inNamespace('replace', '-f', file)).toMatchObject({ code: 0 })
  })
})

async function inFile(object: object, run: (file: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kubeclient-kubectl-'))
  try {
    const file = path.join(folder, 'object.json')
    await writeFile(file, JSON.stringify(object))
    await run(file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

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

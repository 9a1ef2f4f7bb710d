import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, expect, vi } from 'vitest'
import { generate } from '../../src/cli/generate.ts'
import { runCommand } from '../../src/cli/run-command.test-support.ts'
import { DiscoveryClient } from '../../src/discovery/index.ts'
import { applyAll, DynamicClient, deleteAll } from '../../src/dynamic/index.ts'
import { Clientset, type ResourceDescriptor } from '../../src/kubernetes/index.ts'
import { type ManifestObject, parseManifest } from '../../src/meta/index.ts'
import { repositoryFolder } from '../envtest/repository.ts'
import { type Case, type CaseOptions, conformance } from './conformance.ts'
import { inFolder } from './discovery-support.ts'
import { needsDefinitions } from './dynamic-support.ts'

// The example uses the package by its name; here it is the source.
vi.mock('kubeclient', () => import('../../src/index.ts'))
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const execute = promisify(execFile)
const allCrds = path.join(repositoryFolder, 'test/crds')
const groups = ['certs', 'data', 'net', 'odd'].map((name) => `${name}.kubeclient.dev`)
const options: CaseOptions = { ...needsDefinitions, timeoutMs: 120_000 }

/** Defines everything in a folder for as long as something runs. */
async function withDefinitions(
  { target }: Case,
  run: (folder: string) => Promise<void>,
  crds = allCrds,
): Promise<void> {
  const dynamic = new DynamicClient({ ...target.config, warningHandler: { handleWarningHeader: () => undefined } })
  const objects: ManifestObject[] = []
  for (const file of (await readdir(crds)).filter((name) => /\.(json|yaml)$/.test(name))) {
    const manifest = await parseManifest(await readFile(path.join(crds, file), 'utf8'), { file })
    objects.push(...manifest.objects.filter(({ kind }) => kind === 'CustomResourceDefinition'))
  }
  try {
    for (const result of await applyAll(dynamic, objects, { fieldManager: 'test' })) {
      if (result.outcome === 'failed') throw result.error
    }
    await inFolder(run)
  } finally {
    await deleteAll(dynamic, objects, { wait: true })
    await dynamic.close()
  }
}

/** What a command line writes, by file, without the line that tells how. */
async function generated(folder: string, ...args: string[]): Promise<Map<string, string>> {
  const result = await runCommand(generate, [...args, '-o', folder])
  expect(result).toMatchObject({ code: 0, stderr: '' })
  const texts = new Map<string, string>()
  for (const name of (await readdir(folder, { recursive: true })).filter((each) => each.endsWith('.ts')).sort()) {
    const [mark, command, ...lines] = (await readFile(path.join(folder, name), 'utf8')).split('\n')
    expect(command).toContain(`// kubeclient generate ${args[0]}`)
    texts.set(name, [mark, ...lines].join('\n'))
  }
  return texts
}

/** The documents of the groups, once they tell of what has just been defined. */
async function openApiDocuments({ target }: Case, folder: string): Promise<string[]> {
  const discovery = new DiscoveryClient(target.config)
  const wanted = [
    'certs.kubeclient.dev/v1',
    'data.kubeclient.dev/v1alpha1',
    'net.kubeclient.dev/v1',
    'odd.kubeclient.dev/v1',
  ]
  try {
    const files: string[] = []
    for (const groupVersion of wanted) {
      const file = path.join(folder, `${groupVersion.replace('/', '-')}.json`)
      for (;;) {
        const document = (await discovery.openApiV3().paths()).get(`apis/${groupVersion}`)
        const text = document === undefined ? '' : JSON.stringify(await document.document())
        await writeFile(file, text)
        if (text.includes('x-kubernetes-group-version-kind') && (await areAllThere(text, groupVersion))) break
        await sleep(200)
      }
      files.push(file)
    }
    return files
  } finally {
    await discovery.close()
  }
}

async function areAllThere(text: string, groupVersion: string): Promise<boolean> {
  const kinds = groupVersion.startsWith('odd') ? ['Odd-Kind', 'Record', 'ObjectMeta', 'Shape'] : []
  const all = groupVersion.startsWith('certs') ? ['Certificate', 'ClusterIssuer'] : kinds
  return all.every((kind) => text.includes(`"kind":"${kind}"`))
}

/** Without what OpenAPI does not tell of a resource. */
function untold(text: string): string {
  return text.replace(/^ {2}(shortNames|categories|singular): .*\n/gm, '').replace(/^\/\*\* @deprecated .*\n/gm, '')
}

/** Compiles what was written against the source here. */
async function compile(folder: string): Promise<string> {
  const source = path.join(repositoryFolder, 'src')
  const paths = {
    'kubeclient/api/*': [`${source}/api/*.ts`],
    'kubeclient/kubernetes': [`${source}/kubernetes/index.ts`],
  }
  const config = {
    extends: path.join(repositoryFolder, 'tsconfig.base.json'),
    compilerOptions: { noEmit: true, typeRoots: [path.join(repositoryFolder, 'node_modules/@types')], paths },
    include: ['*/*.ts'],
  }
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}')
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = path.join(repositoryFolder, 'node_modules/typescript/bin/tsc')
  return execute(process.execPath, [tsc, '-p', folder]).then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  )
}

conformance('types come from manifests, from a server and from its OpenAPI documents', options, (context) =>
  withDefinitions(context, async (folder) => {
    const cluster = [`--kubeconfig=${context.target.kubeconfigPath}`, ...groups.map((group) => `--group=${group}`)]
    const manifests = await generated(path.join(folder, 'a'), '--crd', allCrds)
    const server = await generated(path.join(folder, 'b'), '--server', ...cluster)
    expect([...manifests.keys()]).toHaveLength(5)
    expect(Object.fromEntries(server)).toEqual(Object.fromEntries(manifests))
    expect(await compile(path.join(folder, 'a'))).toBe('')

    const named = await generated(path.join(folder, 'c'), '--server', 'records.odd.kubeclient.dev', cluster[0] ?? '')
    expect([...named.keys()]).toEqual(['odd.kubeclient.dev/v1.ts'])

    const files = await openApiDocuments(context, folder)
    const documents = await generated(path.join(folder, 'd'), '--openapi', ...files)
    for (const [name, text] of documents) expect(text, name).toBe(untold(manifests.get(name) ?? ''))
    expect(await compile(path.join(folder, 'd'))).toBe('')
  }),
)

conformance('a clientset takes what was generated', options, (context) =>
  withDefinitions(context, async (folder) => {
    await generated(folder, '--crd', allCrds)
    const load = async (file: string) =>
      (await import(/* @vite-ignore */ path.join(folder, file))) as Record<string, ResourceDescriptor>
    const { certificates, clusterIssuers } = await load('certs.kubeclient.dev/v1.ts')
    const { databases } = await load('data.kubeclient.dev/v1alpha1.ts')
    const clientset = new Clientset(context.target.config)
    try {
      if (certificates === undefined || clusterIssuers === undefined || databases === undefined) throw new Error('none')
      const client = clientset.resource(certificates, context.namespace)
      const spec = { secretName: 'a', issuerRef: { name: 'b' } }
      const body = { metadata: { name: 'a' }, spec }
      const created = await client.create(body)
      expect(created).toMatchObject({ kind: 'Certificate', spec: { issuerRef: { kind: 'Issuer', name: 'b' } } })
      const status = { conditions: [{ type: 'Ready', status: 'True' }] }
      await expect(client.updateStatus({ ...created, ...{ status } })).resolves.toMatchObject({ status })
      await expect(client.create({ metadata: { name: 'b' } })).rejects.toThrow('spec')
      const issuers = clientset.resource({ ...clusterIssuers, namespaced: false })
      await issuers.apply({ metadata: { name: context.namespace } }, { fieldManager: 'me' })
      await issuers.delete(context.namespace)
      const replicated = clientset.resource(databases, context.namespace)
      await replicated.create({ metadata: { name: 'd' }, ...{ spec: { replicas: 2 } } })
      await expect(replicated.getScale('d')).resolves.toMatchObject({ spec: { replicas: 2 } })
    } finally {
      await clientset.close()
    }
  }),
)

conformance(
  'types of built-in groups come from OpenAPI documents',
  { embedded: { notYet: 'most groups are not served' }, timeoutMs: 120_000 },
  (context) =>
    inFolder(async (folder) => {
      const save = async (name: string, location: string) => {
        const file = path.join(folder, name)
        await writeFile(file, JSON.stringify(await context.core.get().absPath(location).into()))
        return file
      }
      const v2 = await save('v2.json', '/openapi/v2')
      const names = ['', 'apps', 'batch', 'policy', 'authentication.k8s.io', 'apiextensions.k8s.io']
      const chosen = names.map((group) => `--group=${group}`)
      const all = await generated(path.join(folder, 'v2'), '--openapi', v2, ...chosen)
      expect([...all.keys()]).toEqual(expect.arrayContaining(['core/v1.ts', 'apps/v1.ts', 'policy/v1.ts']))
      expect(await compile(path.join(folder, 'v2'))).toBe('')

      const v3 = await save('v3.json', '/openapi/v3/apis/apps/v1')
      const apps = await generated(path.join(folder, 'v3'), '--openapi', v3, '--group=apps')
      expect(await compile(path.join(folder, 'v3'))).toBe('')
      expect(apps.get('apps/v1.ts')).toMatch(/import type \{.*\bPodTemplateSpec\b.*\} from 'kubeclient\/api\/core\/v1'/)
      expect(apps.get('apps/v1.ts')).toContain("  subresources: ['scale', 'status'],\n")
      await expect(runCommand(generate, ['--openapi', v3, '-o', folder])).rejects.toThrow('--group (apps)')
    }),
)

conformance('the example with types of custom resources does what it says', options, (context) =>
  withDefinitions(
    context,
    async () => {
      const lines: string[] = []
      vi.spyOn(console, 'log').mockImplementation((...parts: unknown[]) => lines.push(parts.join(' ')))
      vi.stubEnv('KUBECONFIG', context.target.kubeconfigPath)
      vi.resetModules()
      await import('../../examples/typed-custom-resources.ts')
      expect(lines).toEqual(['nightly Allow 1', 'default nightly 3 2026-01-01T03:00:00Z'])
    },
    path.join(repositoryFolder, 'examples/crds'),
  ),
)

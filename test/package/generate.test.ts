import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { repositoryFolder } from '../envtest/repository.ts'
import { RunningCommand } from './run-cli.ts'

const execute = promisify(execFile)
const folder = path.join(inject('installFolder'), 'generate')
const installed = path.join(inject('installFolder'), 'node_modules/kubeclient')
const crds = path.join(repositoryFolder, 'test/crds')

/** How users who are careful set up the compiler, and what tools that compile file by file need. */
const strict = {
  target: 'es2022',
  // Nothing newer, and no types of Node: what the declarations of the package need besides they bring along.
  lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  declaration: true,
  isolatedDeclarations: true,
  skipLibCheck: false,
  allowImportingTsExtensions: true,
  rewriteRelativeImportExtensions: true,
  rootDir: '.',
  outDir: 'out',
}

async function cli(...args: string[]) {
  const { bin } = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8')) as {
    bin: { kubeclient: string }
  }
  return new RunningCommand(path.join(installed, bin.kubeclient), args, folder).ended
}

/** What the compiler has to say of all types and a program that uses them. */
async function compile(options: object, program: string): Promise<string> {
  await writeFile(path.join(folder, 'use.ts'), program)
  const config = { compilerOptions: { ...strict, ...options }, include: ['use.ts', 'crds'] }
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = path.join(repositoryFolder, 'node_modules/typescript/bin/tsc')
  return execute(process.execPath, [tsc, '-p', folder]).then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  )
}

const program = `
import { Clientset } from 'kubeclient/kubernetes'
import { certificates, clusterIssuers, type Certificate, type StoredCertificate } from './crds/certs.kubeclient.dev/v1.ts'
import { databases } from './crds/data.kubeclient.dev/v1alpha1.ts'
import { httpRoutes, type HTTPRouteSpecRuleMatchPathType } from './crds/net.kubeclient.dev/v1.ts'
import { records, shapes, type OddKindSpec, type Record as Entry } from './crds/odd.kubeclient.dev/v1.ts'

export async function use(clientset: Clientset): Promise<void> {
  const client = clientset.resource(certificates, 'default')
  const spec: Certificate['spec'] = { secretName: 'a', issuerRef: { name: 'b', kind: 'ClusterIssuer' } }
  const stored: StoredCertificate = await client.create({ metadata: { name: 'a' }, spec })
  const kind: 'Certificate' = stored.kind
  const namespace: string = stored.metadata.namespace
  const usage: 'signing' | 'digital signature' | 'server auth' | 'client auth' | undefined = stored.spec.usages?.[0]
  const password: string | null | undefined = stored.spec.keystores?.pkcs12?.password
  const time: string | undefined = stored.status?.conditions?.[0]?.lastTransitionTime
  const size: 2048 | 4096 | 8192 | undefined = stored.spec.privateKey?.size
  await client.updateStatus({ ...stored, status: { conditions: [{ type: 'Ready', status: 'True' }] } })
  await client.apply({ metadata: { name: 'a' }, spec: { secretName: 'c' } }, { fieldManager: 'me' })
  await client.applyStatus({ metadata: { name: 'a' }, status: { conditions: [{ type: 'Ready' }] } }, { fieldManager: 'me' })
  await client.patch('a', { type: 'merge', body: { spec: { keystores: null } } })
  for await (const each of clientset.resource(certificates).each()) void (each satisfies StoredCertificate)
  // @ts-expect-error what tells conditions apart is needed
  await client.applyStatus({ metadata: { name: 'a' }, status: { conditions: [{}] } }, { fieldManager: 'me' })
  // @ts-expect-error a name is needed
  await client.create({ spec: { secretName: 'a', issuerRef: {} } })
  // @ts-expect-error it has no scale
  await client.getScale('a')
  // @ts-expect-error one in all namespaces only lists and watches
  await clientset.resource(certificates).get('a')

  const issuers = clientset.resource(clusterIssuers)
  await issuers.apply({ metadata: { name: 'a' }, spec: { selfSigned: {} } }, { fieldManager: 'me' })
  const config: unknown = (await issuers.get('a')).spec?.acme?.solvers?.[0]?.dns01?.webhook?.config
  // @ts-expect-error it holds nothing
  await issuers.create({ spec: { selfSigned: { a: 1 } } })

  const replicated = clientset.resource(databases, 'default')
  await replicated.updateScale('a', { spec: { replicas: 2 } })
  const database = await replicated.get('a')
  const limit: string | number | undefined = database.spec.containers?.[0]?.resources?.limits?.['cpu']
  const zone: string | undefined = database.spec.topology?.[0]?.[0]?.zone
  const restart: boolean | undefined = database.spec.parameters?.['a']?.restart
  const inner: unknown = database.spec.template?.['spec']
  await replicated.apply(
    { metadata: { name: 'a' }, spec: { containers: [{ name: 'b', ports: [{ containerPort: 1 }], env: [{ name: 'x' }] }] } },
    { fieldManager: 'me' },
  )

  const path: HTTPRouteSpecRuleMatchPathType = 'Exact'
  await clientset.resource(httpRoutes, 'a').create({ spec: { rules: [{ matches: [{ path: { type: path } }] }] } })
  const entry: Entry = { spec: { texts: { a: 'b' } } }
  await clientset.resource(records, 'a').create(entry)
  const odd: OddKindSpec['class'] = "it's"
  const shape = (await clientset.resource(shapes, 'a').get('a')).schema
  const type: 'string' | 'number' | null | undefined = shape.type
  void [kind, namespace, usage, password, time, size, config, limit, zone, restart, inner, odd, type, shape['other']]

  const untyped = await clientset.resource<Certificate>(certificates, 'default').get('a')
  void (untyped.spec.secretName satisfies string)
}
`

beforeAll(async () => {
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}')
  const { code, stdout, stderr } = await cli('generate', '--crd', crds, '-o', path.join(folder, 'crds'))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.match(/^wrote \S+\.ts \(/gm)).toHaveLength(5)
})

describe('what is generated from definitions', () => {
  it('compiles under strict options, and has the types that it should', async () => {
    expect(await compile({ module: 'nodenext' }, program)).toBe('')
  })

  it('compiles for a bundler, too', async () => {
    expect(await compile({ module: 'esnext', moduleResolution: 'bundler' }, program)).toBe('')
  })

  it('is compiled at all', async () => {
    const wrong =
      "import { certificates } from './crds/certs.kubeclient.dev/v1.ts'\nexport const a: string = certificates\n"
    expect(await compile({ module: 'nodenext' }, wrong)).toContain('use.ts(2,')
  })

  it('is what the example uses', async () => {
    const folder = path.join(repositoryFolder, 'examples/crds')
    const { code, stdout } = await cli('generate', '--crd', path.join(folder, 'crontabs.yaml'), '-o', folder, '--check')
    expect(stdout).toMatch(/^up to date \S+v1\.ts\n$/)
    expect(code).toBe(0)
  })

  it('is checked by the command that wrote it', async () => {
    const check = () => cli('generate', '--crd', crds, '-o', path.join(folder, 'crds'), '--check')
    await expect(check()).resolves.toMatchObject({ code: 0 })
    const file = path.join(folder, 'crds/net.kubeclient.dev/v1.ts')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('HTTPRoute', 'HTTPPath'))
    await expect(check()).resolves.toMatchObject({ code: 1, stdout: expect.stringContaining(`out of date ${file}\n`) })
    await writeFile(file, text)
  })
})

import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, vi } from 'vitest'
import { apply } from '../../src/cli/apply.ts'
import { deleteObjects } from '../../src/cli/delete.ts'
import { get } from '../../src/cli/get.ts'
import { type CommandResult, runCommand } from '../../src/cli/run-command.test-support.ts'
import type { Case } from './conformance.ts'
import { inFolder } from './discovery-support.ts'
import { configMaps, needsPatch, pods, withDynamic } from './dynamic-support.ts'
import { Kubectl, kubectlVersion } from './kubectl.ts'
import { pod } from './objects.ts'

const needsKubectl = { needs: { what: 'kubectl', isThere: () => kubectlVersion() !== undefined }, timeoutMs: 180_000 }

const flagsOf = ({ target }: Case, folder: string): string[] => [
  `--kubeconfig=${target.kubeconfigPath}`,
  `--cache-dir=${path.join(folder, 'kubeclient')}`,
]

/** The same without spaces at the ends of lines, and without ages, which go on. */
function steady(text: string): string {
  return text.replace(/\b\d+[smh](\d+[sm])?\b/g, 'N').replace(/ +$/gm, '')
}

/** How both commands are given what stands in a case's namespace. */
class Twins {
  readonly #context: Case
  readonly #folder: string

  constructor(context: Case, folder: string) {
    this.#context = context
    this.#folder = folder
  }

  async kubectl(...args: readonly string[]): Promise<CommandResult> {
    const cache = path.join(this.#folder, 'kubectl')
    const { code, stdout, stderr } = await new Kubectl(this.#context.target.kubeconfigPath, cache, args).end()
    return { code, stdout: steady(stdout), stderr }
  }

  async ours(
    command: (args: readonly string[]) => Promise<number>,
    ...args: readonly string[]
  ): Promise<CommandResult> {
    const { code, stdout, stderr } = await runCommand(command, [...args, ...flagsOf(this.#context, this.#folder)])
    return { code, stdout: steady(stdout), stderr }
  }
}

const objects = [
  { ...pod('a', { app: 'web', 'example.com/tier': 'front' }), apiVersion: 'v1', kind: 'Pod' },
  { ...pod('long-name'), apiVersion: 'v1', kind: 'Pod' },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c-10', labels: { app: 'web' } }, data: { size: '10' } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c-9' }, data: { size: '9' } },
]

const create = async (dynamic: Parameters<Parameters<typeof withDynamic>[2]>[0], namespace: string) => {
  for (const object of objects) {
    await (await dynamic.forObject(object, { namespace })).create(structuredClone(object))
  }
}

const variants: readonly (readonly string[])[] = [
  ['pods,configmaps'],
  ['cm,po', '--no-headers'],
  ['pod/a', 'cm/c-9', 'pod/long-name'],
  ['pod/a', 'pod/long-name'],
  ['pods', 'long-name', 'a'],
  ['pods,cm', '-l', 'app=web'],
  ['pods,cm', '-l', 'app=none'],
  ['pods', '-l', 'app=none', '--ignore-not-found'],
  ['pods,cm', '-o', 'wide'],
  ['pods', '--show-kind'],
  ['pods', '--show-labels'],
  ['pods', '-L', 'app,example.com/tier', '-L', 'none', '--show-labels'],
  ['cm', '--sort-by=.data.size'],
  ['cm', '--sort-by={.metadata.labels.app}', '--no-headers'],
  ['cm,pods', '-o', 'name'],
  ['cm', 'c-9', 'c-10', '-o', 'json'],
  ['cm,cm,pods', '-l', 'app=web', '-o', 'yaml'],
  ['cm', '-o', 'name', '--sort-by=.data.size'],
  ['cm', '-l', 'a=b', '-o', 'yaml'],
  ['cm', 'none', '--ignore-not-found', '-o', 'json'],
  ['cm', 'none', '--ignore-not-found'],
  ['pods', 'a', '-o', 'json', '--show-managed-fields'],
  ['ns/default', 'pod/a'],
  ['pods', '-o', 'jsonpath={.items[*].metadata.name}'],
  ['pods,cm', '-o', 'jsonpath={range .items[*]}{.kind}/{.metadata.name}{"\\t"}{.metadata.labels}{"\\n"}{end}'],
  ['pod', 'a', '-o', "jsonpath={.metadata.labels.app}-{.spec.containers}{.no}{'\\n'}{@.spec.enableServiceLinks}"],
  ['pods', '-o', 'jsonpath={.items[?(@.metadata.name=="a")].spec.containers[0].image} .text'],
  ['cm', '-l', 'app=none', '-o', 'jsonpath={.items}'],
  ['pods', '-o', 'custom-columns=N:.metadata.name,L:{.metadata.labels},C:.spec.containers[*].image,X:.no,K:kind'],
  ['pods,cm', '-o', 'custom-columns=C:.spec.containers[0].resources,S:.spec.enableServiceLinks', '--no-headers'],
  ['cm', '-l', 'app=none', '-o', 'custom-columns=NAME:.metadata.name'],
]

/** What both answer with exit code 1, and what they print before. */
const failing: readonly (readonly string[])[] = [
  ['cm', 'c-9', 'none'],
  ['cm,pods', 'none'],
  ['cm', 'none', 'c-9', '-o', 'name'],
  ['pods', 'a', '-l', 'app=web'],
  ['pod/a', 'cm'],
  ['pods/'],
  ['pods', 'a', '-A'],
  ['pods,cm', '-w'],
  ['pods', '-o', 'html'],
  ['pods', '-o', 'jsonpath={.metadata'],
  ['pods', '-o', 'custom-columns=NAME'],
  ['pods', '-l', '!!'],
]

withDynamic('get prints several resources as kubectl does', needsKubectl, (dynamic, context) =>
  inFolder(async (folder) => {
    const { namespace } = context
    await create(dynamic, namespace)
    const twins = new Twins(context, folder)
    for (const args of variants) {
      const theirs = await twins.kubectl('get', ...args, `--namespace=${namespace}`)
      const ours = await twins.ours(get, ...args, `--namespace=${namespace}`)
      expect({ args, ...ours }).toEqual({ args, ...theirs })
      expect(theirs.code).toBe(0)
    }
    for (const args of failing) {
      const theirs = await twins.kubectl('get', ...args, `--namespace=${namespace}`)
      const ours = await twins.ours(get, ...args, `--namespace=${namespace}`).catch(() => ({ code: 1, stdout: '' }))
      expect({ args, stdout: ours.stdout, code: ours.code }).toEqual({ args, stdout: theirs.stdout, code: 1 })
      expect(theirs.code).toBe(1)
    }
  }),
)

withDynamic('get prints what the server answers at a path as kubectl does', needsKubectl, (dynamic, context) =>
  inFolder(async (folder) => {
    await create(dynamic, context.namespace)
    const twins = new Twins(context, folder)
    const own = `/api/v1/namespaces/${context.namespace}`
    for (const raw of ['/version', own, `${own}/configmaps?labelSelector=app%3Dweb&limit=1`]) {
      const theirs = await twins.kubectl('get', '--raw', raw)
      expect(await twins.ours(get, '--raw', raw)).toEqual({ ...theirs, code: 0, stderr: '' })
      expect(theirs.stdout).toMatch(/^\{/)
    }
    for (const args of [
      ['/nonexistent'],
      [`${own}/pods/none`],
      ['version'],
      ['/version', 'pods'],
      ['/version', '-o', 'json'],
      ['/version', '-w'],
      ['/version', '--watch-only'],
      ['/version', '-l', 'app=web'],
    ]) {
      const theirs = await twins.kubectl('get', '--raw', ...args)
      const ours = await twins.ours(get, '--raw', ...args).catch(() => ({ code: 1, stdout: '' }))
      expect({ args, stdout: ours.stdout, code: ours.code }).toEqual({ args, stdout: theirs.stdout, code: 1 })
      expect(theirs.code).toBe(1)
    }
  }),
)

withDynamic('get shows all namespaces and categories as kubectl does', needsKubectl, (dynamic, context) =>
  inFolder(async (folder) => {
    await create(dynamic, context.namespace)
    const twins = new Twins(context, folder)
    const own = `--namespace=${context.namespace}`
    const selected = ['-A', `--field-selector=metadata.namespace=${context.namespace}`]
    for (const args of [
      ['all', own],
      ['cm,po', ...selected],
      ['po,cm', ...selected, '--no-headers', '--show-labels'],
      ['ns/default', own],
    ]) {
      const theirs = await twins.kubectl('get', ...args)
      expect({ args, ...(await twins.ours(get, ...args)) }).toEqual({ args, ...theirs })
    }
    // Others make and delete namespaces meanwhile: only the heads are compared.
    for (const args of [
      ['po,ns', '-A'],
      ['ns,po', '-A'],
    ]) {
      const heads = ({ stdout }: CommandResult) => stdout.match(/^NAME.*?(?= |$)/gm)
      expect(heads(await twins.ours(get, ...args))).toEqual(heads(await twins.kubectl('get', ...args)))
    }
  }),
)

const deletions: readonly (readonly string[])[] = [
  ['pod', 'a', '--now'],
  ['pods', 'a', 'long-name', '--grace-period=0'],
  ['pod/a', 'cm/c-9', '--force'],
  ['cm', 'c-9', 'none', 'c-10'],
  ['cm,pods', '-l', 'app=web'],
  ['cm', '-l', 'app=none'],
  ['cm', '--field-selector=metadata.name=c-9', '-o', 'name'],
  ['cm', 'c-9', '--dry-run=server'],
  ['cm,pods', '--all', '--cascade=background', '--wait=false'],
  ['cm', 'none', '--ignore-not-found'],
]

/** What both refuse, and nothing is deleted. */
const refusedDeletions: readonly (readonly string[])[] = [
  ['cm', 'none'],
  ['cm'],
  [],
  ['cm', 'c-9', '--all'],
  ['cm', 'c-9', '-l', 'app=web'],
  ['cm', '--all', '-l', 'app=web'],
  ['cm', 'c-9', '-A'],
  ['cm', 'c-9', '--now', '--grace-period=2'],
  ['cm', 'c-9', '--force', '--grace-period=2'],
  ['cm', 'c-9', '--cascade=never'],
  ['cm', 'c-9', '--timeout=soon'],
  ['cm', 'c-9', '--dry-run=perhaps'],
]

withDynamic('delete does what kubectl does', needsKubectl, (dynamic, context) =>
  inFolder(async (folder) => {
    const { namespace } = context
    const twins = new Twins(context, folder)
    const own = `--namespace=${namespace}`
    const left = async () => (await twins.kubectl('get', 'pods,cm', own, '-o', 'name')).stdout
    const fresh = async () => {
      await dynamic.resource(pods).namespace(namespace).deleteCollection({ gracePeriodSeconds: 0 })
      await dynamic.resource(configMaps).namespace(namespace).deleteCollection()
      await create(dynamic, namespace)
    }
    for (const args of deletions) {
      await fresh()
      const theirs = await twins.kubectl('delete', ...args, own)
      const leftByThem = await left()
      await fresh()
      const ours = await twins.ours(deleteObjects, ...args, own).catch(() => ({ code: 1, stdout: '' }))
      const result = { args, stdout: ours.stdout, code: ours.code, left: await left() }
      expect(result).toEqual({ args, stdout: theirs.stdout, code: theirs.code, left: leftByThem })
    }
    await fresh()
    const all = await left()
    for (const args of refusedDeletions) {
      const theirs = await twins.kubectl('delete', ...args, own)
      const ours = await twins.ours(deleteObjects, ...args, own).catch(() => ({ code: 1, stdout: '' }))
      const both = { args, ours: ours.code, theirs: theirs.code, stdout: ours.stdout }
      expect(both).toEqual({ args, ours: 1, theirs: 1, stdout: '' })
    }
    expect(await left()).toBe(all)
  }),
)

withDynamic('delete waits until an object is gone, or its time is up', {}, (dynamic, context) =>
  inFolder(async (folder) => {
    const client = dynamic.resource(configMaps).namespace(context.namespace)
    const metadata = { name: 'held', finalizers: ['example.com/held'] }
    await client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata })
    const twins = new Twins(context, folder)
    const own = `--namespace=${context.namespace}`
    const late = await twins.ours(deleteObjects, 'cm/held', '--timeout=300ms', own)
    expect(late).toEqual({
      code: 1,
      stdout: 'configmap "held" deleted\n',
      stderr: 'error: configmap "held" is still there after 0.3 s\n',
    })
    expect(await twins.ours(deleteObjects, 'cm', 'held', '--wait=false', own)).toMatchObject({ code: 0 })
    await client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...metadata, name: 'released' } })
    let hasEnded = false
    const waiting = twins.ours(deleteObjects, 'cm', 'released', own).finally(() => {
      hasEnded = true
    })
    const leaving = await vi.waitFor(async () => {
      const object = await client.get('released')
      expect(object.metadata.deletionTimestamp).toBeDefined()
      return object
    }, 5000)
    expect(hasEnded).toBe(false)
    await client.update({ ...leaving, metadata: { ...leaving.metadata, finalizers: [] } })
    expect(await waiting).toEqual({ code: 0, stdout: 'configmap "released" deleted\n', stderr: '' })
  }),
)

withDynamic('apply prints what is asked for', needsPatch, (dynamic, context) =>
  inFolder(async (folder) => {
    const twins = new Twins(context, folder)
    const own = `--namespace=${context.namespace}`
    const file = path.join(folder, 'all.yaml')
    const [one, two] = [objects[2], objects[3]].map((object) => JSON.stringify(object))
    await writeFile(file, `${one}\n---\n${two}`)
    const names = await twins.ours(apply, '-f', file, '--server-side', '--field-manager=me', '-o', 'name', own)
    expect(names).toEqual({ code: 0, stdout: 'configmap/c-10\nconfigmap/c-9\n', stderr: '' })
    const client = dynamic.resource(configMaps).namespace(context.namespace)
    expect((await client.get('c-9')).metadata.managedFields).toMatchObject([{ manager: 'me', operation: 'Apply' }])
    const conflict = await twins.ours(apply, '-f', file, own)
    expect(conflict).toMatchObject({
      code: 0,
      stdout: 'configmap/c-10 serverside-applied\nconfigmap/c-9 serverside-applied\n',
    })
    await writeFile(file, `${one?.replace('"10"', '"11"')}`)
    const refused = await twins.ours(apply, '-f', file, '--field-manager=other', own)
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('conflict') })
    const forced = await twins.ours(apply, '-f', file, '--field-manager=other', '--force-conflicts', '-o', 'json', own)
    expect(JSON.parse(forced.stdout)).toMatchObject({ kind: 'ConfigMap', data: { size: '11' } })
    await expect(twins.ours(apply, '-f', file, '--server-side=false')).rejects.toThrow('--server-side=false')
    await expect(twins.ours(apply, '-f', path.join(folder, 'none'))).rejects.toThrow('does not exist')
  }),
)

withDynamic('the flags of all commands count', {}, (dynamic, context) =>
  inFolder(async (folder) => {
    await create(dynamic, context.namespace)
    const twins = new Twins(context, folder)
    const own = `--namespace=${context.namespace}`
    const refused = async (...args: string[]): Promise<string> => {
      const result = await twins.ours(get, 'cm', own, ...args).catch((error: unknown) => ({ stderr: String(error) }))
      return result.stderr
    }
    expect((await twins.ours(get, 'cm', own, '--request-timeout=1m', '--disable-compression')).stdout).toContain('c-10')
    expect(await refused('--context=nope')).toContain('there is no context "nope"')
    expect(await refused('--cluster=nope')).toContain('there is no cluster "nope"')
    expect(await refused('--user=nope')).toContain('there is no user "nope"')
    expect(await refused('--server=https://127.0.0.1:1')).toContain('127.0.0.1:1 refuses the connection')
    expect(await refused('--tls-server-name=elsewhere.example.com')).toContain('certificate')
    expect(await refused('--certificate-authority=/nonexistent')).toContain('certificateAuthority: names /nonexistent')
    expect(await refused('--request-timeout=1 hour')).toContain('invalid --request-timeout "1 hour"')
    expect(await refused('--as-group=devs')).toContain('as: is missing')
    const insecure = await twins.ours(get, 'cm', own, '--insecure-skip-tls-verify', '--tls-server-name=elsewhere')
    expect(insecure.stdout).toContain('c-10')
  }),
)

withDynamic(
  'people are who the flags say',
  { embedded: { notYet: 'nobody is refused anything' } },
  (dynamic, context) =>
    inFolder(async (folder) => {
      await create(dynamic, context.namespace)
      const twins = new Twins(context, folder)
      const own = `--namespace=${context.namespace}`
      const jane = await twins.ours(get, 'cm', own, '--as=jane', '--as-group=devs', '--as-uid=1')
      expect(jane).toMatchObject({ code: 1, stderr: expect.stringContaining('User "jane" cannot list') })
      const admin = await twins.ours(get, 'cm', own, '--as=jane', '--as-group=devs', '--as-group=system:masters')
      expect(admin).toMatchObject({ code: 0, stderr: '' })
    }),
)

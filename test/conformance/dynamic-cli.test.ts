import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { apply } from '../../src/cli/apply.ts'
import { deleteObjects } from '../../src/cli/delete.ts'
import { get } from '../../src/cli/get.ts'
import type { Case } from './conformance.ts'
import { inFolder } from './discovery-support.ts'
import { configMaps, needsPatch, pods, widget, widgetDefinition, withDynamic } from './dynamic-support.ts'
import { Kubectl, kubectlVersion } from './kubectl.ts'
import { pod } from './objects.ts'

let written = ''
let complained = ''
beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    complained += String(text)
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

async function run(command: (args: readonly string[]) => Promise<number>, args: readonly string[]) {
  written = ''
  complained = ''
  const code = await command(args)
  return { code, stdout: written, stderr: complained }
}

/** The same without spaces at the ends of lines, and without ages, which go on. */
function steady(text: string): string[] {
  return text.split('\n').map((line) => line.trimEnd().replace(/\b\d+s\b/g, 'Ns'))
}

const flagsOf = ({ target }: Case, folder: string) => [
  `--kubeconfig=${target.kubeconfigPath}`,
  `--cache-dir=${path.join(folder, 'kubeclient')}`,
]

withDynamic(
  'get prints what kubectl does',
  { needs: { what: 'kubectl', isThere: () => kubectlVersion() !== undefined }, timeoutMs: 120_000 },
  (dynamic, context) =>
    inFolder(async (folder) => {
      const { namespace, target } = context
      await dynamic
        .resource(pods)
        .namespace(namespace)
        .create({ ...pod('a', { app: 'web' }), apiVersion: 'v1', kind: 'Pod' })
      await dynamic
        .resource(pods)
        .namespace(namespace)
        .create({ ...pod('long-name'), apiVersion: 'v1', kind: 'Pod' })
      const data = { mode: '0644', on: 'yes', text: 'a\nb\n' }
      await dynamic
        .resource(configMaps)
        .namespace(namespace)
        .create({ ...widget('x', 'c'), apiVersion: 'v1', kind: 'ConfigMap', data })
      const inNamespace = `--namespace=${namespace}`
      const variants = [
        ['pods', inNamespace],
        ['po', 'a', inNamespace, '-o', 'wide'],
        ['pod/a', inNamespace, '--no-headers'],
        ['pods', inNamespace, '-l', 'app=web', '-o', 'json'],
        ['pods', 'a', inNamespace, '-o', 'json'],
        ['pods', 'a', inNamespace, '-o', 'name'],
        ['pods', inNamespace, '-o', 'yaml'],
        ['cm', 'c', inNamespace, '-o', 'yaml'],
        ['pods', '-A', `--field-selector=metadata.namespace=${namespace}`],
        ['pods', inNamespace, '-l', 'app=none'],
      ]
      for (const args of variants) {
        const theirs = await new Kubectl(target.kubeconfigPath, path.join(folder, 'kubectl'), ['get', ...args]).end()
        const ours = await run(get, [...args, ...flagsOf(context, folder)])
        expect({ args, lines: steady(ours.stdout) }).toEqual({ args, lines: steady(theirs.stdout) })
        expect(ours).toMatchObject({ code: theirs.code, stderr: theirs.stderr })
      }
    }),
)

withDynamic('get goes on with changes, and refuses what is not known', {}, (dynamic, context) =>
  inFolder(async (folder) => {
    const { namespace } = context
    const client = dynamic.resource(configMaps).namespace(namespace)
    await client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'first' } })
    const flags = [`--namespace=${namespace}`, ...flagsOf(context, folder)]
    const running = run(get, ['configmaps', 'first', '-w', ...flags])
    await vi.waitFor(() => expect(written).toContain('first'), 5000)
    await client.patch('first', { type: 'merge', body: {} }).catch(() => undefined)
    await client.delete('first')
    await vi.waitFor(() => expect(written.match(/first/g)?.length).toBeGreaterThan(1), 5000)
    process.emit('SIGINT')
    await expect(running).resolves.toMatchObject({ code: 0 })
    await expect(run(get, ['confgmaps', ...flags])).rejects.toThrow('ConfigMap (configmaps) of v1')
    const missing = await run(get, ['pods', 'nothing', ...flags])
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('error: pods "nothing" not found') })
    await expect(run(get, ['pods,configmaps', '-w', ...flags])).rejects.toThrow('one type')
    await expect(run(get, ['pods', 'a', '-A', ...flags])).rejects.toThrow('in all namespaces')
  }),
)

withDynamic(
  'get shows only changes as kubectl does',
  { needs: { what: 'kubectl', isThere: () => kubectlVersion() !== undefined }, timeoutMs: 60_000 },
  (dynamic, context) =>
    inFolder(async (folder) => {
      const { namespace, target } = context
      const client = dynamic.resource(configMaps).namespace(namespace)
      const create = (name: string) => client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } })
      await create('old')
      const args = ['cm', '--watch-only', `--namespace=${namespace}`]
      const theirs = new Kubectl(target.kubeconfigPath, path.join(folder, 'kubectl'), ['get', ...args])
      const running = run(get, [...args, ...flagsOf(context, folder)])
      try {
        // Nothing tells when they have begun to watch: each prints the marks from then on.
        for (let mark = 100; written === '' || theirs.stdout === ''; mark += 1) {
          await create(`mark-${mark}`)
          await new Promise((resolve) => setTimeout(resolve, 100))
        }
        await create('last')
        await client.delete('old')
        const isDone = (text: string) => expect(text).toMatch(/\nlast .*\nold /)
        await vi.waitFor(() => isDone(written) ?? isDone(theirs.stdout), 10_000)
      } finally {
        process.emit('SIGINT')
        await theirs.stop()
      }
      const { code, stdout, stderr } = await running
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      const unmarked = (text: string) => steady(text).filter((line) => !line.startsWith('mark-'))
      expect(unmarked(stdout)).toEqual(unmarked(theirs.stdout))
      expect(unmarked(stdout).map((line) => line.split(' ')[0])).toEqual(['NAME', 'last', 'old', ''])
    }),
)

withDynamic('apply and delete read manifests', needsPatch, (_dynamic, context) =>
  inFolder(async (folder) => {
    const group = `${context.namespace}.example.com`
    const file = path.join(folder, 'all.yaml')
    const documents = [widget(group, 'a'), widgetDefinition(group)].map((each) => JSON.stringify(each))
    await writeFile(
      file,
      [...documents, 'a: 1\na: 2', 'kind: Unheard\napiVersion: v1\nmetadata: {name: x}'].join('\n---\n'),
    )
    const flags = [`--kubeconfig=${context.target.kubeconfigPath}`, `--namespace=${context.namespace}`]
    const applied = await run(apply, ['-f', file, ...flags])
    const definition = `customresourcedefinition.apiextensions.k8s.io/widgets.${group}`
    expect(applied.code).toBe(1)
    expect(applied.stdout).toBe(`${definition} serverside-applied\nwidget.${group}/a serverside-applied\n`)
    expect(applied.stderr).toMatch(
      /^error: \S+all\.yaml:6:1: a key that is there twice\nerror: no matches for kind "Unheard"/,
    )
    const dry = await run(apply, [`--filename=${file}`, '--dry-run=server', ...flags])
    expect(dry.stdout).toContain(`widget.${group}/a serverside-applied (server dry run)\n`)
    const deleted = await run(deleteObjects, ['-f', folder, ...flags])
    expect(deleted.stdout).toBe(`widget.${group} "a" deleted\n${definition.replace('/', ' "')}" deleted\n`)
    expect(deleted.code).toBe(1)
    await expect(run(apply, flags)).rejects.toThrow('expected a manifest')
  }),
)

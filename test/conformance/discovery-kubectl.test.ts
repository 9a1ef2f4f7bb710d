import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { apiResources } from '../../src/cli/api-resources.ts'
import { apiVersions } from '../../src/cli/api-versions.ts'
import { explain } from '../../src/cli/explain.ts'
import { CachedDiscoveryClient, DiscoveryClient } from '../../src/discovery/index.ts'
import { type Case, type CaseOptions, conformance } from './conformance.ts'
import { counting, inFolder } from './discovery-support.ts'
import { Kubectl, kubectlVersion } from './kubectl.ts'

/** A server of its own: what others define in the meantime would make a difference between two looks. */
const needsKubectl: CaseOptions = {
  ownServer: 'compactable',
  needs: { what: 'kubectl', isThere: () => kubectlVersion() !== undefined },
  timeoutMs: 120_000,
}

let written = ''
beforeEach(() => {
  written = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += String(text)
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

/** What a command of ours prints. */
async function ours(command: (args: readonly string[]) => Promise<number>, args: readonly string[]): Promise<string> {
  written = ''
  expect(await command(args)).toBe(0)
  return written
}

/** The same without white space at the ends of lines, which kubectl leaves where its last column is empty. */
function trimmed(text: string): string[] {
  return text.split('\n').map((line) => line.trimEnd())
}

const commands = { 'api-resources': apiResources, 'api-versions': apiVersions, explain }

async function compare({ target }: Case, cacheFolder: string, name: keyof typeof commands, args: readonly string[]) {
  const theirs = await new Kubectl(target.kubeconfigPath, path.join(cacheFolder, 'kubectl'), [name, ...args]).end()
  expect({ name, args, ...theirs }).toMatchObject({ code: 0 })
  const own = ['--kubeconfig', target.kubeconfigPath, '--cache-dir', path.join(cacheFolder, 'kubeclient')]
  return { theirs: theirs.stdout, ours: await ours(commands[name], [...args, ...own]) }
}

conformance('api-resources and api-versions print what kubectl does', needsKubectl, (context) =>
  inFolder(async (folder) => {
    const variants = [
      [],
      ['-o', 'wide'],
      ['-o', 'name'],
      ['--namespaced=false'],
      ['--namespaced'],
      ['--api-group='],
      ['--api-group=apps', '--no-headers'],
      ['--verbs=list,create', '--sort-by=kind'],
      ['--categories=all', '--cached', '-o', 'wide'],
      ['--sort-by', 'name'],
      ['--verbs=get', '--verbs=create', '-o=name'],
      ['--namespaced=F', '--cached=1'],
    ]
    for (const args of variants) {
      const { theirs, ours } = await compare(context, folder, 'api-resources', args)
      expect(trimmed(ours)).toEqual(trimmed(theirs))
    }
    const { theirs, ours } = await compare(context, folder, 'api-versions', [])
    expect(ours).toBe(theirs)
  }),
)

async function compareExplanations(context: Case, variants: readonly string[][]): Promise<void> {
  await inFolder(async (folder) => {
    for (const args of variants) {
      const { theirs, ours } = await compare(context, folder, 'explain', args)
      // Before 1.29 kubectl does not tell of enums, and has one line less above a description.
      const isOld = !theirs.includes('enum:') && !theirs.includes('ENUM:')
      expect(isOld ? withoutEnums(ours) : ours.split('\n')).toEqual(isOld ? withoutEnums(theirs) : trimmed(theirs))
    }
  })
}

conformance('explain prints what kubectl does', needsKubectl, (context) =>
  compareExplanations(context, [
    ['pods'],
    ['po.status'],
    ['pods.spec.containers'],
    ['pods.spec.containers.resources.limits'],
    ['pods.spec.containers.ports.protocol'],
    ['pods.metadata.creationTimestamp'],
    ['pods.spec.volumes', '--recursive'],
    ['cm.data'],
  ]),
)

const needsMoreGroups: CaseOptions = { ...needsKubectl, embedded: { notYet: 'it has no groups but the core group' } }

conformance('explain prints what kubectl does, also of other groups', needsMoreGroups, (context) =>
  compareExplanations(context, [
    ['deployments.apps.spec'],
    ['deployment.spec.template', '--recursive'],
    ['hpa', '--api-version=autoscaling/v1'],
    ['crd.spec.versions.schema.openAPIV3Schema'],
  ]),
)

conformance('explain does not take the core group for any group', needsKubectl, ({ target }) =>
  inFolder(async (folder) => {
    const own = ['--kubeconfig', target.kubeconfigPath, '--cache-dir', folder]
    await expect(explain(['deployments', '--api-version=v1', ...own])).rejects.toThrow(
      'the server has no resource "deployments" in v1',
    )
    expect(await ours(explain, ['po', '--api-version=v1', ...own])).toContain('KIND:       Pod\n')
  }),
)

function withoutEnums(text: string): string[] {
  return trimmed(text.replace(/^ENUM:\n(?: {4}\S.*\n)*/m, '')).filter((line) => line !== '' && !/^ *enum: /.test(line))
}

const host = ({ target }: Case) => target.config.host.replace(/^https?:\/\//, '').replace(/[^(\w/.)]/g, '_')

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('kubeclient-'))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort()
}

conformance("kubectl's cache is used, down to the last file", needsKubectl, (context) =>
  inFolder((folder) =>
    counting(context, async ({ config, asked }) => {
      await new Kubectl(context.target.kubeconfigPath, folder, ['api-resources']).end()
      const discoveryCacheDir = path.join(folder, 'discovery', host(context))
      const cached = CachedDiscoveryClient.forConfig(config, { discoveryCacheDir })
      const { resources, failed } = await cached.serverGroupsAndResources()
      expect(asked).toEqual([])
      expect(failed.size).toBe(0)
      expect(cached.fresh()).toBe(false)
      cached.invalidate()
      const live = await cached.serverGroupsAndResources()
      expect(resources).toEqual(live.resources)
    }),
  ),
)

conformance('kubectl uses our cache, down to the last file', needsKubectl, (context) =>
  inFolder(async (folder) => {
    const discoveryCacheDir = path.join(folder, 'ours', 'discovery', host(context))
    await counting(context, async ({ config }) => {
      const cached = CachedDiscoveryClient.forConfig(config, {
        discoveryCacheDir,
        httpCacheDir: path.join(folder, 'ours', 'http'),
      })
      await cached.serverGroupsAndResources()
    })
    const kubectl = (cache: string, ...args: string[]) =>
      new Kubectl(context.target.kubeconfigPath, path.join(folder, cache), args).end()
    const theirs = await kubectl('theirs', 'api-resources')
    const cachedOnly = await kubectl('ours', 'api-resources', '--cached', '-v=6')
    expect(cachedOnly.stdout).toBe(theirs.stdout)
    expect(cachedOnly.stderr).not.toMatch(/GET http/)
    expect(await filesBelow(discoveryCacheDir)).toEqual(
      await filesBelow(path.join(folder, 'theirs', 'discovery', host(context))),
    )
    const same = ['servergroups.json', 'v1/serverresources.json'].map(async (file) => {
      const [own, other] = await Promise.all(
        ['ours', 'theirs'].map((cache) => readFile(path.join(folder, cache, 'discovery', host(context), file), 'utf8')),
      )
      expect(JSON.parse(own ?? '')).toEqual(JSON.parse(other ?? ''))
    })
    await Promise.all(same)
  }),
)

conformance("an answer in kubectl's HTTP cache is checked, not fetched", needsKubectl, (context) =>
  inFolder((folder) =>
    counting(context, async ({ config }) => {
      await new Kubectl(context.target.kubeconfigPath, folder, ['api-versions']).end()
      const httpCacheDir = path.join(folder, 'http')
      const discoveryCacheDir = path.join(folder, 'none')
      const cached = CachedDiscoveryClient.forConfig(config, { discoveryCacheDir, httpCacheDir })
      const accept = ['v2', 'v2beta1'].map(
        (version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
      )
      const answer = await cached.restClient
        .get()
        .absPath('/api')
        .setHeader('Accept', [...accept, 'application/json'].join(','))
        .do()
      const isOld = answer.header('x-from-cache') === undefined
      // kubectl of that version asks for v2beta1 alone, so that its answer is to another question.
      if (isOld) expect(answer.contentType).toContain('v2beta1')
      else expect(answer.header('x-from-cache')).toBe('1')
    }),
  ),
)

conformance('kubectl and kubeclient may write the same cache at the same time', needsKubectl, (context) =>
  inFolder((folder) =>
    counting(context, async ({ config }) => {
      const discoveryCacheDir = path.join(folder, 'discovery', host(context))
      const open = () => CachedDiscoveryClient.forConfig(config, { discoveryCacheDir })
      const live = await new CachedDiscoveryClient(new DiscoveryClient(config), {
        directory: path.join(folder, 'other'),
      }).serverGroupsAndResources()
      const kubectl = () => new Kubectl(context.target.kubeconfigPath, folder, ['api-resources', '-o', 'name']).end()
      const expected = await kubectl()
      for (let round = 0; round < 3; round++) {
        const running = Promise.all([kubectl(), kubectl()])
        for (let read = 0; read < 10; read++) {
          const cached = open()
          if (read % 2 === 0) cached.invalidate()
          expect(await cached.serverGroupsAndResources()).toEqual(live)
        }
        expect(await running).toEqual([expected, expected])
      }
    }),
  ),
)

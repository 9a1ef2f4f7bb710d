import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import path from 'node:path'
import { findGoToolchain } from '../../test/envtest/go-toolchain.ts'
import { etcd, serverVersions } from '../../test/envtest/programs.ts'
import { hasDescriptions, type Places } from './prepare.ts'
import type { Machine } from './results.ts'

export function describeMachine(places: Places): Machine {
  const [cpu] = cpus()
  const go = findGoToolchain(path.join(places.benchFolder, 'client-go'))?.version.replace(/^go/, '') ?? 'none'
  return {
    platform: `${process.platform}-${process.arch}`,
    processor: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
    versions: {
      kubeclient: kubeclientVersion(places),
      '@kubernetes/client-node': packageVersion(
        path.join(places.benchFolder, 'node_modules', '@kubernetes', 'client-node'),
      ),
      'client-go': clientGoVersion(places),
      'kube-apiserver': serverVersions[0],
      etcd: etcd.version,
      kubectl: kubectlVersion() ?? 'none',
      Node: nodeVersion(places.benchNode),
      'installed Node': nodeVersion(places.installedNode),
      Go: go,
    },
  }
}

/** With a word about what its size depends on. */
function kubeclientVersion(places: Places): string {
  const version = packageVersion(path.join(places.kubeclientFolder, 'node_modules', 'kubeclient'))
  return `${version}, ${hasDescriptions(places) ? 'with' : 'without'} the API's descriptions`
}

/** Undefined if there is no kubectl. */
export function kubectlVersion(): string | undefined {
  const answer = spawnSync('kubectl', ['version', '--client', '-o', 'json'], { encoding: 'utf8' })
  return answer.status === 0 ? JSON.parse(answer.stdout).clientVersion.gitVersion.replace(/^v/, '') : undefined
}

function packageVersion(folder: string): string {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version
}

function nodeVersion(file: string): string {
  return execFileSync(file, ['--version'], { encoding: 'utf8' }).trim().replace(/^v/, '')
}

function clientGoVersion(places: Places): string {
  const text = readFileSync(path.join(places.benchFolder, 'client-go', 'go.mod'), 'utf8')
  return /k8s\.io\/client-go v(\S+)/.exec(text)?.[1] ?? 'unknown'
}

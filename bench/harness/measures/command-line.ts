import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import {
  clientGo,
  clientNode,
  emptyInstalledNode,
  emptyNode,
  kubeclient,
  kubeclientOnInstalledNode,
  kubectl,
} from '../contestants.ts'
import { kubectlVersion } from '../machine.ts'
import { cpu, type Effort, freshProcesses, type Measure, peak, runFresh, timeCommand, wall } from '../measure.ts'
import type { Stage } from '../stage.ts'
import { takeTurns } from '../take-turns.ts'

const often = (effort: Effort) => {
  const passes = freshProcesses(effort)
  return { ...passes, counted: passes.counted * 3 }
}

export const apiResources: Measure = {
  id: 'api-resources',
  title: 'api-resources --cached, as a process',
  about:
    'The command from its start to its end, with what it lists found on the disk. An empty Node runs a script that prints one line.',
  metrics: [{ ...wall, title: 'time of the process' }, { ...cpu, title: 'CPU time of the process' }, peak],
  reference: kubectl,
  async run(stage, effort) {
    const server = await stage.filled()
    const { kubeclientFolder, benchNode, installedNode } = stage.places
    const main = path.join(kubeclientFolder, 'node_modules', 'kubeclient', 'dist', 'cli', 'main.js')
    const script = path.join(stage.folder, 'empty.mjs')
    await writeFile(script, 'console.log(1)\n')
    const command = async (contestant: string, file: string, args: readonly string[]) => {
      const cache = path.join(stage.folder, `cli-cache-of-${contestant.replaceAll(/\W/g, '-')}`)
      await mkdir(cache)
      const env = { KUBECONFIG: server.kubeconfigFile, KUBECACHEDIR: cache, HOME: stage.folder }
      return { contestant, take: () => sampleProcess(stage, contestant, { file, args, env }) }
    }
    const cached = ['api-resources', '--cached']
    const turns = [
      await command(kubeclient, benchNode, [main, ...cached]),
      await command(emptyNode, benchNode, [script]),
      await command(kubeclientOnInstalledNode, installedNode, [main, ...cached]),
      await command(emptyInstalledNode, installedNode, [script]),
    ]
    if (kubectlVersion() !== undefined) turns.unshift(await command(kubectl, 'kubectl', cached))
    // The warm-up fills the caches.
    return takeTurns(turns, often(effort))
  },
}

async function sampleProcess(stage: Stage, name: string, command: Parameters<typeof timeCommand>[2]) {
  const { wallMs = 0, cpuMs = 0, peakMb = 0 } = await timeCommand(stage, name, command)
  return { wallMs, cpuMs, peakMb }
}

const contextCount = 500

export const kubeconfig: Measure = {
  id: 'kubeconfig',
  title: 'Kubeconfig with 500 contexts',
  about: 'A file of 500 clusters, users and contexts is loaded and its current context chosen, by a new process.',
  metrics: [wall, cpu, peak],
  reference: clientGo,
  async run(stage, effort) {
    const file = path.join(stage.folder, 'many.kubeconfig')
    const text = manyContexts(contextCount)
    await writeFile(file, text, { mode: 0o600 })
    const settings = { path: file, host: hostOf(contextCount - 1) }
    const server = { kubeconfigFile: file, connectionFile: file }
    const everyone = [kubeclient, clientNode, clientGo, kubeclientOnInstalledNode]
    const assignments = everyone.map((contestant) => ({ contestant, operation: 'kubeconfig', settings, server }))
    return runFresh(stage, assignments, freshProcesses(effort))
  },
}

function hostOf(index: number): string {
  return `https://cluster-${index}.example.com:6443`
}

/** The last context is the current one. */
function manyContexts(count: number): string {
  // As long as a real certificate, and not looked into before it is used.
  const certificate = Buffer.from(
    `-----BEGIN CERTIFICATE-----\n${`${'QUJD'.repeat(16)}\n`.repeat(17)}-----END CERTIFICATE-----\n`,
  )
  const data = certificate.toString('base64')
  const indexes = Array.from({ length: count }, (_, index) => index)
  const clusters = indexes.map(
    (index) =>
      `- name: cluster-${index}\n  cluster:\n    server: ${hostOf(index)}\n    certificate-authority-data: ${data}\n`,
  )
  const users = indexes.map((index) => `- name: user-${index}\n  user:\n    token: token-of-user-${index}\n`)
  const contexts = indexes.map(
    (index) =>
      `- name: context-${index}\n  context:\n    cluster: cluster-${index}\n    user: user-${index}\n    namespace: team-${index % 20}\n`,
  )
  return [
    'apiVersion: v1\nkind: Config\npreferences: {}\n',
    `clusters:\n${clusters.join('')}`,
    `users:\n${users.join('')}`,
    `contexts:\n${contexts.join('')}`,
    `current-context: context-${count - 1}\n`,
  ].join('')
}

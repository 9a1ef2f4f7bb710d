import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ConfigError } from '../errors/index.ts'

/** PEM that has the right shape and nothing inside. */
export function fakeCertificate(name: string): string {
  return `-----BEGIN CERTIFICATE-----\n${base64(`certificate of ${name}`)}\n-----END CERTIFICATE-----\n`
}

export function fakeKey(name: string, type = 'PRIVATE KEY'): string {
  return `-----BEGIN ${type}-----\n${base64(`key of ${name}`)}\n-----END ${type}-----\n`
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

/** Writes files into a new folder that goes away with the test, and says where it is. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeclient-clientcmd-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  return folder
}

/** Environment of a program outside of any cluster, whose home is `home`. */
export function outside(home: string, kubeconfig?: string): { env: Record<string, string | undefined> } {
  return { env: { HOME: home, KUBECONFIG: kubeconfig } }
}

/** Runs what has to fail with a ConfigError, and gives that. */
export async function configErrorFrom(run: () => unknown): Promise<ConfigError> {
  try {
    await run()
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('expected a ConfigError, nothing was thrown')
}

/** A kubeconfig with one of each: cluster and user by default sound, and the context in use. */
export function simpleKubeconfig(parts: { cluster?: string; user?: string; context?: string } = {}): string {
  return [
    'apiVersion: v1',
    'kind: Config',
    'current-context: dev',
    'clusters:',
    `- {name: dev, cluster: ${parts.cluster ?? '{server: "https://10.0.0.1:6443"}'}}`,
    'users:',
    `- {name: admin, user: ${parts.user ?? '{token: t0ken}'}}`,
    'contexts:',
    `- {name: dev, context: ${parts.context ?? '{cluster: dev, user: admin}'}}`,
    '',
  ].join('\n')
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { repositoryFolder } from '../envtest/repository.ts'
import { runNpm } from './npm.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder whose node_modules holds the package as a user would get it. */
    installFolder: string
    /** Size of the packed file, in bytes. */
    packedBytes: number
  }
}

/** Packs the package and installs the result into an empty folder, as a user would. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kubeclient-packed-'))
  const packed = await runNpm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], repositoryFolder)
  const [entry] = JSON.parse(packed) as { filename: string; size: number }[]
  if (entry === undefined) throw new Error('npm pack made no file')
  await runNpm(['init', '--yes'], folder)
  await runNpm(['install', '--no-audit', '--no-fund', '--prefer-offline', path.join(folder, entry.filename)], folder)
  project.provide('installFolder', folder)
  project.provide('packedBytes', entry.size)
  return () => rm(folder, { recursive: true, force: true })
}

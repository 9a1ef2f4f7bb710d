import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Descriptions } from '../src/generate/declarations.ts'
import { repositoryFolder } from '../test/envtest/repository.ts'
import type { DescriptionTexts } from './extract.ts'
import { placeOf } from './go-name.ts'

/** Beside the build: the descriptions are Kubernetes', and are not committed. */
const keptFile = path.join(repositoryFolder, 'build', 'descriptions.json')

/** Keeps the descriptions for packing, of each type the newest. By `FOLDER/VERSION.TYPE`. */
export async function keepDescriptions(newestFirst: readonly DescriptionTexts[]): Promise<void> {
  const merged: Record<string, Readonly<Record<string, string>>> = {}
  for (const texts of [...newestFirst].reverse()) {
    for (const [goName, text] of Object.entries(texts)) {
      const place = placeOf(goName)
      if (place !== undefined) merged[`${place.groupVersion}.${place.name}`] = text
    }
  }
  await mkdir(path.dirname(keptFile), { recursive: true })
  await writeFile(keptFile, JSON.stringify(merged))
}

/** @returns undefined if the API was not read on this machine */
export async function keptDescriptions(): Promise<((key: string) => Descriptions) | undefined> {
  const text = await readFile(keptFile, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const merged = JSON.parse(text) as DescriptionTexts
  return (key) => (type, field) => {
    const found = merged[`${key}.${type}`]?.[field]?.trim()
    return found === '' ? undefined : found
  }
}

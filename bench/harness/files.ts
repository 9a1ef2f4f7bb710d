import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { repositoryFolder } from '../../test/envtest/repository.ts'
import { formatDocument } from './document.ts'
import { goals } from './goals.ts'
import { plotMeasure } from './plot.ts'
import type { Results } from './results.ts'

const resultsFile = path.join(repositoryFolder, 'bench', 'results.json')
const documentFile = path.join(repositoryFolder, 'docs', 'benchmarks.md')
const plotsFolder = path.join(repositoryFolder, 'docs', 'benchmarks')

/** @throws {Error} if nothing is committed */
export async function readResults(): Promise<Results> {
  try {
    return JSON.parse(await readFile(resultsFile, 'utf8'))
  } catch (error) {
    throw new Error('bench/results.json cannot be read: make it with npm run bench', { cause: error })
  }
}

export async function writeResults(results: Results): Promise<void> {
  const digits = (_key: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value)
  await writeFile(resultsFile, `${JSON.stringify(results, digits, 1)}\n`)
}

export async function writeDocument(results: Results): Promise<void> {
  await rm(plotsFolder, { recursive: true, force: true })
  await mkdir(plotsFolder, { recursive: true })
  for (const measure of results.measures) {
    await writeFile(path.join(plotsFolder, `${measure.id}.svg`), plotMeasure(measure))
  }
  await writeFile(documentFile, formatDocument(results, goals))
}

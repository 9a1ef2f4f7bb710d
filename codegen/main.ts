import { generateFiles } from '../src/generate/generate-files.ts'
import { readModels } from '../src/generate/model-from-facts.ts'
import type { GroupVersionFacts } from '../src/schema/facts.ts'
import { serverVersions } from '../test/envtest/programs.ts'
import { startProgress } from '../test/envtest/progress.ts'
import type { Served } from './api-resources.ts'
import { keepDescriptions } from './descriptions.ts'
import { type DescriptionTexts, extract, recordedDiscovery, type Source, sources } from './extract.ts'
import type { Extract } from './extract-document.ts'
import { clearFolder, commitFacts, committedFacts, writeText } from './facts-files.ts'
import { mergeFacts } from './merge.ts'
import { servedBy } from './served.ts'

/** Makes everything that is generated: the facts from nothing, then all else from them. */
async function main(args: readonly string[]): Promise<void> {
  const facts = args.includes('--emit') ? await committedFacts() : await freshFacts()
  await clearFolder('src/api')
  for (const [file, text] of generateFiles(readModels(facts))) await writeText(file, text)
}

async function freshFacts(): Promise<GroupVersionFacts[]> {
  const extracts: Extract[] = []
  const texts: DescriptionTexts[] = []
  const served: Served[] = []
  for (const source of sources) {
    const found = await shown(`reading the API of Kubernetes ${source.version}`, () => extract(source))
    extracts.push(found.facts)
    texts.push(found.descriptions)
    served.push(await shown(`asking a server of ${source.version}`, () => discover(source)))
  }
  const facts = mergeFacts(extracts, served)
  await commitFacts(
    facts,
    sources.map(({ version }) => version),
  )
  await keepDescriptions(texts)
  return facts
}

/** There is no server of the version in the middle; its source has what one of its servers said. */
function discover(source: Source): Promise<Served> {
  const version = serverVersions.find((each) => each === source.version)
  return version === undefined ? recordedDiscovery(source) : servedBy(version)
}

async function shown<T>(label: string, work: () => Promise<T>): Promise<T> {
  const progress = startProgress(label)
  try {
    const result = await work()
    progress.end('done')
    return result
  } catch (error) {
    progress.end('failed')
    throw error
  }
}

await main(process.argv.slice(2))

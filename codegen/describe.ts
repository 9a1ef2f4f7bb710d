import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { apiFiles } from '../src/generate/generate-files.ts'
import { readModels } from '../src/generate/model-from-facts.ts'
import { repositoryFolder } from '../test/envtest/repository.ts'
import { keptDescriptions } from './descriptions.ts'
import { committedFacts } from './facts-files.ts'

/** Writes the API's descriptions into the compiled declarations, which are then packed. */
async function describe(isRequired: boolean): Promise<number> {
  const descriptions = await keptDescriptions()
  if (descriptions === undefined) {
    process.stderr.write("the API's types are packed WITHOUT descriptions: `npm run generate` has not read them here\n")
    return isRequired ? 1 : 0
  }
  const files = apiFiles(readModels(await committedFacts()), descriptions)
  // They hold types only: what is generated is a declaration file as it stands.
  for (const [key, text] of files) await writeFile(path.join(repositoryFolder, 'dist', 'api', `${key}.d.ts`), text)
  process.stderr.write(`the API's types are packed with descriptions, ${files.size} files\n`)
  return 0
}

process.exitCode = await describe(process.argv.includes('--require'))

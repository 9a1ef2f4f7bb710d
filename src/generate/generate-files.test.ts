import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { knownApiVersions, loadFacts } from '../schema/load-facts.ts'
import { generateFiles } from './generate-files.ts'
import { readModels } from './model-from-facts.ts'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const facts = (await Promise.all(knownApiVersions().map(loadFacts))).filter((each) => each !== undefined)
const files = generateFiles(readModels(facts))

describe('what is made from the committed facts', () => {
  it('is what is committed', () => {
    const differing = [...files].filter(([file, text]) => read(file) !== text).map(([file]) => file)
    expect(differing, 'run `npm run generate -- --emit`').toEqual([])
  })

  it('is all that there is', () => {
    const committed = readdirSync(`${repository}src/api`, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `src/api/${file.replaceAll('\\', '/')}`)
    expect(committed.filter((file) => !files.has(file))).toEqual([])
    expect(committed).toHaveLength(65)
  })

  it('has types only', () => {
    for (const [file, text] of files) {
      if (!file.startsWith('src/api/')) continue
      expect(
        text.match(/^(export (?!interface|type)|import (?!type)|(?!export|import|\/[/*]| |\}|$)).*$/gm),
        file,
      ).toBeNull()
    }
  })
})

function read(file: string): string | undefined {
  try {
    return readFileSync(`${repository}${file}`, 'utf8')
  } catch {
    return undefined
  }
}

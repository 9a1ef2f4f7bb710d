import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository: these files run from where they are written and, compiled, from below `build/`. */
export const repositoryFolder: string = findUpwards(path.dirname(fileURLToPath(import.meta.url)), 'package-lock.json')

function findUpwards(folder: string, file: string): string {
  if (existsSync(path.join(folder, file))) return folder
  const parent = path.dirname(folder)
  if (parent === folder) throw new Error(`no ${file} in any folder above`)
  return findUpwards(parent, file)
}

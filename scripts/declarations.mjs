import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { entryPoints } from './entry-points.mjs'

/**
 * Copies the declarations that the entry points lead to: those of everything else would only make the package larger.
 *
 * @param {string} root
 * @param {string} from where tsc has put them
 * @param {string} to
 * @returns {string[]} the files written, relative to `root`
 */
export function copyDeclarations(root, from, to) {
  const found = new Set(entryPoints(root).map((name) => path.join(root, from, `${name}.d.ts`)))
  for (const file of found) {
    const text = readFileSync(file, 'utf8')
    for (const [, specifier = ''] of text.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*["'](\.[^"']+)["']/g)) {
      found.add(path.resolve(path.dirname(file), specifier).replace(/\.[jt]s$/, '.d.ts'))
    }
  }
  return [...found].map((file) => {
    const target = path.join(root, to, path.relative(path.join(root, from), file))
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, readFileSync(file))
    return path.relative(root, target)
  })
}

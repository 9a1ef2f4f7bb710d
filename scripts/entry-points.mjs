import { readFileSync } from 'node:fs'
import path from 'node:path'
import { listFiles } from './fingerprint.mjs'

/**
 * What may be imported or run, below src/ and dist/ and without its extension, as package.json says.
 *
 * @param {string} root
 * @returns {string[]}
 */
export function entryPoints(root) {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const targets = [...Object.values(manifest.exports), ...Object.values(manifest.bin)]
  return targets.flatMap((target) => {
    const [, name] = /^\.\/dist\/(.*)\.js$/.exec(target) ?? []
    if (name === undefined) return []
    return name.endsWith('/*') ? filesBelow(root, name.slice(0, -2)) : [name]
  })
}

/**
 * @param {string} root
 * @param {string} folder below src/
 */
function filesBelow(root, folder) {
  return listFiles(path.join(root, 'src', folder))
    .map((file) => path.relative(path.join(root, 'src'), file).split(path.sep).join('/'))
    .filter((file) => !/\.(test|test-support|d)\.ts$/.test(file))
    .map((file) => file.replace(/\.ts$/, ''))
}

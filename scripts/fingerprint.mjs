import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * All files below a folder, or the file itself, in a fixed order.
 *
 * @param {string} start
 * @returns {string[]}
 */
export function listFiles(start) {
  if (statSync(start).isFile()) return [start]
  return readdirSync(start, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() || entry.isFile() ? listFiles(path.join(start, entry.name)) : []))
}

/**
 * A hash over names and contents: modification times would differ in every clone.
 *
 * @param {string} root
 * @param {readonly string[]} files
 */
export function fingerprint(root, files) {
  const hash = createHash('sha256')
  for (const file of files) {
    hash.update(`${path.relative(root, file).split(path.sep).join('/')}\0`)
    hash.update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/** @param {string} file */
export function readStamp(file) {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}

/**
 * @param {string} file
 * @param {string} stamp
 */
export function writeStamp(file, stamp) {
  mkdirSync(path.dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, `${stamp}\n`)
  renameSync(temporary, file)
}

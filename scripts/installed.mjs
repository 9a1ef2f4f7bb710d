import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lockfile
 */

/**
 * Why `node_modules` is not what the lockfile says, or undefined if it is.
 *
 * npm writes its own lockfile into node_modules as the very last step of an install: without it an install was cut
 * short. Optional packages for other platforms are not installed and not missed.
 *
 * @param {string} root folder of the package
 * @returns {string | undefined}
 */
export function findInstallProblem(root) {
  const wanted = readLockfile(path.join(root, 'package-lock.json'))
  if (wanted === undefined) return undefined
  const present = readLockfile(path.join(root, 'node_modules', '.package-lock.json'))
  if (present === undefined) return 'nothing is installed yet'
  const difference = compareLockfiles(wanted, present)
  if (difference !== undefined) return difference
  const missing = Object.keys(present.packages ?? {}).find(
    (folder) => !existsSync(path.join(root, folder, 'package.json')),
  )
  return missing === undefined ? undefined : `${missing} is missing`
}

/**
 * @param {Lockfile} wanted
 * @param {Lockfile} present
 * @returns {string | undefined}
 */
export function compareLockfiles(wanted, present) {
  const installed = present.packages ?? {}
  const locked = wanted.packages ?? {}
  for (const [folder, entry] of Object.entries(locked)) {
    if (folder === '') continue
    const found = installed[folder]
    if (found === undefined) {
      if (entry.optional !== true && entry.devOptional !== true) return `${folder} is not installed`
    } else if (found.version !== entry.version || found.integrity !== entry.integrity) {
      return `${folder} is installed as ${found.version}, and locked as ${entry.version}`
    }
  }
  const extra = Object.keys(installed).find((folder) => locked[folder] === undefined)
  return extra === undefined ? undefined : `${extra} is installed and no longer locked`
}

/**
 * @param {string} file
 * @returns {Lockfile | undefined}
 */
function readLockfile(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

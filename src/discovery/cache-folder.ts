import fs from 'node:fs'
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

const folderMode = 0o750
const fileMode = 0o660
/** Without waiting: a pipe in the place of a file would keep its reader until somebody writes. */
const readFlags = fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0)

/** A file of a cache, with its age. */
export interface CacheFile {
  readonly bytes: Uint8Array
  /** In milliseconds since 1970. */
  readonly modifiedMs: number
}

/**
 * Reads a file. Undefined if it is not there or cannot be read: such a cache is an empty one.
 *
 * What follows the opening is done at once: these are many files of a few kB, and handing each step of each to another
 * thread and back takes twice the time of all the rest.
 */
export function readCacheFile(file: string): Promise<CacheFile | undefined> {
  return new Promise((resolve) => {
    fs.open(file, readFlags, (error, descriptor) => resolve(error === null ? readAndClose(descriptor) : undefined))
  })
}

/** Age and content come from one descriptor, so that they are those of the same file. */
function readAndClose(descriptor: number): CacheFile | undefined {
  try {
    const stats = fs.fstatSync(descriptor)
    if (!stats.isFile()) return undefined
    const buffer = Buffer.allocUnsafe(stats.size)
    const count = fs.readSync(descriptor, buffer, 0, stats.size, 0)
    return { bytes: buffer.subarray(0, count), modifiedMs: stats.mtimeMs }
  } catch {
    return undefined
  } finally {
    fs.closeSync(descriptor)
  }
}

/**
 * Puts a file in its place at once, so that nobody ever reads half of it.
 *
 * @param temporaryFolder has to be on the same file system. Default: the folder of the file.
 * @throws what the file system says
 */
export async function writeCacheFile(
  file: string,
  content: string | Uint8Array,
  temporaryFolder: string = path.dirname(file),
): Promise<void> {
  const temporary = path.join(
    temporaryFolder,
    `${path.basename(file)}.${process.pid}-${Math.random().toString(36).slice(2)}`,
  )
  try {
    await writeInFolder(temporary, content)
    // What a umask takes away is given back: members of a group may share a cache.
    await chmod(temporary, fileMode)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

async function writeInFolder(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(file, content, { mode: fileMode, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    await makeFolder(path.dirname(file))
    await writeFile(file, content, { mode: fileMode, flag: 'wx' })
  }
}

/** Makes a folder and those above it. The runtime's own way never ends where no folder can be made, as in `/proc`. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await makeOneFolder(folder)
  } catch (error) {
    const parent = path.dirname(folder)
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === folder) throw error
    await makeFolder(parent)
    await makeOneFolder(folder)
  }
}

async function makeOneFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: folderMode })
  } catch (error) {
    // Another process may have been faster. If it is no folder, writing into it says so.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

export async function removeCacheFile(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => undefined)
}

import fs from 'node:fs'
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

const folderMode = 0o750
const fileMode = 0o660

/** A file of a cache, with its age. */
export interface CacheFile {
  readonly bytes: Uint8Array
  /** In milliseconds since 1970. */
  readonly modifiedMs: number
}

/**
 * Reads a file at once. Undefined if it is not there or cannot be read: such a cache is an empty one.
 *
 * The callbacks cost half of what file handles do, which counts where dozens of small files are read.
 */
export function readCacheFile(file: string): Promise<CacheFile | undefined> {
  return new Promise((resolve) => {
    fs.open(file, (openError, descriptor) => {
      if (openError !== null) return resolve(undefined)
      const end = (result?: CacheFile) => fs.close(descriptor, () => resolve(result))
      // Age and content come from one descriptor, so that they are those of the same file.
      fs.fstat(descriptor, (statError, stats) => {
        if (statError !== null || !stats.isFile()) return end()
        fs.read(descriptor, Buffer.allocUnsafe(stats.size), 0, stats.size, 0, (readError, count, buffer) => {
          end(readError === null ? { bytes: buffer.subarray(0, count), modifiedMs: stats.mtimeMs } : undefined)
        })
      })
    })
  })
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
    await mkdir(path.dirname(file), { recursive: true, mode: folderMode })
    await writeFile(file, content, { mode: fileMode, flag: 'wx' })
  }
}

export async function removeCacheFile(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => undefined)
}

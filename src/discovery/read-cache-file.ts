/** A file of a cache, with its age. */
export interface CacheFile {
  readonly bytes: Uint8Array
  /** In milliseconds since 1970. */
  readonly modifiedMs: number
}

/**
 * Got when it is needed and never imported: an import makes a namespace of all that `node:fs` exports, for which Node
 * loads its streams, its readline and `node:fs/promises`. That takes as long as reading a whole cache.
 */
type FileSystem = typeof import('node:fs')

/** For how long files are opened at once, before whatever else this process does gets a turn. */
const turnMs = 10
let turnStartedMs: number | undefined

/**
 * Reads a file. Undefined if it is not there or cannot be read: such a cache is an empty one.
 *
 * At once, as long as that is quick: these are many files of a few kB, and handing each to another thread and back
 * takes several times as long as reading it. A disk that takes its time is waited for on other threads.
 */
export function readCacheFile(file: string): CacheFile | undefined | Promise<CacheFile | undefined> {
  // Not `performance.now()`: where nobody used it yet, loading it would take a quarter of the time of all the rest.
  const nowMs = Date.now()
  if (turnStartedMs === undefined) {
    turnStartedMs = nowMs
    setImmediate(endTurn)
  }
  if (nowMs - turnStartedMs >= turnMs) return readOnAnotherThread(file)
  const fs = process.getBuiltinModule('node:fs')
  try {
    return readAndClose(fs, fs.openSync(file, readFlags(fs)))
  } catch {
    return undefined
  }
}

function endTurn(): void {
  turnStartedMs = undefined
}

function readOnAnotherThread(file: string): Promise<CacheFile | undefined> {
  const fs = process.getBuiltinModule('node:fs')
  return new Promise((resolve) => {
    fs.open(file, readFlags(fs), (error, descriptor) => resolve(error ? undefined : readAndClose(fs, descriptor)))
  })
}

/** Without waiting: a pipe in the place of a file would keep its reader until somebody writes. */
function readFlags({ constants }: FileSystem): number {
  return constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)
}

/** Age and content come from one descriptor, so that they are those of the same file. */
function readAndClose(fs: FileSystem, descriptor: number): CacheFile | undefined {
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

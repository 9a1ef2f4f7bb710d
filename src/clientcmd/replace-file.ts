import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { textOfBytes } from './kubeconfig-text.ts'
import { configErrorOf } from './problems.ts'

const lockWaitMs = 5000
const lockPollMs = 50

/**
 * Replaces a file's content by what `edit` makes of it, alone: `<file>.lock`, created exclusively, keeps others out who
 * do the same, kubectl among them. Readers see the old content or the new, never a part. The file is the owner's alone
 * afterwards (0600); missing folders are made. A symbolic link stays one.
 *
 * @param edit gets undefined if there is no file; undefined from it leaves everything as it is
 * @throws {ConfigError} if the lock is not to be had within 5 s, or the file cannot be read or written
 */
export async function replaceFile(
  file: string,
  edit: (text: string | undefined) => Promise<string | undefined>,
): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o755 })
    const target = await realpath(file).catch(() => file)
    const lock = `${file}.lock`
    await takeLock(file, lock)
    try {
      const bytes = await readFile(target).catch(undefinedIfMissing)
      const text = await edit(bytes && textOf(file, bytes))
      if (text !== undefined) await writeAtomically(target, text)
    } finally {
      await rm(lock, { force: true })
    }
  } catch (cause) {
    const code = codeOf(cause)
    if (code === undefined) throw cause
    throw configErrorOf([{ file, text: `cannot be changed (${code})` }], { cause })
  }
}

async function takeLock(file: string, lock: string): Promise<void> {
  const deadline = performance.now() + lockWaitMs
  for (;;) {
    try {
      await (await open(lock, 'wx', 0o600)).close()
      return
    } catch (cause) {
      if (codeOf(cause) !== 'EEXIST') throw cause
      if (performance.now() > deadline) {
        const text = `is being changed by another program; if there is none, remove ${lock}`
        throw configErrorOf([{ file, text }])
      }
      await new Promise((resolve) => setTimeout(resolve, lockPollMs))
    }
  }
}

/** Into a new file first, which then takes the name: a crash in between leaves the old one whole. */
async function writeAtomically(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`
  try {
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** Without a byte order mark, which JSON has no place for. */
function textOf(file: string, bytes: Uint8Array): string {
  const text = textOfBytes(bytes)
  if (text === undefined) throw configErrorOf([{ file, text: 'is not text in UTF-8' }])
  return text
}

function undefinedIfMissing(error: unknown): undefined {
  if (codeOf(error) === 'ENOENT') return undefined
  throw error
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

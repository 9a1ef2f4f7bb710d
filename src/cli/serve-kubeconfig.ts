import { constants } from 'node:fs'
import { access, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { CommandError } from './usage-error.ts'

/** The first line of every file that is written here. */
const marker = '# Written by "kubeclient serve", which replaces this file when it writes there again.\n'

/**
 * Finds out whether a kubeconfig may be written to a place, before there is a server to write about. What `serve` has
 * not written itself is somebody's only copy of their credentials, and stays.
 *
 * @param force replace any file
 * @throws {CommandError} naming the place as it was given
 */
export async function checkKubeconfigPlace(place: string, force: boolean): Promise<void> {
  await namingThePlace(place, async () => {
    const target = await targetOf(place)
    const found = await stat(target).catch(undefinedIfMissing)
    if (found?.isDirectory() === true) throw new CommandError('it is a directory')
    if (found?.isFile() === false) throw new CommandError('it is no file')
    await access(path.dirname(target), constants.W_OK | constants.X_OK).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') throw new CommandError(`there is no directory ${path.dirname(target)}`)
      throw error
    })
    if (found === undefined || force || isOwn(await readFile(target, 'utf8'))) return
    throw new CommandError('the file is there already, and "kubeclient serve" did not write it; --force replaces it')
  })
}

/** Writes a kubeconfig at once: whoever waits for it never reads half of it. It has a key: it is the owner's alone. */
export async function writeKubeconfig(place: string, text: string): Promise<void> {
  await namingThePlace(place, async () => {
    const target = await targetOf(place)
    const temporary = `${target}.${process.pid}.tmp`
    try {
      await writeFile(temporary, marker + text, { mode: 0o600, flag: 'wx' })
      await rename(temporary, target)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  })
}

/** An empty file has nothing to lose: mktemp makes them. Own ones may have got contexts of others since. */
function isOwn(text: string): boolean {
  if (text.trim() === '') return true
  const names = [...text.matchAll(/\bname["']?: *["']?([^\s"',}]*)/g)].map(([, name = '']) => name)
  return text.startsWith(marker) && names.every((name) => /^kubeclient(-admin)?$/.test(name))
}

/** What a link leads to: the link stays one. */
function targetOf(place: string): Promise<string> {
  return realpath(place).catch(() => place)
}

async function namingThePlace(place: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    // The system's own message would name a temporary file.
    const why = error instanceof CommandError ? error.message : (reasons[codeOf(error) ?? ''] ?? codeOf(error))
    throw new CommandError(`cannot write the kubeconfig ${place}: ${why ?? error.message}`, { cause: error })
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  ENOENT: 'there is no such directory',
  ENOTDIR: 'a part of the path is no directory',
  ENOSPC: 'no space left',
  EROFS: 'the file system is read-only',
}

function undefinedIfMissing(error: unknown): undefined {
  if (codeOf(error) === 'ENOENT') return undefined
  throw error
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** How a lock that somebody else holds is waited for, and when its owner is taken for dead. */
export interface FileLockOptions {
  /** Called once, if the lock is not free at once. */
  readonly onWait?: ((owner: string) => void) | undefined
  readonly pollMs?: number | undefined
  /** The owner says that it lives twice in this time. Default: 20 s. */
  readonly staleMs?: number | undefined
}

interface Owner {
  readonly token: string
  readonly pid: number
  readonly host: string
}

/**
 * Runs a function while holding a lock between processes: a folder, because making one either succeeds or fails, on
 * every file system.
 *
 * An owner that died (its process is gone, or it has not said for a while that it lives) loses the lock.
 */
export async function withFileLock<T>(
  folder: string,
  action: () => Promise<T>,
  options: FileLockOptions = {},
): Promise<T> {
  const staleMs = options.staleMs ?? 20_000
  await acquire(folder, staleMs, options)
  const ownerFile = path.join(folder, 'owner.json')
  const heartbeat = setInterval(() => {
    const now = new Date()
    // A failure means that the lock was taken away, which the owner can do nothing about.
    utimes(ownerFile, now, now).catch(() => {})
  }, staleMs / 2)
  heartbeat.unref()
  try {
    return await action()
  } finally {
    clearInterval(heartbeat)
    await rm(folder, { recursive: true, force: true })
  }
}

async function acquire(folder: string, staleMs: number, options: FileLockOptions): Promise<void> {
  let announced = false
  await mkdir(path.dirname(folder), { recursive: true })
  while (!(await tryAcquire(folder))) {
    const owner = await readOwner(folder)
    if (await isStale(folder, owner, staleMs)) {
      await breakLock(folder, owner)
      continue
    }
    if (!announced) options.onWait?.(owner === undefined ? 'another process' : `process ${owner.pid}`)
    announced = true
    await sleep(options.pollMs ?? 500)
  }
}

async function tryAcquire(folder: string): Promise<boolean> {
  try {
    await mkdir(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
  const owner: Owner = { token: randomUUID(), pid: process.pid, host: hostname() }
  await writeFile(path.join(folder, 'owner.json'), JSON.stringify(owner))
  return true
}

async function readOwner(folder: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(path.join(folder, 'owner.json'), 'utf8'))
  } catch {
    return undefined
  }
}

async function isStale(folder: string, owner: Owner | undefined, staleMs: number): Promise<boolean> {
  if (owner !== undefined && owner.host === hostname() && !isAlive(owner.pid)) return true
  // Without an owner's file, its maker is between two steps, or died there: the folder's own time tells.
  const file = owner === undefined ? folder : path.join(folder, 'owner.json')
  try {
    return Date.now() - (await stat(file)).mtimeMs > staleMs
  } catch {
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Moving the folder away is what decides between several that see the same dead owner. One that comes late may move
 * a new owner's lock: the token shows it, and it is put back. What the lock protects here (building a file that is
 * then renamed into place) would survive two owners, so the moment in between is harmless.
 */
async function breakLock(folder: string, seen: Owner | undefined): Promise<void> {
  const aside = `${folder}.${randomUUID()}`
  try {
    await rename(folder, aside)
  } catch {
    return
  }
  const moved = await readOwner(aside)
  if (moved !== undefined && moved.token !== seen?.token) {
    await rename(aside, folder).catch(() => rm(aside, { recursive: true, force: true }))
    return
  }
  await rm(aside, { recursive: true, force: true })
}

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withFileLock } from './file-lock.ts'

let folder: string
let lock: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kubeclient-lock-'))
  lock = path.join(folder, 'some.lock')
})

afterEach(() => rmSync(folder, { recursive: true }))

/** A lock as its owner would have left it. */
function leaveLock(owner: { pid: number; host: string }, ageMs: number): void {
  mkdirSync(lock)
  const file = path.join(lock, 'owner.json')
  writeFileSync(file, JSON.stringify({ token: 'theirs', ...owner }))
  const time = new Date(Date.now() - ageMs)
  utimesSync(file, time, time)
}

test('only one at a time holds it', async () => {
  let inside = 0
  let most = 0
  const work = async () => {
    inside += 1
    most = Math.max(most, inside)
    await sleep(5)
    inside -= 1
  }
  await Promise.all(Array.from({ length: 8 }, () => withFileLock(lock, work, { pollMs: 2 })))
  expect(most).toBe(1)
  expect(existsSync(lock)).toBe(false)
})

test('it is free again after a failure', async () => {
  await expect(withFileLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(withFileLock(lock, () => Promise.resolve('yes'))).resolves.toBe('yes')
})

test('an owner whose process is gone has lost it', async () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  leaveLock({ pid, host: hostname() }, 0)
  await expect(withFileLock(lock, () => Promise.resolve('mine'))).resolves.toBe('mine')
})

test('an owner on another machine that has been silent for long has lost it', async () => {
  leaveLock({ pid: 1, host: 'elsewhere' }, 60_000)
  await expect(withFileLock(lock, () => Promise.resolve('mine'))).resolves.toBe('mine')
})

test('an owner that lives keeps it, and is named to those who wait', async () => {
  leaveLock({ pid: process.pid, host: hostname() }, 0)
  const waits: string[] = []
  const mine = withFileLock(lock, () => Promise.resolve('mine'), { pollMs: 5, onWait: (owner) => waits.push(owner) })
  await sleep(40)
  expect(waits).toEqual([`process ${process.pid}`])
  rmSync(lock, { recursive: true })
  await expect(mine).resolves.toBe('mine')
})

test('the owner says that it lives, so that long work does not lose it', async () => {
  const order: string[] = []
  const long = withFileLock(
    lock,
    async () => {
      await sleep(250)
      order.push('long')
    },
    { staleMs: 80 },
  )
  await sleep(10)
  const short = withFileLock(lock, () => Promise.resolve(order.push('short')), { staleMs: 80, pollMs: 5 })
  await Promise.all([long, short])
  expect(order).toEqual(['long', 'short'])
})

test('of several that find a dead owner, all get their turn', async () => {
  leaveLock({ pid: 1, host: 'elsewhere' }, 60_000)
  const done = await Promise.all(
    Array.from({ length: 5 }, (_, i) => withFileLock(lock, () => Promise.resolve(i), { pollMs: 2 })),
  )
  expect(done).toEqual([0, 1, 2, 3, 4])
})

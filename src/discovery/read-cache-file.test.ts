import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type CacheFile, readCacheFile } from './read-cache-file.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(tmpdir(), 'kubeclient-read-'))
  file = path.join(folder, 'file')
  fs.writeFileSync(file, 'content')
  // The test before may have used up this turn of the event loop.
  await new Promise(setImmediate)
})
afterEach(() => {
  vi.restoreAllMocks()
  fs.rmSync(folder, { recursive: true, force: true })
})

const textOf = (read: CacheFile | undefined) => read && Buffer.from(read.bytes).toString()

it('reads a file at once, with its age', () => {
  const read = readCacheFile(file)
  expect(read).toMatchObject({ modifiedMs: fs.statSync(file).mtimeMs })
  expect(textOf(read as CacheFile)).toBe('content')
})

it('waits on other threads in a turn of the event loop that has taken long, and reads at once in the next', async () => {
  const now = Date.now()
  const clock = vi.spyOn(Date, 'now').mockReturnValue(now)
  expect(readCacheFile(file)).not.toBeInstanceOf(Promise)
  clock.mockReturnValue(now + 10)
  const [later, missing] = [readCacheFile(file), readCacheFile(`${file}-none`)]
  expect(later).toBeInstanceOf(Promise)
  expect(textOf(await later)).toBe('content')
  expect(await missing).toBeUndefined()
  await new Promise(setImmediate)
  expect(readCacheFile(file)).not.toBeInstanceOf(Promise)
})

it('takes what is no file, or is not there, for nothing', () => {
  expect(readCacheFile(folder)).toBeUndefined()
  expect(readCacheFile(`${file}-none`)).toBeUndefined()
  expect(readCacheFile(path.join(file, 'below'))).toBeUndefined()
})

it.skipIf(process.platform === 'win32')('does not wait for what somebody may write into a pipe', () => {
  execFileSync('/bin/sh', ['-c', 'mkfifo "$0"', path.join(folder, 'pipe')])
  expect(readCacheFile(path.join(folder, 'pipe'))).toBeUndefined()
})

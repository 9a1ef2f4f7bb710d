import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fingerprint, listFiles, readStamp, writeStamp } from './fingerprint.mjs'

/** @type {string} */
let folder

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kubeclient-fingerprint-'))
  mkdirSync(path.join(folder, 'b'))
  writeFileSync(path.join(folder, 'b', 'x.ts'), 'x')
  writeFileSync(path.join(folder, 'a.ts'), 'a')
})

afterEach(() => rmSync(folder, { recursive: true }))

const current = () => fingerprint(folder, listFiles(folder))

test('files are listed in a fixed order, below folders too', () => {
  expect(listFiles(folder).map((file) => path.relative(folder, file))).toEqual(['a.ts', path.join('b', 'x.ts')])
})

test('a time that changes is no change', () => {
  const before = current()
  utimesSync(path.join(folder, 'a.ts'), 1, 1)
  expect(current()).toBe(before)
})

test('contents, names and numbers of files are', () => {
  const seen = new Set([current()])
  writeFileSync(path.join(folder, 'a.ts'), 'A')
  seen.add(current())
  writeFileSync(path.join(folder, 'c.ts'), '')
  seen.add(current())
  rmSync(path.join(folder, 'b', 'x.ts'))
  seen.add(current())
  expect(seen.size).toBe(4)
})

test('a stamp that is not there is undefined, one that is written can be read', () => {
  const file = path.join(folder, 'deep', 'stamp')
  expect(readStamp(file)).toBeUndefined()
  writeStamp(file, 'abc')
  expect(readStamp(file)).toBe('abc')
})

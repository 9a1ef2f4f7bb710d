import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, inject, test } from 'vitest'

const folder = path.join(inject('installFolder'), 'node_modules', 'kubeclient')
let files: string[]

beforeAll(() => {
  files = listFiles(folder).map((file) => path.relative(folder, file))
})

function listFiles(from: string): string[] {
  return readdirSync(from, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(from, entry.name)
    return entry.isDirectory() ? listFiles(file) : [file]
  })
}

test('it has what a package has, and the compiled library', () => {
  const besides = files.filter((file) => !file.startsWith(`dist${path.sep}`))
  expect(besides).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']))
  expect(files).toContain(path.join('dist', 'index.js'))
  expect(files).toContain(path.join('dist', 'index.d.ts'))
})

test('it has no tests, no sources and no build files', () => {
  const unwanted =
    /\.test\.|\.test-support\.|\.test-d\.|tsbuildinfo$|(^|[\\/])(src|test|scripts|build|node_modules)[\\/]/
  expect(files.filter((file) => unwanted.test(file))).toEqual([])
  expect(files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([])
})

test('no file only leads to another: loading it would cost as much as any', () => {
  const chunks = files.filter((file) => file.startsWith(path.join('dist', 'chunks')))
  const signs = chunks.filter((file) =>
    /^export \{[^}]*\} from "[^"]*";\s*$/.test(readFileSync(path.join(folder, file), 'utf8')),
  )
  expect(signs).toEqual([])
})

test('the command can be run', () => {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    bin: { kubeclient: string }
  }
  const file = path.join(folder, manifest.bin.kubeclient)
  expect(readFileSync(file, 'utf8').startsWith('#!/usr/bin/env node\n')).toBe(true)
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o111).not.toBe(0)
})

test('it stays small', () => {
  expect(inject('packedBytes')).toBeLessThan(1_000_000)
})

import { expect, test } from 'vitest'
import { compareLockfiles } from './installed.mjs'

const locked = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/for-another-platform': { version: '1.0.0', optional: true },
  },
}

/** @param {Record<string, { version: string, integrity?: string }>} packages */
const compare = (packages) => compareLockfiles(locked, { packages })

test('an install of what is locked is complete, without the optional packages of other platforms', () => {
  expect(compare({ 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } })).toBeUndefined()
})

test('a missing package is named', () => {
  expect(compare({})).toBe('node_modules/a is not installed')
})

test('another version is named with the one that is locked', () => {
  expect(compare({ 'node_modules/a': { version: '0.9.0', integrity: 'sha512-a' } })).toBe(
    'node_modules/a is installed as 0.9.0, and locked as 1.0.0',
  )
})

test('the same version with other contents is not the same', () => {
  expect(compare({ 'node_modules/a': { version: '1.0.0', integrity: 'sha512-b' } })).toBeDefined()
})

test('a package that is no longer locked is named', () => {
  const a = { version: '1.0.0', integrity: 'sha512-a' }
  expect(compare({ 'node_modules/a': a, 'node_modules/old': { version: '1.0.0' } })).toBe(
    'node_modules/old is installed and no longer locked',
  )
})

import path from 'node:path'
import { expect, test } from 'vitest'
import { cacheFolder } from './cache-folder.ts'

const below = path.join('kubeclient', 'envtest')

test.each([
  ['XDG_CACHE_HOME wins', { XDG_CACHE_HOME: '/x', HOME: '/h' }, 'linux', '/x'],
  ['a relative XDG_CACHE_HOME does not count', { XDG_CACHE_HOME: 'x', HOME: '/h' }, 'linux', '/h/.cache'],
  ['Linux keeps caches in ~/.cache', { HOME: '/h' }, 'linux', '/h/.cache'],
  ['macOS keeps caches in ~/Library/Caches', { HOME: '/h' }, 'darwin', '/h/Library/Caches'],
  ['Windows keeps caches in LOCALAPPDATA', { HOME: '/h', LOCALAPPDATA: '/local' }, 'win32', '/local'],
] as const)('%s', (_name, env, platform, folder) => {
  expect(cacheFolder(env, platform)).toBe(path.join(folder, below))
})

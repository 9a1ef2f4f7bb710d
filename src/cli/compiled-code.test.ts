import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keepCompiledCode } from './compiled-code.ts'

const nodeModule = process.getBuiltinModule('node:module') as { enableCompileCache?: (folder: string) => void }
const { enableCompileCache } = nodeModule
const enable = vi.fn<(folder: string) => void>()
let cache: string
let folder: string

beforeEach(() => {
  cache = mkdtempSync(path.join(tmpdir(), 'kubeclient-code-'))
  folder = `${cache}/kubeclient-code`
  vi.stubEnv('KUBECACHEDIR', cache)
  vi.stubEnv('NODE_COMPILE_CACHE', undefined)
  vi.stubEnv('NODE_DISABLE_COMPILE_CACHE', undefined)
  nodeModule.enableCompileCache = enable.mockReset()
})
afterEach(() => {
  if (enableCompileCache === undefined) delete nodeModule.enableCompileCache
  else nodeModule.enableCompileCache = enableCompileCache
  vi.unstubAllEnvs()
  rmSync(cache, { recursive: true, force: true })
})

it('keeps code in the cache folder, in a folder that only its owner writes in', () => {
  keepCompiledCode()
  keepCompiledCode()
  expect(enable.mock.calls).toEqual([[folder], [folder]])
  if (process.platform !== 'win32') expect(statSync(folder).mode & 0o022).toBe(0)
})

it('does not begin a cache', () => {
  vi.stubEnv('KUBECACHEDIR', `${cache}/none`)
  keepCompiledCode()
  expect(enable).not.toHaveBeenCalled()
  expect(existsSync(`${cache}/none`)).toBe(false)
})

it.each([
  ['NODE_COMPILE_CACHE', '/elsewhere'],
  ['NODE_DISABLE_COMPILE_CACHE', '1'],
])('leaves it to Node where %s is set', (name, value) => {
  vi.stubEnv(name, value)
  keepCompiledCode()
  expect(enable).not.toHaveBeenCalled()
  expect(existsSync(folder)).toBe(false)
})

it.skipIf(process.platform === 'win32')('takes no code from a folder that others may write in', () => {
  keepCompiledCode()
  chmodSync(folder, 0o777)
  keepCompiledCode()
  expect(enable).toHaveBeenCalledOnce()
})

it.skipIf(process.geteuid === undefined)('takes no code from a folder of somebody else', () => {
  const uid = process.geteuid?.() ?? 0
  const spy = vi.spyOn(process as { geteuid: () => number }, 'geteuid').mockReturnValue(uid + 1)
  keepCompiledCode()
  spy.mockRestore()
  expect(enable).not.toHaveBeenCalled()
})

it('does without where Node cannot', () => {
  delete nodeModule.enableCompileCache
  keepCompiledCode()
  expect(existsSync(folder)).toBe(false)
})

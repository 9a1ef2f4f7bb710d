import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildFolderName, sourceHash } from './build-key.ts'
import { apiServer, controllerManager, etcd } from './programs.ts'
import { repositoryFolder } from './repository.ts'

let modules: string

beforeEach(() => {
  modules = mkdtempSync(path.join(tmpdir(), 'kubeclient-build-key-'))
  cpSync(path.join(repositoryFolder, 'test/envtest/modules'), modules, { recursive: true })
})

afterEach(() => rmSync(modules, { recursive: true }))

function edit(file: string, change: (text: string) => string): void {
  const target = path.join(modules, etcd.module, file)
  writeFileSync(target, change(readFileSync(target, 'utf8')))
}

test.each(['go.mod', 'go.sum', 'tools.go'])('a change of %s is another build', (file) => {
  const before = sourceHash(modules, etcd)
  edit(file, (text) => `${text}\n// changed`)
  expect(sourceHash(modules, etcd)).not.toBe(before)
})

test('line ends do not matter', () => {
  const before = sourceHash(modules, etcd)
  edit('go.mod', (text) => text.replaceAll('\n', '\r\n'))
  expect(sourceHash(modules, etcd)).toBe(before)
})

test('programs of one module have builds of their own', () => {
  expect(sourceHash(modules, apiServer('1.37.2'))).not.toBe(sourceHash(modules, controllerManager()))
})

test('a build of another Go or for another platform has a folder of its own', () => {
  const name = (version: string, os: string, arch: string) => buildFolderName(etcd, 'abc', { version, os, arch })
  expect(name('go1.26.8', 'linux', 'amd64')).toBe('etcd-3.6.13-abc-go1.26.8-linux-amd64')
  const names = [
    name('go1.26.8', 'linux', 'amd64'),
    name('go1.26.9', 'linux', 'amd64'),
    name('go1.26.8', 'darwin', 'amd64'),
    name('go1.26.8', 'linux', 'arm64'),
  ]
  expect(new Set(names).size).toBe(4)
})

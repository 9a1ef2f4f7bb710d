import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'
import { expect, inject, test } from 'vitest'

const folder = path.join(inject('installFolder'), 'node_modules', 'kubeclient')

/** DESIGN: few for the clients, all loaded only when used; the server may have more of its own. */
const clientDependencies = ['socks', 'ws', 'yaml']
const serverDependencies = ['@peculiar/x509', 'reflect-metadata']

function jsFiles(from: string): string[] {
  return readdirSync(from, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(from, entry.name)
    if (entry.isDirectory()) return jsFiles(file)
    return /\.(js|d\.ts)$/.test(entry.name) ? [file] : []
  })
}

/** The packages that compiled files name, whichever way they import them. */
function packagesIn(files: readonly string[]): string[] {
  const names = files.flatMap((file) => {
    // Comments may show imports.
    const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
    const specifiers = code.matchAll(/(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*(['"])([^'"]+)\1/g)
    return [...specifiers].map((match) => match[2] ?? '')
  })
  const packages = names
    .filter((name) => !name.startsWith('.') && !name.startsWith('node:') && !builtinModules.includes(name))
    .map((name) => (name.startsWith('@') ? name.split('/').slice(0, 2) : name.split('/').slice(0, 1)).join('/'))
  return [...new Set(packages)].sort()
}

const dist = path.join(folder, 'dist')
const all = jsFiles(dist)
const isServer = (file: string) => path.relative(dist, file).startsWith(`server${path.sep}`)

test('the clients import no package but those that were decided on', () => {
  const found = packagesIn(all.filter((file) => !isServer(file)))
  expect(found.filter((name) => !clientDependencies.includes(name))).toEqual([])
})

test('the server imports no package but its own and those of the clients', () => {
  const found = packagesIn(all.filter(isServer))
  expect(found.filter((name) => ![...serverDependencies, ...clientDependencies].includes(name))).toEqual([])
})

test('the manifest names those and no others', () => {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
    optionalDependencies?: Record<string, string>
    peerDependencies?: Record<string, string>
  }
  expect(Object.keys(manifest.dependencies).sort()).toEqual([...clientDependencies, ...serverDependencies].sort())
  expect(manifest.optionalDependencies).toBeUndefined()
  expect(manifest.peerDependencies).toBeUndefined()
})

test('the public declarations of the clients name no type of Node outside the transport', () => {
  const offenders = all
    .filter((file) => file.endsWith('.d.ts') && !isServer(file))
    .filter((file) => !/^(transport|cli)[\\/]/.test(path.relative(dist, file)))
    .filter((file) =>
      /from ['"]node:|\bNodeJS\.|\bBuffer\b/.test(readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')),
    )
  expect(offenders.map((file) => path.relative(dist, file))).toEqual([])
})

import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'
import { expect, inject, test } from 'vitest'

const folder = path.join(inject('installFolder'), 'node_modules', 'kubeclient')

/** DESIGN: few for the clients, all loaded only when used; the server may have more of its own. */
const clientDependencies = ['socks', 'ws']
/** What is packed with the clients, so that it need not be found file by file. */
const inlined = ['yaml']
const serverDependencies = ['@peculiar/asn1-schema', '@peculiar/asn1-x509']

const dist = path.join(folder, 'dist')
const entryPoints = Object.entries(readManifest().exports)
  .filter(([name]) => name !== './package.json' && !name.includes('*'))
  .map(([name, target]) => ({ name, file: path.join(folder, target) }))
const clients = entryPoints.filter(({ name }) => name !== './server').map(({ file }) => file)
const server = path.join(dist, 'server', 'index.js')

function readManifest() {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    exports: Record<string, string>
    dependencies: Record<string, string>
    optionalDependencies?: Record<string, string>
    peerDependencies?: Record<string, string>
  }
}

/** What a compiled file imports, at once or on demand. */
function specifiersIn(file: string): string[] {
  // Comments may show imports.
  const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  const specifiers = code.matchAll(/(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*(['"`])([^'"`]+)\1/g)
  return [...specifiers].map((match) => match[2] ?? '')
}

/** The packages that files name, and those that they import, however many steps away. */
function packagesBehind(files: readonly string[]): string[] {
  const seen = new Set(files)
  const packages = new Set<string>()
  for (const file of seen) {
    for (const specifier of specifiersIn(file)) {
      if (specifier.startsWith('.')) seen.add(path.resolve(path.dirname(file), specifier))
      else if (!specifier.startsWith('node:') && !builtinModules.includes(specifier)) {
        packages.add(specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'))
      }
    }
  }
  return [...packages].sort()
}

function declarations(from: string): string[] {
  return readdirSync(from, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(from, entry.name)
    if (entry.isDirectory()) return declarations(file)
    return entry.name.endsWith('.d.ts') ? [file] : []
  })
}

test('the clients import the packages that were decided on, and no others', () => {
  expect(packagesBehind(clients)).toEqual(clientDependencies)
})

test('the server imports its own packages and none but those of the clients besides', () => {
  const found = packagesBehind([server])
  expect(found).toEqual(expect.arrayContaining(serverDependencies))
  expect(found.filter((name) => ![...serverDependencies, ...clientDependencies].includes(name))).toEqual([])
})

test('the manifest names those and no others', () => {
  const manifest = readManifest()
  expect(Object.keys(manifest.dependencies).sort()).toEqual([...clientDependencies, ...serverDependencies].sort())
  expect(manifest.optionalDependencies).toBeUndefined()
  expect(manifest.peerDependencies).toBeUndefined()
})

test.each(inlined)('%s is packed as one chunk, with its license', (name) => {
  const chunks = readdirSync(path.join(dist, 'chunks')).filter((file) => file.startsWith(`${name}-`))
  expect(chunks).toHaveLength(1)
  expect(specifiersIn(path.join(dist, 'chunks', chunks[0] ?? ''))).toEqual([])
  expect(readFileSync(path.join(dist, 'licenses', `${name}.txt`), 'utf8')).toContain('Copyright')
})

test('the public declarations of the clients name no type of Node outside the transport', () => {
  const offenders = declarations(dist)
    .filter((file) => !/^(transport|cli|server)[\\/]/.test(path.relative(dist, file)))
    .filter((file) =>
      /from ['"]node:|\bNodeJS\.|\bBuffer\b/.test(readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')),
    )
  expect(offenders.map((file) => path.relative(dist, file))).toEqual([])
})

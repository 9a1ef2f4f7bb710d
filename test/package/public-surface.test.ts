import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, inject, test } from 'vitest'
import { exportedDeclarations } from './declarations.ts'

const folder = path.join(inject('installFolder'), 'node_modules', 'kubeclient')

/** The entry points, the short import last: it repeats what the others declare. */
function entryPoints(): { name: string; file: string }[] {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    exports: Record<string, string>
  }
  return (
    Object.entries(manifest.exports)
      // The API's types are generated; what they are made from is committed.
      .filter(([name]) => name !== './package.json' && !name.includes('*'))
      .map(([name, file]) => ({
        name: `kubeclient${name.slice(1)}`,
        file: path.join(folder, file.replace(/\.js$/, '.d.ts')),
      }))
      .sort((a, b) => Number(a.name === 'kubeclient') - Number(b.name === 'kubeclient') || (a.name < b.name ? -1 : 1))
  )
}

/** Names and signatures of all entry points. What several of them export is shown once. */
function publicSurface(): string {
  const shown = new Map<string, string>()
  const sections = entryPoints().map(({ name, file }) => {
    const lines = exportedDeclarations(file)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((declaration) => {
        const key = `${declaration.file}#${declaration.name}`
        const where = shown.get(key)
        if (where !== undefined) return `${declaration.name} (see ${where})`
        shown.set(key, name)
        return declaration.text
      })
    return [`== ${name}`, ...lines].join('\n\n')
  })
  return `${sections.join('\n\n\n')}\n`
}

test('the public surface is the one that is committed (npm run surface rewrites it)', async () => {
  await expect(publicSurface()).toMatchFileSnapshot('public-surface.txt')
})

// Bundles a program in several ways and prints the sizes, in kilobytes.
//   arguments: ENTRY EXTERNAL,EXTERNAL,...
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const [entry, external = ''] = process.argv.slice(2)
const kilobytes = (bytes) => bytes / 1000

/** The files that come out: name, contents, whether it is the entry, what it imports statically. */
async function bundle(options) {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    write: false,
    metafile: true,
    outdir: path.join(path.dirname(entry), 'out'),
    logLevel: 'error',
    ...options,
  })
  return Object.entries(metafile.outputs).map(([name, output]) => ({
    name,
    contents: outputFiles.find((file) => file.path === path.resolve(name)).contents,
    isEntry: output.entryPoint !== undefined && path.resolve(output.entryPoint) === entry,
    imports: output.imports.filter(({ kind }) => kind === 'import-statement').map((imported) => imported.path),
  }))
}

const sizeOf = (files) => files.reduce((sum, file) => sum + file.contents.byteLength, 0)

/** The entry, what it imports statically, and so on. */
function loadedAtStart(files) {
  const reached = new Set()
  const waiting = files.filter((file) => file.isEntry)
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue
    reached.add(file)
    waiting.push(...files.filter(({ name }) => file.imports.includes(name)))
  }
  return [...reached]
}

const single = await bundle({})
const split = await bundle({ splitting: true })
const outside = await bundle({ external: external.split(',') })
console.log(
  JSON.stringify({
    singleKb: kilobytes(sizeOf(single)),
    gzipKb: kilobytes(gzipSync(single[0].contents).byteLength),
    entryKb: kilobytes(sizeOf(loadedAtStart(split))),
    externalKb: kilobytes(sizeOf(outside)),
  }),
)

import { copyFileSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { entryPoints } from './entry-points.mjs'

/**
 * The chunks that the entry points share, the lowest floor first: a module is in the first chunk one of whose roots
 * loads it at once. What is loaded on demand and stands in no floor gets a chunk of its own.
 *
 * @type {readonly { readonly name: string, readonly roots: readonly string[] }[]}
 */
const floors = [
  { name: 'meta', roots: ['errors/index', 'meta/index'] },
  { name: 'rest', roots: ['rest/index', 'rest/utf8'] },
  { name: 'kubernetes', roots: ['kubernetes/index'] },
  { name: 'all', roots: ['index'] },
  // Loaded on demand, but one with the other: what a first request needs besides its transport, and a kubeconfig.
  { name: 'request', roots: ['rest/perform', 'rest/answer'] },
  { name: 'discovery', roots: ['discovery/write-cache-file', 'discovery/http-cache'] },
  { name: 'kubeconfig', roots: ['clientcmd/load-files', 'clientcmd/in-cluster', 'clientcmd/rest-config-of'] },
  // What nearly every command needs besides its own.
  { name: 'command', roots: ['cli/command-line', 'cli/cluster-session', 'cli/columns'] },
]

/**
 * Packages that are packed as a chunk of their own instead of being depended on, by the file to take them from.
 *
 * `yaml` is some 70 CommonJS files, which every new process that reads a kubeconfig in YAML would find, read and compile:
 * 14 ms, and 5 as one file. Its modules for browsers are the same sources.
 *
 * @type {Readonly<Record<string, string>>}
 */
const inlined = { yaml: 'node_modules/yaml/browser/dist/index.js' }

/**
 * Writes the library's JavaScript: one file for each entry point of package.json, and the chunks that they share.
 *
 * Why not a file for each source: a program that imports `kubeclient` would load some 130 of them, and finding, reading
 * and linking that many small modules is most of what the import then costs.
 *
 * @param {string} root
 * @returns {Promise<string[]>} the files written, relative to `root`
 */
export async function bundle(root) {
  // Not imported above: in a fresh clone this file is loaded before its packages are installed.
  const { rolldown } = await import('rolldown')
  const source = path.join(root, 'src')
  const build = await rolldown({
    cwd: root,
    input: Object.fromEntries(entryPoints(root).map((name) => [name, path.join(source, `${name}.ts`)])),
    platform: 'node',
    external: (id) => !(id in inlined) && !id.startsWith('.') && !path.isAbsolute(id),
    resolve: {
      alias: Object.fromEntries(Object.entries(inlined).map(([name, file]) => [name, path.join(root, file)])),
    },
    tsconfig: path.join(root, 'tsconfig.build.json'),
    // The floors need it; that no entry point then exports more than it says is held by a test of the package.
    preserveEntrySignatures: 'allow-extension',
    // As package.json says.
    treeshake: { moduleSideEffects: (id) => id === path.join(source, 'cli', 'main.ts') },
    transform: { target: 'node20.19' },
    plugins: [straightToFloors],
  })
  try {
    const { output } = await build.write({
      dir: 'dist',
      format: 'esm',
      chunkFileNames: 'chunks/[name]-[hash].js',
      comments: { legal: true, annotation: true, jsdoc: false },
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: [
          { name: floorOf(source), debugName: 'floors' },
          ...Object.keys(inlined).map((name) => ({ name, test: new RegExp(`/node_modules/${name}/`) })),
        ],
      },
    })
    return [...output.map(({ fileName }) => path.join('dist', fileName)), ...copyLicenses(root)]
  } finally {
    await build.close()
  }
}

/**
 * What is inlined comes with its license.
 *
 * @param {string} root
 */
function copyLicenses(root) {
  return Object.keys(inlined).map((name) => {
    const file = path.join('dist', 'licenses', `${name}.txt`)
    mkdirSync(path.join(root, 'dist', 'licenses'), { recursive: true })
    copyFileSync(path.join(root, 'node_modules', name, 'LICENSE'), path.join(root, file))
    return file
  })
}

/**
 * @param {string} source
 * @returns {(id: string, graph: import('rolldown').ChunkingContext) => string | null} the name of a module's floor
 */
function floorOf(source) {
  /** @type {ReadonlyMap<string, string> | undefined} */
  let names
  return (id, graph) => {
    names ??= new Map(
      floors
        .toReversed()
        .flatMap(({ name, roots }) => [...loadedAtOnce(graph, source, roots)].map((module) => [module, name])),
    )
    return names.get(id) ?? null
  }
}

/**
 * What is loaded on demand and stands in a floor is a file of its own that only leads there. It costs as much as any
 * other file: whoever imports it goes straight to the floor instead.
 *
 * @type {import('rolldown').Plugin}
 */
const straightToFloors = {
  name: 'straight-to-floors',
  generateBundle(_options, files) {
    const chunks = Object.values(files).filter((file) => file.type === 'chunk')
    const signs = chunks.flatMap((chunk) => {
      const [, names, floor] = /^export \{ ([^}]*) \} from "\.\/([^"]+)";\s*$/.exec(chunk.code) ?? []
      return chunk.isEntry || names === undefined || floor === undefined ? [] : [{ chunk, names, floor }]
    })
    for (const { chunk, names, floor } of signs) {
      const sign = path.basename(chunk.fileName)
      const given = names.split(', ').map((name) => {
        const [inner, outer = inner] = name.split(' as ')
        return `${outer}: floor.${inner}`
      })
      for (const importer of chunks) {
        importer.code = importer.code.replaceAll(
          new RegExp(`import\\("([./]*(?:chunks/)?)${sign.replaceAll('.', '\\.')}"\\)`, 'g'),
          (_import, folder) => `import("${folder}${floor}").then((floor) => ({ ${given.join(', ')} }))`,
        )
      }
      if (!chunks.some(({ code }) => code.includes(`/${sign}"`))) delete files[chunk.fileName]
    }
  },
}

/**
 * @param {import('rolldown').ChunkingContext} graph
 * @param {string} source
 * @param {readonly string[]} roots
 */
function loadedAtOnce(graph, source, roots) {
  const found = new Set(roots.map((root) => path.join(source, `${root}.ts`)))
  for (const id of found) {
    for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) found.add(imported)
  }
  return found
}

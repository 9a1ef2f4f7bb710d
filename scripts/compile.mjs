import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { bundle } from './bundle.mjs'
import { copyDeclarations } from './declarations.mjs'
import { fingerprint, listFiles, readStamp, writeStamp } from './fingerprint.mjs'
import { run, startProgress, tail } from './progress.mjs'

/**
 * What `tsc` makes from where. `inputs` are files and folders below the root.
 *
 * @typedef {{ name: string, config: string, outDir: string, inputs: readonly string[] }} Compilation
 */

/** Where the package is made. */
const published = 'dist'

/** The declarations of the library; {@link published} is made with them.
 * @type {Compilation} */
export const library = {
  name: 'dist',
  config: 'tsconfig.build.json',
  outDir: 'build/declarations',
  inputs: [
    'src',
    'tsconfig.base.json',
    'tsconfig.build.json',
    'package.json',
    'scripts/bundle.mjs',
    'scripts/declarations.mjs',
    'scripts/entry-points.mjs',
  ],
}

/** What the scripts here use of the tests' own code: Node 20 does not run TypeScript.
 * @type {Compilation} */
export const testServers = {
  name: 'build/test',
  config: 'test/envtest/tsconfig.json',
  outDir: 'build/test',
  inputs: ['src/server/certificates.ts', 'test/envtest', 'tsconfig.base.json'],
}

/** @param {string} file */
const isTest = (file) => /\.(test|test-support)\.ts$/.test(file)

/**
 * Compiles if an input has changed since the last time.
 *
 * @param {string} root
 * @param {Compilation} compilation
 * @returns {Promise<boolean>} whether it did
 */
export async function compile(root, compilation) {
  const inputs = compilation.inputs
    .filter((input) => existsSync(path.join(root, input)))
    .flatMap((input) => listFiles(path.join(root, input)))
    .filter((file) => !isTest(file))
  const stampFile = path.join(root, 'build', `${compilation.name.replaceAll('/', '-')}.stamp`)
  const stamp = `${fingerprint(root, inputs)} typescript ${typescriptVersion(root)}`
  const made = compilation === library ? [compilation.outDir, published] : [compilation.outDir]
  if (readStamp(stampFile) === stamp && made.every((folder) => existsSync(path.join(root, folder)))) return false

  // With its notes of the last run at hand, tsc does not write again what it believes to be there.
  if (!existsSync(path.join(root, compilation.outDir))) {
    rmSync(path.join(root, 'build', `${path.basename(compilation.config, '.json')}.tsbuildinfo`), { force: true })
  }
  const progress = startProgress(`compiling ${compilation.name}`)
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const result = await run(process.execPath, [tsc, '-p', compilation.config], { cwd: root })
  progress.end(result.code === 0 ? 'done' : 'failed')
  if (result.code !== 0) throw new Error(`tsc -p ${compilation.config} failed:\n${tail(result.output)}`)
  if (compilation === library) await publish(root)
  writeStamp(stampFile, stamp)
  return true
}

/**
 * Makes what is published: JavaScript in a few files, and the declarations that belong to it. What the last time left
 * behind is removed: it would be packed, too.
 *
 * @param {string} root
 */
async function publish(root) {
  const current = new Set([...(await bundle(root)), ...copyDeclarations(root, library.outDir, published)])
  for (const file of listFiles(path.join(root, published))) {
    if (!current.has(path.relative(root, file))) rmSync(file)
  }
}

/** @param {string} root */
function typescriptVersion(root) {
  return JSON.parse(readFileSync(path.join(root, 'node_modules', 'typescript', 'package.json'), 'utf8')).version
}

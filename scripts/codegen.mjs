import path from 'node:path'
import { compile } from './compile.mjs'
import { run } from './progress.mjs'
import { root } from './setup.mjs'

/** @type {import('./compile.mjs').Compilation} */
const codegen = {
  name: 'build/codegen',
  config: 'codegen/tsconfig.json',
  outDir: 'build/codegen',
  inputs: [
    'codegen',
    'src/generate',
    'src/resources',
    'src/schema',
    'src/server',
    'test/envtest',
    'tsconfig.base.json',
  ],
}

/**
 * Compiles the programs of `codegen/` and runs one of them.
 *
 * @param {'main' | 'describe'} program
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
export async function runCodegen(program, args) {
  await compile(root, codegen)
  const file = path.join(root, 'build/codegen/codegen', `${program}.js`)
  const result = await run(process.execPath, [file, ...args], { cwd: root, onLine: (line) => console.error(line) })
  return result.code
}

// npm run check: everything about the code that is not a test of what it does. All steps run, also after one failed.
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { run, startProgress, tail } from './progress.mjs'
import { npmCommand } from './requirements.mjs'
import { root, runMain, setup } from './setup.mjs'

/** @typedef {{ name: string, command: () => { command: string, args: string[] } }} Step */

/**
 * @param {string} name
 * @param {readonly string[]} args
 * @returns {Step}
 */
function tool(name, ...args) {
  return {
    name,
    command: () => ({ command: path.join(root, 'node_modules', '.bin', args[0] ?? ''), args: args.slice(1) }),
  }
}

const packFolder = path.join(root, 'build', 'pack')

/** @type {readonly Step[]} */
const steps = [
  tool('format and lint (biome)', 'biome', 'check', '--error-on-warnings'),
  tool('lint with types (oxlint)', 'oxlint', '--type-aware'),
  tool('types of everything (tsc)', 'tsc', '-p', 'tsconfig.json'),
  tool(
    'types of the library (tsc)',
    'tsc',
    '-p',
    'tsconfig.build.json',
    '--noEmit',
    '--incremental',
    'false',
    '--tsBuildInfoFile',
    'null',
  ),
  tool('types of the test servers (tsc)', 'tsc', '-p', 'test/envtest', '--noEmit'),
  tool('types of the scripts (tsc)', 'tsc', '-p', 'scripts'),
  tool('architecture (vitest)', 'vitest', 'run', '--project=architecture', '--reporter=default'),
  tool('dead code (knip)', 'knip'),
  { name: 'package is complete (npm pack)', command: pack },
  { name: 'package is well-formed (publint)', command: () => onPackage('publint', '--strict') },
  { name: 'types resolve (attw)', command: () => onPackage('attw', '--profile', 'esm-only') },
]

/** @returns {{ command: string, args: string[] }} */
function pack() {
  rmSync(packFolder, { recursive: true, force: true })
  mkdirSync(packFolder, { recursive: true })
  const npm = npmCommand()
  return { command: npm.command, args: [...npm.args, 'pack', '--ignore-scripts', '--pack-destination', packFolder] }
}

/**
 * @param {string} name
 * @param {string[]} args
 */
function onPackage(name, ...args) {
  const file = readdirSync(packFolder).find((entry) => entry.endsWith('.tgz')) ?? 'missing.tgz'
  return { command: path.join(root, 'node_modules', '.bin', name), args: [path.join(packFolder, file), ...args] }
}

await runMain(async () => {
  await setup()
  let failed = 0
  for (const step of steps) {
    const progress = startProgress(step.name)
    const { command, args } = step.command()
    const result = await run(command, args, { cwd: root, shell: process.platform === 'win32' })
    progress.end(result.code === 0 ? 'ok' : 'FAILED')
    if (result.code === 0) continue
    failed += 1
    console.error(tail(result.output, 200))
  }
  console.log(`${steps.length - failed} checks passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
})

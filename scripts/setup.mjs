import './requirements.mjs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile, library } from './compile.mjs'
import { findInstallProblem } from './installed.mjs'
import { run, startProgress, tail } from './progress.mjs'
import { npmCommand, requireNpm } from './requirements.mjs'

/** The folder of the repository. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/**
 * Brings what a fresh clone lacks: the packages of the lockfile, and the compiled library. Does nothing when both are
 * there and up to date.
 *
 * @param {{ build?: boolean }} [options]
 */
export async function setup(options = {}) {
  await install(root)
  if (options.build !== false) await compile(root, library)
}

/**
 * @param {string} folder a folder with a package-lock.json
 * @param {{ ignoreScripts?: boolean }} [options]
 */
export async function install(folder, options = {}) {
  const problem = findInstallProblem(folder)
  if (problem === undefined) return
  requireNpm()
  const where = path.relative(root, folder) || '.'
  const npm = npmCommand()
  const progress = startProgress(`installing packages in ${where} (${problem}; npm ci)`)
  const result = await run(
    npm.command,
    [...npm.args, 'ci', '--no-fund', '--no-audit', ...(options.ignoreScripts === true ? ['--ignore-scripts'] : [])],
    {
      cwd: folder,
      env: cleanEnvironment(),
      shell: process.platform === 'win32' && npm.args.length === 0,
    },
  )
  progress.end(result.code === 0 ? 'done' : 'failed')
  if (result.code !== 0) throw new Error(`npm ci failed in ${where}:\n${tail(result.output)}`)
}

/** Without what an outer npm sets for its scripts: a lifecycle's settings would apply to the inner npm, too. */
function cleanEnvironment() {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^npm_(package|lifecycle|command|config_(local_prefix|global_prefix|prefix|noproxy|ignore_scripts))/.test(name),
  )
  return Object.fromEntries(kept)
}

/**
 * Runs a script's main function: an error ends the process with its message, not with a stack.
 *
 * @param {() => Promise<number | void>} main gives the exit code
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    console.error(`kubeclient: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runMain(() => setup())

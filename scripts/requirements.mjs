// Imported first by every script here, so that an unsuitable Node or npm is named before anything else can fail on it.
import { spawnSync } from 'node:child_process'

const oldestNode = [20, 19]
const oldestNpm = [10, 0]

/**
 * @param {string} version
 * @param {readonly number[]} oldest
 */
export function isAtLeast(version, oldest) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = oldest
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
}

/**
 * How to start npm: with this very Node if npm started us, otherwise whatever the path has.
 *
 * @returns {{ command: string, args: string[] }}
 */
export function npmCommand() {
  const fromNpm = process.env['npm_execpath']
  if (fromNpm !== undefined && /npm-cli\.c?js$/.test(fromNpm)) return { command: process.execPath, args: [fromNpm] }
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] }
}

/** Asked for only where npm is about to be used: it takes a fifth of a second to answer. */
export function requireNpm() {
  const npm = npmCommand()
  const answer = spawnSync(npm.command, [...npm.args, '--version'], {
    encoding: 'utf8',
    shell: process.platform === 'win32' && npm.args.length === 0,
  })
  const version = answer.status === 0 ? answer.stdout.trim() : undefined
  if (version === undefined) fail(`npm is not to be found. It comes with Node: see https://nodejs.org.`)
  else if (!isAtLeast(version, oldestNpm)) {
    fail(`npm ${version} is too old: this needs ${oldestNpm.join('.')} or newer. Update it with: npm install -g npm@10`)
  }
}

/** @param {string} message */
function fail(message) {
  console.error(`kubeclient: ${message}`)
  process.exit(1)
}

if (!isAtLeast(process.version, oldestNode)) {
  fail(`Node ${process.version} is too old: this needs ${oldestNode.join('.')} or newer (https://nodejs.org).`)
}

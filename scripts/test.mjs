// npm test                     everything
// npm test -- --unit           only the tests beside the source, with fewer random cases unless CI is set
// npm test -- --target NAME    conformance on one target: embedded, 1.37.2 or 1.27.2 (may be repeated)
// npm test -- FILTER...        whatever vitest takes: parts of file names, -t PATTERN, --project NAME
import { spawn } from 'node:child_process'
import path from 'node:path'
import { startServerBuild } from './server-build.mjs'
import { install, root, runMain, setup } from './setup.mjs'
import { countResults, formatCounts, formatSummary, readResults, unexpectedSkips } from './test-summary.mjs'

/** Run while the real servers are being built, if they have to be. */
const withoutServers = ['unit', 'scripts', 'types', 'architecture', 'envtest', 'package', 'runtimes']

/**
 * @param {readonly string[]} args
 * @returns {{ unit: boolean, targets: string[], vitestArgs: string[] }}
 */
function parseArguments(args) {
  const parsed = { unit: false, targets: /** @type {string[]} */ ([]), vitestArgs: /** @type {string[]} */ ([]) }
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--unit') parsed.unit = true
    else if (arg === '--target') parsed.targets.push(rest.shift() ?? '')
    else parsed.vitestArgs.push(arg)
  }
  return parsed
}

/**
 * @param {string} name of the run, for its file of results
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ code: number, results: string }>}
 */
function runVitest(name, args, env) {
  const results = path.join(root, 'build', 'test-results', `${name}.json`)
  const child = spawn(process.execPath, [path.join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...env, KUBECLIENT_TEST_RESULTS: results },
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, results }))
  })
}

/** @param {readonly string[]} projects */
const projectArguments = (projects) => projects.map((project) => `--project=${project}`)

/** Without network, the tests that need them say what they skip. */
async function installRuntimes() {
  try {
    await install(path.join(root, 'test', 'runtimes'), { ignoreScripts: true })
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
  }
}

await runMain(async () => {
  const { unit, targets, vitestArgs } = parseArguments(process.argv.slice(2))
  await setup({ build: !unit })
  const env = { ...process.env, ...(targets.length === 0 ? {} : { KUBECLIENT_TEST_TARGETS: targets.join(',') }) }
  const filtered = vitestArgs.length > 0
  const ci = (process.env['CI'] ?? '') !== ''
  const runs = []
  if (unit) {
    // Somebody waits for this one: it gets all processors, of which vitest leaves one unused, and fewer random cases.
    const quick = ci ? {} : { KUBECLIENT_QUICK_TESTS: '1' }
    runs.push(await runVitest('unit', ['--project=unit', '--maxWorkers=100%', ...vitestArgs], { ...env, ...quick }))
  } else if (targets.length > 0) {
    runs.push(await runVitest('conformance', ['--project=conformance', ...vitestArgs], env))
  } else if (filtered) {
    runs.push(await runVitest('filtered', vitestArgs, env))
  } else {
    const serverBuild = await startServerBuild(root, env)
    await installRuntimes()
    runs.push(await runVitest('without-servers', projectArguments(withoutServers), env))
    await serverBuild.finished
    runs.push(await runVitest('conformance', ['--project=conformance'], env))
  }

  const results = readResults(runs.map((run) => run.results))
  for (const line of formatSummary(results)) console.log(line)
  const counts = countResults(results)
  console.log(formatCounts(counts))
  // With a filter on names, vitest calls skipped whatever does not match.
  const surprise = ci && !filtered && unexpectedSkips(results).length > 0
  return counts.failed > 0 || surprise || runs.some((run) => run.code !== 0) ? 1 : 0
})

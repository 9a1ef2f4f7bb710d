import { spawn } from 'node:child_process'
import path from 'node:path'
import { compile, testServers } from './compile.mjs'

/**
 * Starts to build the real servers that the cache lacks, beside whatever else runs. Its failure is not one here: the
 * tests that need the servers find out themselves and say so.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ finished: Promise<number> }>}
 */
export async function startServerBuild(root, env) {
  await compile(root, testServers)
  const child = spawn(process.execPath, [path.join(root, 'build/test/test/envtest/build-main.js'), '--all'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    // Lines instead of one changing line, because the tests write to the same terminal meanwhile.
    env: { ...env, KUBECLIENT_PROGRESS: 'lines' },
  })
  const finished = new Promise((resolve) => {
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
  return { finished }
}

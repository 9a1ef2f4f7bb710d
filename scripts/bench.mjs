// npm run bench [-- --list | --check | --quick | --rounds N] [NAME...]: see bench/harness/arguments.ts
import { spawn } from 'node:child_process'
import path from 'node:path'
import { compile } from './compile.mjs'
import { install, root, runMain, setup } from './setup.mjs'

/** @type {import('./compile.mjs').Compilation} */
const bench = {
  name: 'build/bench',
  config: 'bench/tsconfig.json',
  outDir: 'build/bench',
  inputs: [
    'bench/harness',
    'bench/tsconfig.json',
    'src/server/certificates.ts',
    'test/envtest',
    'test/package/npm.ts',
    'tsconfig.base.json',
  ],
}

await runMain(async () => {
  await setup()
  await install(path.join(root, 'bench'), { ignoreScripts: true })
  await compile(root, bench)
  const main = path.join(root, 'build/bench/bench/harness/main.js')
  const child = spawn(process.execPath, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  // A terminal's Ctrl-C reaches the child by itself, which stops what it started before it ends.
  process.on('SIGINT', () => {})
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
})

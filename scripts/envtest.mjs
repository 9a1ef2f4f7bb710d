// npm run envtest [-- --version 1.27.2] [--controller-manager]
import { spawn } from 'node:child_process'
import path from 'node:path'
import { compile, testServers } from './compile.mjs'
import { root, runMain, setup } from './setup.mjs'

await runMain(async () => {
  await setup({ build: false })
  await compile(root, testServers)
  const main = path.join(root, 'build/test/test/envtest/main.js')
  const child = spawn(process.execPath, [main, ...process.argv.slice(2)], {
    // Its channel closes with this process, however that ends: then the servers stop.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  // A terminal's Ctrl-C reaches the child by itself, which stops the servers before it ends.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
})

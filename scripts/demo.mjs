import { spawn } from 'node:child_process'
import path from 'node:path'
import { root, runMain, setup } from './setup.mjs'

await runMain(async () => {
  await setup()
  const main = path.join(root, 'dist', 'cli', 'main.js')
  const child = spawn(process.execPath, [main, 'demo', ...process.argv.slice(2)], { stdio: 'inherit' })
  // A terminal's Ctrl-C reaches the child by itself; a signal to this process alone is handed on.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)))
  })
})

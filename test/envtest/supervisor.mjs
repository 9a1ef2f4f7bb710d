// Owns the processes of one control plane. It runs apart from its parent (own process group), takes one JSON message
// a line on its standard input, and answers the same way. When that input ends, its parent is gone, however that came
// about (also by SIGKILL): it then stops everything, removes the folder and ends.
//
//   in   { "start": { "name", "file", "args", "log" } }   { "stop": NAME }
//   out  { "started": NAME, "pid" }   { "exited": NAME, "code", "signal" }
import { spawn } from 'node:child_process'
import { closeSync, openSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** How long a server may take to end by itself: its data is thrown away, so this is for its clients' sake only. */
const graceMs = 1500
const folder = process.argv[2] ?? ''

/** In the order in which they were started, which is the reverse of that in which they are stopped.
 * @type {Map<string, import('node:child_process').ChildProcess>} */
const children = new Map()

/** @param {unknown} message */
function say(message) {
  // The parent may be gone already.
  process.stdout.write(`${JSON.stringify(message)}\n`, () => {})
}

/** @param {{ name: string, file: string, args: string[], log: string }} program */
function start({ name, file, args, log }) {
  const output = openSync(log, 'a')
  const child = spawn(file, args, { cwd: folder, stdio: ['ignore', output, output] })
  closeSync(output)
  children.set(name, child)
  child.on('error', (error) => {
    children.delete(name)
    say({ exited: name, code: null, signal: error.message })
  })
  child.on('spawn', () => say({ started: name, pid: child.pid }))
  child.on('exit', (code, signal) => {
    children.delete(name)
    say({ exited: name, code, signal })
  })
}

/** @param {string} name */
async function stop(name) {
  const child = children.get(name)
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await exited
  clearTimeout(timer)
}

async function stopAll() {
  // One after the other: a kube-apiserver whose etcd is gone lingers for a long time.
  for (const name of [...children.keys()].reverse()) await stop(name)
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  process.exit(0)
}

for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => void stopAll())
process.on('SIGINT', () => {})
process.stdout.on('error', () => {})

const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  const message = JSON.parse(line)
  if (message.start !== undefined) start(message.start)
  if (message.stop !== undefined) void stop(message.stop)
})
lines.on('close', () => void stopAll())

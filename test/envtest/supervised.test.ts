import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { repositoryFolder } from './repository.ts'
import { SupervisedProcesses } from './supervised.ts'

let folder: string
let outside: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kubeclient-supervised-'))
  outside = mkdtempSync(path.join(tmpdir(), 'kubeclient-supervised-out-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  rmSync(outside, { recursive: true, force: true })
})

/** A program that writes down when it is asked to end, and that ends then, or not. */
function program(name: string, ending: 'obeys' | 'ignores') {
  const file = path.join(outside, 'order')
  const code = `process.on('SIGTERM', () => { fs.appendFileSync(${JSON.stringify(file)}, '${name} '); ${ending === 'obeys' ? 'process.exit(0)' : ''} }); setInterval(() => {}, 1000); console.log('up')`
  return {
    name,
    file: process.execPath,
    args: ['-e', `const fs = require('fs'); ${code}`],
    log: path.join(folder, `${name}.log`),
  }
}

const isUp = (name: string) => {
  const log = path.join(folder, `${name}.log`)
  return existsSync(log) && readFileSync(log, 'utf8').includes('up')
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('waited for 10 s in vain')
    await sleep(20)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('stops in the reverse order of the start, and removes the folder', async () => {
  const processes = new SupervisedProcesses(folder)
  processes.start(program('first', 'obeys'))
  processes.start(program('second', 'obeys'))
  await until(() => isUp('first') && isUp('second'))
  await processes.close()
  expect(readFileSync(path.join(outside, 'order'), 'utf8')).toBe('second first ')
  expect(existsSync(folder)).toBe(false)
})

test('kills what does not end by itself', async () => {
  const processes = new SupervisedProcesses(folder)
  processes.start(program('stubborn', 'ignores'))
  await until(() => isUp('stubborn'))
  const pids = processes.pids()
  await processes.close()
  expect(pids.filter(isAlive)).toEqual([])
})

test('tells how a program ended', async () => {
  const processes = new SupervisedProcesses(folder)
  processes.start({
    name: 'short',
    file: process.execPath,
    args: ['-e', 'process.exit(3)'],
    log: path.join(folder, 'l'),
  })
  await until(() => processes.exitOf('short') !== undefined)
  expect(processes.exitOf('short')).toEqual({ code: 3, signal: null })
  await processes.close()
})

test('says so when a program cannot be started', async () => {
  const processes = new SupervisedProcesses(folder)
  processes.start({ name: 'none', file: '/does/not/exist', args: [], log: path.join(folder, 'l') })
  await until(() => processes.exitOf('none') !== undefined)
  expect(processes.exitOf('none')?.signal).toContain('ENOENT')
  await processes.close()
})

test('leaves nothing behind when the process that started it is killed', async () => {
  const supervisor = path.join(repositoryFolder, 'test/envtest/supervisor.mjs')
  const spec = JSON.stringify({ start: program('orphan', 'obeys') })
  const parentFile = path.join(outside, 'parent.mjs')
  writeFileSync(
    parentFile,
    `import { spawn } from 'node:child_process'
     const child = spawn(process.execPath, [${JSON.stringify(supervisor)}, ${JSON.stringify(folder)}], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] })
     child.stdout.pipe(process.stdout)
     child.stdin.write(${JSON.stringify(`${spec}\n`)})`,
  )
  const parent = spawn(process.execPath, [parentFile], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(parent.stdout, 'data')) as [Buffer]
  const { pid } = JSON.parse(line.toString('utf8')) as { pid: number }
  expect(isAlive(pid)).toBe(true)
  parent.kill('SIGKILL')
  await until(() => !isAlive(pid) && !existsSync(folder))
})

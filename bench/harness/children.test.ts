import { afterEach, expect, test } from 'vitest'
import { Children, requireSample } from './children.ts'

const children = new Children()
const start = (script: string) => children.start('the child', { file: process.execPath, args: ['-e', script] })

afterEach(() => children.stopAll())

test('a child is asked for one sample after the other', async () => {
  const child = start(`
    let count = 0
    console.log('{"ready":true}')
    process.stdin.on('data', () => console.log(JSON.stringify({ count: ++count })))
    process.stdin.on('end', () => process.exit())`)
  expect(await child.ready).toEqual({ ready: true })
  expect([await child.ask(), await child.ask()]).toEqual([{ count: 1 }, { count: 2 }])
})

test('a child that dies is an error, not silence', async () => {
  await expect(start('process.exit(1)').ready).rejects.toThrow('the child ended without an answer')
})

test('a program that is not there is an error', async () => {
  const missing = children.start('the child', { file: '/nonexistent/program', args: [] })
  await expect(missing.ready).rejects.toThrow('the child could not be started: spawn /nonexistent/program ENOENT')
})

test('a child that does not end by itself is ended', async () => {
  const child = start(`console.log('{}'); setInterval(() => {}, 1000)`)
  await child.ready
  await child.stop()
  expect(() => process.kill(child.pid, 0)).toThrow('ESRCH')
})

test('a sample holds nothing but numbers', () => {
  expect(requireSample({ rate: 1.5 })).toEqual({ rate: 1.5 })
  expect(() => requireSample({ rate: null })).toThrow("a sample's rate is null, expected a number")
})

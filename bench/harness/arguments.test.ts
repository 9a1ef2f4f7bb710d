import { expect, test } from 'vitest'
import { isWholeRun, parseArguments } from './arguments.ts'

const known = ['gets', 'list']
const parse = (...args: string[]) => parseArguments(args, known)

test('names, rounds and what to do are read', () => {
  expect(parse('list', '--rounds', '7')).toEqual({ action: 'run', names: ['list'], rounds: 7, quick: false })
  expect(parse('--check').action).toBe('check')
  expect(parse('--quick').rounds).toBe(1)
  expect(parse().rounds).toBe(5)
})

test.each([
  [['nonsense'], 'unknown measure "nonsense", expected gets, list'],
  [['--fast'], 'unknown option --fast'],
  [['--rounds', '0'], '--rounds is "0", expected 1 or more'],
  [['--rounds'], '--rounds is "", expected 1 or more'],
])('%j is refused', (args, message) => {
  expect(() => parseArguments(args, known)).toThrow(message)
})

test('only a run of everything is kept', () => {
  expect(isWholeRun(parse())).toBe(true)
  for (const args of [['list'], ['--quick'], ['--check'], ['--rounds', '4']])
    expect(isWholeRun(parse(...args))).toBe(false)
})

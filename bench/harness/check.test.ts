import { expect, test } from 'vitest'
import { findRegressions } from './check.ts'
import { goalsOfSpeed, results, resultsWith } from './fixtures.test-support.ts'

const { ratio, count, difference, memory } = goalsOfSpeed
const threeTimes = (ms: number, requests: number) => [0, 1, 2].map(() => ({ ms, count: requests }))

/** Theirs takes 20, 40 and 30 ms: a ratio of ours is over 30. */
test.each([
  ['as before', 15, []],
  ['a bit worse', 20, []],
  ['much better', 1, []],
  ['much worse', 22, [ratio.title]],
])('a ratio that is %s', (_name, ms, expected) => {
  const found = findRegressions([ratio], results, resultsWith(threeTimes(ms, 2)))
  expect(found.map(({ goal }) => goal.title)).toEqual(expected)
})

test('a value that should be high may not fall', () => {
  const found = findRegressions([memory], results, resultsWith(threeTimes(10, 2)))
  expect(found).toMatchObject([{ committed: 15, measured: 10 }])
  expect(findRegressions([memory], results, resultsWith(threeTimes(11, 2)))).toEqual([])
})

test('a count may not grow by one where it was small', () => {
  const one = resultsWith(threeTimes(15, 1))
  expect(findRegressions([count], one, resultsWith(threeTimes(15, 2)))).toHaveLength(1)
  expect(findRegressions([count], one, one)).toEqual([])
})

test('times are not compared', () => {
  expect(findRegressions([difference], results, resultsWith(threeTimes(1000, 2)))).toEqual([])
})

test('what only one of both has is not compared', () => {
  expect(findRegressions([ratio], { measures: [] }, results)).toEqual([])
  expect(findRegressions([ratio], results, { measures: [] })).toEqual([])
})

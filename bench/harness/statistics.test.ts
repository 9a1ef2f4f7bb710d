import { describe, expect, test } from 'vitest'
import { median, pairedRatio, quartiles } from './statistics.ts'

describe('median', () => {
  test.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
    [[10, 9, 1000], 10],
  ])('of %j is %d', (values, expected) => expect(median(values)).toBe(expected))

  test('of nothing is not a number', () => expect(median([])).toBeNaN())
})

test('quartiles are the medians of both halves, without the middle', () => {
  expect(quartiles([5, 1, 4, 2, 3])).toEqual([1.5, 4.5])
  expect(quartiles([1, 2, 3, 4])).toEqual([1.5, 3.5])
  expect(quartiles([7])).toEqual([7, 7])
})

describe('pairedRatio', () => {
  test('does not mind a machine that was slow for some rounds', () => {
    expect(pairedRatio([10, 20, 40], [20, 40, 80])).toBe(0.5)
    // The ratio of the medians would be 1.
    expect(pairedRatio([1, 2, 3], [2, 4, 1.5])).toBe(0.5)
  })

  test('refuses samples that are no pairs', () => {
    expect(() => pairedRatio([1, 2], [1])).toThrow('2 rounds cannot be paired with 1')
  })
})

import { expect, it } from 'vitest'
import { humanDuration } from './human-duration.ts'

it.each([
  [-5, '<invalid>'],
  [-0.5, '0s'],
  [0, '0s'],
  [119, '119s'],
  [120, '2m'],
  [125, '2m5s'],
  [600, '10m'],
  [10_799, '179m'],
  [3 * 3600, '3h'],
  [3 * 3600 + 300, '3h5m'],
  [8 * 3600, '8h'],
  [47 * 3600, '47h'],
  [49 * 3600, '2d1h'],
  [8 * 86_400, '8d'],
  [729 * 86_400, '729d'],
  [(2 * 365 + 30) * 86_400, '2y30d'],
  [9 * 365 * 86_400, '9y'],
])('%d seconds are %s', (seconds, expected) => {
  expect(humanDuration(seconds * 1000)).toBe(expected)
})

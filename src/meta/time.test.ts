import { expect, it } from 'vitest'
import { isDuration, parseTime } from './time.ts'

it.each([
  ['2020-02-29T23:59:59Z', '2020-02-29T23:59:59', ''],
  ['2020-01-01T01:00:00.5+02:00', '2019-12-31T23:00:00', '5'],
  ['2020-01-01T00:00:00.000000Z', '2020-01-01T00:00:00', '000000'],
])('reads %s', (text, seconds, fraction) => {
  expect(parseTime(text)).toEqual({ seconds, fraction })
})

it.each([
  '',
  'soon',
  '2020-01-01',
  '2020-01-01T00:00:00',
  '2020-01-01 00:00:00Z',
  '2020-02-30T00:00:00Z',
  '2021-02-29T00:00:00Z',
  '1900-02-29T00:00:00Z',
  '2020-04-31T00:00:00Z',
  '2020-00-01T00:00:00Z',
  '2020-13-01T00:00:00Z',
  '2020-01-01T24:00:00Z',
  '2020-01-01T00:60:00Z',
  '2020-01-01T00:00:60Z',
  '2020-01-01T00:00:00+24:00',
  '0000-01-01T00:00:00+01:00',
  '2020-01-01T00:00:00Z ',
])('%j is no time', (text) => {
  expect(parseTime(text)).toBeUndefined()
})

it.each([
  ['0', true],
  ['1h2m3.5s', true],
  ['-1.5h', true],
  ['.5s', true],
  ['300ms', true],
  ['5', false],
  ['', false],
  ['1d', false],
  ['1h ', false],
])('%j is a span of time: %s', (text, expected) => {
  expect(isDuration(text)).toBe(expected)
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatLabelSelector, type LabelRequirement, matchesLabels, parseLabelSelector } from './label-selector.ts'

describe('what a label selector means', () => {
  const labels = { app: 'web', env: 'prod', n: '7', 'a.b/c': '' }
  it.each([
    ['', true],
    ['app', true],
    ['!app', false],
    ['nope', false],
    ['!nope', true],
    ['app=web', true],
    ['app==web', true],
    ['app = web', true],
    ['app=db', false],
    ['app!=db', true],
    ['app!=web', false],
    ['nope!=x', true],
    ['env in (dev, prod)', true],
    ['env in (dev)', false],
    ['env notin (dev)', true],
    ['nope notin (x)', true],
    ['env notin (prod)', false],
    ['a.b/c=', true],
    ['a.b/c in ()', true],
    ['n>6', true],
    ['n>7', false],
    ['n<8', true],
    ['app>1', false],
    ['app=web,env!=dev,!zone', true],
    ['app=web,env=dev', false],
  ])('%s', (text, expected) => {
    expect(matchesLabels(parseLabelSelector(text), labels)).toBe(expected)
  })

  it('finds nothing inherited in labels', () => {
    expect(matchesLabels(parseLabelSelector('constructor'), {})).toBe(false)
    expect(matchesLabels(parseLabelSelector('a'), undefined)).toBe(false)
  })
})

it.each([
  'a b',
  'a===b',
  '-bad',
  'a in x',
  'a in (x',
  'a,',
  ',a',
  'a,,b',
  '!',
  '(a)',
  'a=b=c',
  'a=-x',
  '!a=b',
  'a>x',
  'a/b/c',
])('refuses %s', (text) => {
  expect(() => parseLabelSelector(text)).toThrow(RangeError)
})

const key = fc
  .stringMatching(/^([a-z]{1,5}\/)?[A-Za-z][A-Za-z0-9_.-]{0,5}[a-z]$/)
  .filter((text) => !['in', 'notin'].includes(text))
const value = fc.stringMatching(/^[a-z]{0,3}$/)
const requirement: fc.Arbitrary<LabelRequirement> = fc.oneof(
  fc.record({
    key,
    operator: fc.constantFrom('In' as const, 'NotIn' as const),
    values: fc.uniqueArray(value, { minLength: 1, maxLength: 3 }).map((values) => values.sort()),
  }),
  fc.record({ key, operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const), values: fc.constant([]) }),
  fc.record({
    key,
    operator: fc.constantFrom('Gt' as const, 'Lt' as const),
    values: fc.integer().map((number) => [String(number)]),
  }),
)

it('reads back what it writes', () => {
  fc.assert(
    fc.property(fc.array(requirement, { maxLength: 4 }), (selector) => {
      expect(parseLabelSelector(formatLabelSelector(selector))).toEqual(selector)
    }),
  )
})

it('fails on any text only with a RangeError', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-c()=!,<> in/-]{0,12}$/), (text) => {
      try {
        parseLabelSelector(text)
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
      }
    }),
  )
})

it('a requirement and its opposite split all labels', () => {
  const labels = fc.dictionary(fc.constantFrom('a', 'b'), value)
  fc.assert(
    fc.property(labels, value, (have, wanted) => {
      expect(matchesLabels(parseLabelSelector(`a=${wanted}`), have)).toBe(
        !matchesLabels(parseLabelSelector(`a!=${wanted}`), have),
      )
      expect(matchesLabels(parseLabelSelector('a'), have)).toBe(!matchesLabels(parseLabelSelector('!a'), have))
    }),
  )
})

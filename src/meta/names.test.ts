import { describe, expect, it } from 'vitest'
import {
  checkConfigMapKey,
  checkDns1123Label,
  checkDns1123Subdomain,
  checkLabelValue,
  checkQualifiedName,
  type NameCheck,
} from './names.ts'

const cases: [string, NameCheck, good: string[], bad: string[]][] = [
  [
    'a DNS label',
    checkDns1123Label,
    ['a', 'a-1', '1a', 'x'.repeat(63)],
    ['', 'A', 'a.b', '-a', 'a-', 'a_b', 'x'.repeat(64)],
  ],
  ['a DNS subdomain', checkDns1123Subdomain, ['a', 'a.b-c', 'x'.repeat(253)], ['', 'a..b', '.a', 'A', 'x'.repeat(254)]],
  [
    'a qualified name',
    checkQualifiedName,
    ['a', 'A_b.c', 'x.y/Z'],
    ['', '/a', 'a/', 'a/b/c', 'X.y/z', '-a', 'x'.repeat(64)],
  ],
  ['a label value', checkLabelValue, ['', 'a', 'A_b.c-1'], ['-a', 'a-', 'a b', 'x'.repeat(64)]],
  [
    'a key of a config map',
    checkConfigMapKey,
    ['a', '.a', 'A_b-c.d'],
    ['', '.', '..', '..a', 'a b', 'a/b', 'x'.repeat(254)],
  ],
]

describe.each(cases)('%s', (_name, check, good, bad) => {
  it.each(good)('may be %j', (text) => expect(check(text)).toBeUndefined())
  it.each(bad)('may not be %j', (text) => expect(check(text)).toBeTypeOf('string'))
})

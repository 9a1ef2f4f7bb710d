import { describe, expect, it } from 'vitest'
import { stringUnion } from './string-union.ts'

describe('a string type', () => {
  it('is what may be written', () => {
    expect(stringUnion({ values: ['TCP', 'UDP'], isClosed: true })).toBe("'TCP' | 'UDP'")
  })

  it('stays open where Kubernetes adds values', () => {
    expect(stringUnion({ values: ['Ready'], isClosed: false })).toBe("'Ready' | (string & {})")
  })
})

import { describe, expect, it } from 'vitest'
import { docComment, propertyName, quote } from './text.ts'

describe('text', () => {
  it.each([
    ['a', "'a'"],
    ["it's", "'it\\'s'"],
    ['a\\b', "'a\\\\b'"],
    ['', "''"],
  ])('%j is quoted as %s', (text, expected) => {
    expect(quote(text)).toBe(expected)
  })

  it.each([
    ['name', 'name'],
    ['$schema', '$schema'],
    ['a-b', "'a-b'"],
    ['1a', "'1a'"],
  ])('%s as a property is %s', (name, expected) => {
    expect(propertyName(name)).toBe(expected)
  })

  it('of a doc comment cannot end it', () => {
    expect(docComment(['a */ b'])).toBe('/** a *\\/ b */\n')
    expect(docComment(['a', '', 'b'], '  ')).toBe('  /**\n   * a\n   *\n   * b\n   */\n')
    expect(docComment([])).toBe('')
  })
})

import { expect, describe as group, it } from 'vitest'
import { describe, notesOf } from './schema-notes.ts'

group('a description', () => {
  it('keeps its lines, and breaks those that are too long', () => {
    const long = `  - ${'word '.repeat(40)}`.trimEnd()
    const lines = describe({ description: `\nFirst.\n\n${long}\n` })
    expect(lines.slice(0, 2)).toEqual(['First.', ''])
    expect(lines.length).toBe(4)
    expect(lines.slice(2).every((line) => line.startsWith('  ') && line.length <= 110)).toBe(true)
  })

  it('has no tags', () => {
    expect(describe({ description: ' @internal\na@b' })).toEqual([' \\@internal', 'a@b'])
  })
})

group('the notes', () => {
  it.each([
    [{ default: { a: '*/5' } }, ['Default: `{"a":"*/5"}`.']],
    [{ default: null }, ['Default: `null`.']],
    [{ type: 'string', format: 'uuid' }, ['Format: uuid.']],
    [{ type: 'string', format: 'date-time' }, []],
    [{ type: 'integer', format: 'int32' }, []],
    [{ pattern: '^a$' }, ['Pattern: `^a$`.']],
    [{ pattern: '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))$' }, ['A quantity, such as `500m` or `128Mi`.']],
    [{ minimum: 1, maximum: 5 }, ['At least 1, at most 5.']],
    [{ minimum: 0, exclusiveMinimum: true }, ['More than 0.']],
    [{ maximum: 9, exclusiveMaximum: true }, ['Less than 9.']],
    [{ minLength: 1, maxLength: 63 }, ['At least 1 character, at most 63 characters.']],
    [{ minItems: 0, maxItems: 1 }, ['At most 1 item.']],
    [{ minProperties: 2 }, ['At least 2 entries.']],
    [{ multipleOf: 2 }, ['A multiple of 2.']],
    [
      { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['port', 'protocol'] },
      ['Items are told apart by `port` and `protocol`.'],
    ],
    [{ 'x-kubernetes-list-type': 'set' }, ['No item is there twice.']],
    [
      { minimum: 1, 'x-kubernetes-validations': [{ rule: 'self\n > 1', message: 'too small' }, { rule: 'a' }, 3] },
      ['At least 1.', 'Rule: `self > 1` (too small).', 'Rule: `a`.'],
    ],
  ])('%j has %j', (schema, expected) => {
    expect(notesOf(schema)).toEqual(expected)
  })
})

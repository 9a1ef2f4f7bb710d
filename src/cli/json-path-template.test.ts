import { expect, it } from 'vitest'
import { parseCustomColumns } from './custom-columns.ts'
import { parseJsonPathTemplate } from './json-path-template.ts'
import { UsageError } from './usage-error.ts'

const value = {
  kind: 'List',
  items: [
    { name: 'a', size: 1, on: false, labels: { b: '}', a: 'x' } },
    { name: 'b', none: null, list: ['p', 'q'] },
  ],
}

it.each<[string, string]>([
  ['', ''],
  ['text', 'text'],
  ['{.kind}', 'List'],
  ['{kind} of {.items[*].name}', 'List of a b'],
  ['{$.kind}{@.kind}', 'ListList'],
  ['{.items[0].size}{.items[0].on}{.items[1].none}', '1falsenull'],
  ['{.items[0].labels}', '{"a":"x","b":"}"}'],
  ['{.nothing}{.items[7].name}', ''],
  ['{"\\t"}{\'\\n\'}{"\\"}"}', '\t\n"}'],
  ['{range .items[*]}{.name}={.size}{"\\n"}{end}.', 'a=1\nb=\n.'],
  ['{range .items[*]}[{range .list[*]}{@},{end}]{end}', '[][p,q,]'],
  ['{range .items[*]}{.name}', 'ab'],
  ['{.items[?(@.name=="b")].list[1]}', 'q'],
])('%s', (template, expected) => {
  expect(parseJsonPathTemplate(template)(value)).toBe(expected)
})

it.each<[string, string]>([
  ['a{.b', 'a brace is not closed in {.b'],
  ['{"a}', 'a brace is not closed in {"a}'],
  ['{end}', 'there is an {end} without a {range}'],
  ["{.a['b','c']}", 'invalid JSON path'],
  ['{.a[}', 'invalid JSON path'],
])('%s is refused', (template, message) => {
  expect(() => parseJsonPathTemplate(template)).toThrow(UsageError)
  expect(() => parseJsonPathTemplate(template)).toThrow(`invalid --output: ${message}`)
})

it('columns hold values as Go prints them', () => {
  const write = parseCustomColumns('NAME:name,Labels:{.labels},L:.list,LS:.list[*],N:.none,S:.size')
  expect(write(value.items, false).split('\n')).toEqual([
    'NAME   Labels         L        LS       N        S',
    'a      map[a:x b:}]   <none>   <none>   <none>   1',
    'b      <none>         [p q]    p,q      <nil>    <none>',
    '',
  ])
  expect(write([{ name: 'c' }], true)).toMatch(/^c {5}/)
})

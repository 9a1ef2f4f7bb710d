import { expect, it } from 'vitest'
import { parseJsonPath } from './json-path.ts'

const object = {
  kind: 'Pod',
  metadata: { labels: { 'a.b/c': 'x', "it's": 'y' } },
  spec: { containers: [{ image: 'one' }, { image: 'two' }], n: 5 },
  status: {
    conditions: [
      { type: 'Ready', status: 'True' },
      { type: 'Other', status: 'False' },
    ],
  },
}

it.each<[string, unknown[]]>([
  ['.kind', ['Pod']],
  ['kind', ['Pod']],
  ['{.kind}', ['Pod']],
  ['$.spec.n', [5]],
  ['.spec.containers[1].image', ['two']],
  ['.spec.containers[-1].image', ['two']],
  ['.spec.containers[7].image', []],
  ['.spec.containers[*].image', ['one', 'two']],
  ['.spec.containers.*.image', ['one', 'two']],
  [".metadata.labels['a.b/c']", ['x']],
  ['.metadata.labels.a\\.b/c', ['x']],
  [".metadata.labels['it\\'s']", ['y']],
  ['.status.conditions[?(@.type=="Ready")].status', ['True']],
  [".status.conditions[?(@.type == 'Other')].status", ['False']],
  ['.spec[?(@.image=="x")]', []],
  ['.kind.length', []],
  ['.toString', []],
  ['.', [object]],
])('%s leads to %j', (path, values) => {
  expect(parseJsonPath(path)(object)).toEqual(values)
})

it.each(['.a[', '.a[?(@.b)]', '.a..b', '.a b', '{.a', '.a[1:2]'])('%s is no path', (path) => {
  expect(() => parseJsonPath(path)).toThrow(RangeError)
})

import { expect, it } from 'vitest'
import { parseJsonPath } from './json-path.ts'

const object = {
  kind: 'Pod',
  metadata: { labels: { 'a.b/c': 'x', "it's": 'y' } },
  spec: { containers: [{ image: 'one' }, { image: 'two' }], n: 5 },
  ports: [{ port: 80 }, { port: 443 }, { port: 8 }],
  names: ['a', 'b'],
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
  ['.status.conditions[?(@.type!="Ready")].type', ['Other']],
  ['.status.conditions[?(@.type > "P")].type', ['Ready']],
  ['.status.conditions[?(@.nothing)]', []],
  ['.status.conditions[?(@.nothing!="a")]', []],
  ['.status.conditions[?(@.status)].type', ['Ready', 'Other']],
  ['.metadata[?(@[\'a.b/c\']=="x")]', [{ 'a.b/c': 'x', "it's": 'y' }]],
  ['.ports[?(@.port>=80)].port', [80, 443]],
  ['.ports[?(@.port>80)].port', [443]],
  ['.ports[?(@.port<80)].port', [8]],
  ['.ports[?(@.port<=80)].port', [80, 8]],
  ['.ports[?(@.port<"80")].port', []],
  ['.ports[0:2].port', [80, 443]],
  ['.ports[1:].port', [443, 8]],
  ['.ports[:-1].port', [80, 443]],
  ['.names[?(@=="b")]', ['b']],
  ['.kind.length', []],
  ['.toString', []],
  ['.', [object]],
])('%s leads to %j', (path, values) => {
  expect(parseJsonPath(path)(object)).toEqual(values)
})

it.each(['.a[', '.a[?(b)]', '.a[?(@.b==c)]', '.a[?(@.b=1)]', '.a..b', '.a b', '{.a', '.a[1:2:3:4]'])(
  '%s is no path',
  (path) => {
    expect(() => parseJsonPath(path)).toThrow(RangeError)
  },
)

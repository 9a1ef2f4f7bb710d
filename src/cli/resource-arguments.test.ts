import { expect, it } from 'vitest'
import { parseResourceArguments, type ResourceArguments } from './resource-arguments.ts'
import { UsageError } from './usage-error.ts'

it.each<[string, ResourceArguments]>([
  ['pods', { form: 'types', types: ['pods'] }],
  ['pods,svc,pods', { form: 'types', types: ['pods', 'svc'] }],
  ['pods a', { form: 'objects', objects: [{ type: 'pods', name: 'a' }] }],
  [
    'pods,svc a b',
    {
      form: 'objects',
      objects: [
        { type: 'pods', name: 'a' },
        { type: 'pods', name: 'b' },
        { type: 'svc', name: 'a' },
        { type: 'svc', name: 'b' },
      ],
    },
  ],
  [
    'pod/a deployments.v1.apps/b',
    {
      form: 'objects',
      objects: [
        { type: 'pod', name: 'a' },
        { type: 'deployments.v1.apps', name: 'b' },
      ],
    },
  ],
])('%s', (text, expected) => {
  expect(parseResourceArguments(text.split(' '))).toEqual(expected)
})

it.each<[string[]]>([
  [[]],
  [['']],
  [['pods,']],
  [['pods', '']],
  [['pod/a', 'b']],
  [['a', 'pod/b']],
  [['pod/a/b']],
  [['pod/']],
  [['/a']],
  [['pod,svc/a']],
])('%j is refused', (args) => {
  expect(() => parseResourceArguments(args)).toThrow(UsageError)
})

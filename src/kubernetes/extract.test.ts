import { describe, expect, it } from 'vitest'
import { RequestError } from '../errors/index.ts'
import type { ManagedFieldsEntry } from '../meta/index.ts'
import { deepFreeze } from './clientset.test-support.ts'
import { extract } from './extract.ts'

const applied = (manager: string, fieldsV1: Record<string, unknown>, subresource?: string): ManagedFieldsEntry => ({
  manager,
  operation: 'Apply',
  apiVersion: 'apps/v1',
  fieldsType: 'FieldsV1',
  fieldsV1,
  ...(subresource === undefined ? {} : { subresource }),
})

const deployment = deepFreeze({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    namespace: 'a',
    uid: 'u',
    labels: { app: 'web', other: 'x' },
    finalizers: ['a/b', 'c/d'],
    managedFields: [
      applied('me', {
        'f:metadata': { 'f:labels': { 'f:app': {} }, 'f:finalizers': { 'v:"c/d"': {} } },
        'f:spec': {
          'f:replicas': {},
          'f:selector': {},
          'f:strategy': {},
          'f:template': {
            'f:spec': {
              'f:containers': {
                'k:{"name":"main"}': {
                  '.': {},
                  'f:image': {},
                  'f:args': {},
                  'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } },
                },
              },
            },
          },
        },
      }),
      applied('me', { 'f:status': { 'f:replicas': {} } }, 'status'),
      applied('you', { 'f:spec': { 'f:strategy': { 'f:type': {} } } }),
      { manager: 'me', operation: 'Update', fieldsV1: { 'f:spec': { 'f:paused': {} } } },
    ],
  },
  spec: {
    replicas: 2,
    paused: true,
    selector: { matchLabels: { app: 'web' } },
    strategy: { type: 'Recreate' },
    template: {
      spec: {
        containers: [
          { name: 'side', image: 'x' },
          {
            name: 'main',
            image: 'y',
            args: ['1', '2'],
            imagePullPolicy: 'Always',
            ports: [
              { containerPort: 80, protocol: 'UDP' },
              { containerPort: 80, protocol: 'TCP', name: 'http' },
            ],
          },
        ],
      },
    },
  },
  status: { replicas: 1, readyReplicas: 1 },
})

describe('extract', () => {
  it('gives what a manager has applied, and what identifies it', () => {
    expect(extract(deployment, 'me')).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'a', labels: { app: 'web' }, finalizers: ['c/d'] },
      spec: {
        replicas: 2,
        // Owned as a whole.
        selector: { matchLabels: { app: 'web' } },
        // Set while it was empty: what is in it now is another's.
        strategy: {},
        template: {
          spec: {
            containers: [
              { name: 'main', image: 'y', args: ['1', '2'], ports: [{ containerPort: 80, protocol: 'TCP' }] },
            ],
          },
        },
      },
    })
  })

  it('gives what was applied to a subresource', () => {
    expect(extract(deployment, 'me', { subresource: 'status' })).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'a' },
      status: { replicas: 1 },
    })
  })

  it('gives the identity only to who has applied nothing', () => {
    const identity = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'a' } }
    expect(extract(deployment, 'nobody')).toEqual(identity)
    expect(extract({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } }, 'me')).toEqual({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'n' },
    })
  })

  it('gives a copy, and leaves out what is gone', () => {
    const fieldsV1 = {
      'f:data': { 'f:a': {}, 'f:gone': {}, 'f:__proto__': {} },
      'f:list': { 'k:nonsense': {}, 'i:1': {} },
    }
    const data = JSON.parse('{"a":{"x":1},"__proto__":"y"}') as object
    const object = { kind: 'X', metadata: { name: 'x', managedFields: [applied('me', fieldsV1)] }, data, list: [1, 2] }
    const part = extract<typeof object>(object, 'me')
    expect(JSON.stringify(part)).toBe(
      '{"kind":"X","metadata":{"name":"x"},"data":{"a":{"x":1},"__proto__":"y"},"list":[2]}',
    )
    expect(part.data).not.toBe(data)
  })

  it('refuses what it cannot be asked for', () => {
    expect(() => extract({ metadata: { name: 'x' } }, '')).toThrow(RequestError)
    expect(() => extract({}, 'me')).toThrow('metadata.name')
    expect(() => extract(undefined as never, 'me')).toThrow('invalid object')
  })
})

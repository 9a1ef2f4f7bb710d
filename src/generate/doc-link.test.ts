import { describe, expect, it } from 'vitest'
import { docLink } from './doc-link.ts'
import { smallApi } from './models.test-support.ts'

describe('the link of a type', () => {
  const reference = 'https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.37/#'
  it.each([
    [{ folder: 'core', group: '', served: ['1.37.2'] }, 'PodSpec', '1.37.2', `${reference}podspec-v1-core`],
    [
      { folder: 'rbac', group: 'rbac.authorization.k8s.io', served: ['1.37.2'] },
      'Role',
      '1.37.2',
      `${reference}role-v1-rbac-authorization-k8s-io`,
    ],
    [{ folder: 'meta', group: 'meta.k8s.io', served: [] }, 'Status', '1.37.2', `${reference}status-v1-meta`],
    [
      { folder: 'toys', group: 'toys', served: ['1.27.2'] },
      'Toy',
      '1.27.2',
      'https://pkg.go.dev/k8s.io/api@v0.27.2/toys/v1#Toy',
    ],
    [
      { folder: 'toys', group: 'toys', served: ['1.37.2'] },
      'Toy',
      '1.27.2',
      'https://pkg.go.dev/k8s.io/api@v0.27.2/toys/v1#Toy',
    ],
  ])('of %o, %s from %s', (facts, type, from, expected) => {
    expect(docLink({ ...smallApi({}).model, ...facts }, type, from, '1.37.2')).toBe(expected)
  })
})

import { describe, expect, it } from 'vitest'
import { accessorOf, apiVersionOf } from './model.ts'

describe('names', () => {
  it.each([
    [{ folder: 'core', group: '', version: 'v1' }, 'coreV1', 'v1'],
    [
      { folder: 'rbac', group: 'rbac.authorization.k8s.io', version: 'v1beta1' },
      'rbacV1beta1',
      'rbac.authorization.k8s.io/v1beta1',
    ],
    [
      { folder: 'apiserverinternal', group: 'internal.apiserver.k8s.io', version: 'v1alpha1' },
      'internalV1alpha1',
      'internal.apiserver.k8s.io/v1alpha1',
    ],
  ])('of %o', (model, accessor, apiVersion) => {
    expect(accessorOf(model)).toBe(accessor)
    expect(apiVersionOf(model)).toBe(apiVersion)
  })
})

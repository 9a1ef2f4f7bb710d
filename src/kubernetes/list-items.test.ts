import { expect, it } from 'vitest'
import { json, scripted } from './clientset.test-support.ts'

const kind = 'ValidatingAdmissionPolicyList'
const apiVersion = 'admissionregistration.k8s.io/v1alpha1'

it.each([{}, { items: null }])('a list of %j has items: an array without any', async (items) => {
  const answer = json({ kind, apiVersion, metadata: { resourceVersion: '5' }, ...items })
  const { clientset } = scripted(answer, answer, answer, answer)
  const policies = clientset.admissionregistrationV1alpha1.validatingAdmissionPolicies()
  const expected = { kind, apiVersion, metadata: { resourceVersion: '5' }, items: [] }
  await expect(policies.list()).resolves.toEqual(expected)
  await expect(policies.deleteCollection()).resolves.toEqual(expected)
  for await (const page of policies.listPages()) expect(page).toEqual(expected)
  for await (const each of policies.each()) expect(each).toBeUndefined()
})

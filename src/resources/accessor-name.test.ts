import { expect, it } from 'vitest'
import { accessorName, camelCase } from './accessor-name.ts'

it.each([
  ['Pod', 'pods', 'pods'],
  ['ConfigMap', 'configmaps', 'configMaps'],
  ['Endpoints', 'endpoints', 'endpoints'],
  ['NetworkPolicy', 'networkpolicies', 'networkPolicies'],
  ['ComponentStatus', 'componentstatuses', 'componentStatuses'],
  ['CSIDriver', 'csidrivers', 'csiDrivers'],
  ['CSIStorageCapacity', 'csistoragecapacities', 'csiStorageCapacities'],
  ['ServiceCIDR', 'servicecidrs', 'serviceCIDRs'],
  ['IPAddress', 'ipaddresses', 'ipAddresses'],
  ['APIService', 'apiservices', 'apiServices'],
])('calls the resource of %s, %s, %s', (kind, resource, expected) => {
  expect(accessorName(kind, resource)).toBe(expected)
})

it.each([
  ['GetScale', 'getScale'],
  ['UpdateStatus', 'updateStatus'],
  ['Pod', 'pod'],
  ['UID', 'uid'],
])('writes %s in camel case', (name, expected) => {
  expect(camelCase(name)).toBe(expected)
})

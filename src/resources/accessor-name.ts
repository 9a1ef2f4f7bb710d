/**
 * What client-go calls the method for a resource, in camel case: the kind's capitals with the plural's ending.
 *
 * `configMaps` from `ConfigMap` and `configmaps`, `networkPolicies`, `csiDrivers`, `endpoints`.
 */
export function accessorName(kind: string, resource: string): string {
  let same = 0
  while (same < kind.length && kind[same]?.toLowerCase() === resource[same]) same += 1
  return camelCase(kind.slice(0, same) + resource.slice(same))
}

/** `CSIDriver` becomes `csiDriver`, `Pod` becomes `pod`, `IPAddress` becomes `ipAddress`. */
export function camelCase(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+/, (capitals) => capitals.toLowerCase())
}

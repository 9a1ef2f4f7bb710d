/**
 * What a resource is called that has the regular plural of its kind: `pods` of `Pod`, `ingresses` of `Ingress`,
 * `networkpolicies` of `NetworkPolicy`.
 *
 * Source: `UnsafeGuessKindToResource` in k8s.io/apimachinery/pkg/api/meta.
 */
export function pluralOf(kind: string): string {
  const singular = kind.toLowerCase()
  if (singular.endsWith('endpoints')) return singular
  if (singular.endsWith('s')) return `${singular}es`
  return singular.endsWith('y') ? `${singular.slice(0, -1)}ies` : `${singular}s`
}

/** Where a Go type stands: client-go's folder and version, and the name in it. */
export interface TypePlace {
  readonly groupVersion: string
  readonly name: string
}

const roots = [
  'k8s.io/api/',
  'k8s.io/apimachinery/pkg/apis/',
  'k8s.io/apiextensions-apiserver/pkg/apis/',
  'k8s.io/kube-aggregator/pkg/apis/',
]

/** `k8s.io/api/core/v1.Pod` is `Pod` in `core/v1`. Undefined for what is not of an API. */
export function placeOf(goName: string): TypePlace | undefined {
  const root = roots.find((each) => goName.startsWith(each))
  if (root === undefined) return undefined
  const dot = goName.lastIndexOf('.')
  return { groupVersion: goName.slice(root.length, dot), name: goName.slice(dot + 1) }
}

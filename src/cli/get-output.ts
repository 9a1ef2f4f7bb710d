import { formatObject } from '../dynamic/manifest-order.ts'
import {
  formatGroupVersion,
  type GroupVersionKind,
  type KubernetesList,
  type KubernetesObject,
  removeNestedField,
} from '../meta/index.ts'
import { formatKubernetesYaml } from '../meta/kubernetes-yaml.ts'
import { withType } from '../rest/item-type.ts'

/** Writes an object, or a list as one of any kinds, as kubectl does: without what servers keep about ownership. */
export async function formatObjects(
  answer: KubernetesObject,
  kind: GroupVersionKind,
  output: 'yaml' | 'json' | 'name',
): Promise<string> {
  const type = { apiVersion: formatGroupVersion(kind), kind: kind.kind }
  const { items } = answer as Partial<KubernetesList<KubernetesObject>>
  const isList = Array.isArray(items) && answer.kind?.endsWith('List') === true
  const objects = (isList ? items : [answer]).map((object) => shown(withType(object, type)))
  if (output === 'name') return objects.map((object) => `${formatObject(object)}\n`).join('')
  const whole = isList
    ? { apiVersion: 'v1', items: objects, kind: 'List', metadata: { resourceVersion: '' } }
    : objects[0]
  return output === 'json' ? `${JSON.stringify(whole, undefined, 4)}\n` : formatKubernetesYaml(whole)
}

function shown(object: KubernetesObject): KubernetesObject {
  return sorted(removeNestedField(object, 'metadata', 'managedFields')) as KubernetesObject
}

/** kubectl writes fields in alphabetical order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  // Makes a field even of `__proto__`, which an assignment would not.
  return Object.fromEntries(entries.map(([name, each]) => [name, sorted(each)]))
}

import { formatObject } from '../dynamic/manifest-order.ts'
import {
  formatGroupVersion,
  type GroupVersionKind,
  type KubernetesList,
  type KubernetesObject,
  removeNestedField,
} from '../meta/index.ts'
import { formatKubernetesYaml } from '../meta/kubernetes-yaml.ts'
import { sortKeys } from '../meta/sort-keys.ts'
import { withType } from '../rest/item-type.ts'
import { parseCustomColumns } from './custom-columns.ts'
import { parseJsonPathTemplate } from './json-path-template.ts'
import { UsageError } from './usage-error.ts'

/** Formats that show objects whole. */
export type ObjectOutput = 'yaml' | 'json' | 'name'

export function isObjectOutput(text: string): text is ObjectOutput {
  return text === 'yaml' || text === 'json' || text === 'name'
}

/** The objects of an answer, which is one or a list of them. All say what they are. */
export function objectsOf(answer: KubernetesObject, kind: GroupVersionKind): KubernetesObject[] {
  const type = { apiVersion: formatGroupVersion(kind), kind: kind.kind }
  const { items } = answer as Partial<KubernetesList<KubernetesObject>>
  const isList = Array.isArray(items) && answer.kind?.endsWith('List') === true
  return (isList ? items : [answer]).map((object) => withType(object, type))
}

/** How objects are written. */
export interface ObjectView {
  readonly output: ObjectOutput
  /** Writes a list of any kinds, even of one object. */
  readonly isList: boolean
  /** Writes what servers keep about ownership, too. */
  readonly showsManagedFields?: boolean | undefined
}

/** Writes an object, or a list as one of any kinds, as kubectl does. */
export async function formatObjects(objects: readonly KubernetesObject[], view: ObjectView): Promise<string> {
  const { output, isList, showsManagedFields = false } = view
  if (output === 'name') return objects.map((object) => `${formatObject(object)}\n`).join('')
  const shown = objects.map((object) => {
    return sortKeys(showsManagedFields ? object : removeNestedField(object, 'metadata', 'managedFields'))
  })
  const whole = isList ? listOf(shown) : shown[0]
  return output === 'json' ? `${JSON.stringify(whole, undefined, 4)}\n` : formatKubernetesYaml(whole)
}

function listOf(items: readonly unknown[]): object {
  return { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } }
}

/** Writes objects, and again those that come later. */
export type ObjectPrinter = (objects: readonly KubernetesObject[], isList: boolean) => Promise<string>

/** What a printer is to leave out or to show. */
export interface PrinterOptions {
  readonly hasNoHeads: boolean
  readonly showsManagedFields: boolean
}

/**
 * The printer of `--output`; undefined if the server's tables are to be shown.
 *
 * @throws {UsageError} if there is no such format, or what it needs cannot be read
 */
export function objectPrinter(output: string, options: PrinterOptions): ObjectPrinter | undefined {
  const { showsManagedFields } = options
  if (output === '' || output === 'wide') return undefined
  if (isObjectOutput(output)) return (objects, isList) => formatObjects(objects, { output, isList, showsManagedFields })
  const [, format, text = ''] = /^([^=]*)=(.+)$/s.exec(output) ?? []
  if (format === 'jsonpath') {
    const write = parseJsonPathTemplate(text)
    return async (objects, isList) => write(isList ? listOf(objects) : objects[0])
  }
  if (format === 'custom-columns') return columnPrinter(text, options.hasNoHeads)
  const formats = 'wide, yaml, json, name, jsonpath=TEMPLATE or custom-columns=HEAD:PATH,...'
  throw new UsageError(`invalid --output "${output}": expected ${formats}`)
}

function columnPrinter(spec: string, hasNoHeads: boolean): ObjectPrinter {
  const write = parseCustomColumns(spec)
  let isFirst = true
  return async (objects) => {
    const text = write(objects, hasNoHeads || !isFirst)
    isFirst = false
    return text
  }
}

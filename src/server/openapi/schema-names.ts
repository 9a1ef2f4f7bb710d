import type { OpenAPISchema } from '../../discovery/openapi-document.ts'
import type { KindStrategy } from '../kinds/kind-strategy.ts'

/** Where the references of an OpenAPI v3 document lead. */
export const schemaPath = '#/components/schemas/'

/** Kubernetes' name for a definition of a group, under client-go's name for it, and a version. */
export function definitionName(folder: string, version: string, type: string): string {
  const root = folder === 'meta' ? 'io.k8s.apimachinery.pkg.apis' : 'io.k8s.api'
  return `${root}.${folder}.${version}.${type}`
}

/** The name of a kind's schema, or of its list's. */
export function kindSchema({ group, version, schema }: KindStrategy, suffix: '' | 'List' = ''): string {
  return definitionName(shortGroup(group), version, `${schema}${suffix}`)
}

type GroupVersion = Pick<KindStrategy, 'group' | 'version'>

/** What Kubernetes files the operations of a group and version under: `core_v1`. */
export function groupVersionTag({ group, version }: GroupVersion): string {
  return `${shortGroup(group)}_${version}`
}

/** The same as a part of an operation's name: `CoreV1`. */
export function groupVersionWord({ group, version }: GroupVersion): string {
  return [shortGroup(group), version].map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('')
}

function shortGroup(group: string): string {
  return group === '' ? 'core' : (group.split('.')[0] ?? group)
}

/** The name of the schema of one of the API machinery's own types. */
export function metaSchema(type: string): string {
  return definitionName('meta', 'v1', type)
}

export function reference(name: string): OpenAPISchema {
  return { $ref: `${schemaPath}${name}` }
}

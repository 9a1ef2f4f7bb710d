import type { OpenAPIPathItem, OpenAPISchema } from '../../discovery/openapi-document.ts'
import { metaSchema, reference } from './schema-names.ts'

/** Kubernetes' name for the schema of what /version says. */
export const versionSchemaName = 'io.k8s.apimachinery.pkg.version.Info'

const required = [
  'major',
  'minor',
  'gitVersion',
  'gitCommit',
  'gitTreeState',
  'buildDate',
  'goVersion',
  'compiler',
  'platform',
]
const optional = ['emulationMajor', 'emulationMinor', 'minCompatibilityMajor', 'minCompatibilityMinor']

export const versionSchema: OpenAPISchema = {
  type: 'object',
  required,
  properties: Object.fromEntries(
    [
      ...required.map((name) => [name, { type: 'string', default: '' }] as const),
      ...optional.map((name) => [name, { type: 'string' }] as const),
    ].sort(([a], [b]) => (a < b ? -1 : 1)),
  ),
}

/** A path of discovery, which can only be read. Kubernetes writes it with a slash at its end. */
export function discoveryPath(
  path: string,
  tag: string,
  operationId: string,
  schema: string,
): Record<string, OpenAPIPathItem> {
  const content = { 'application/json': { schema: reference(schema) } }
  const responses = { '200': { description: 'OK', content }, '401': { description: 'Unauthorized' } }
  return { [`${path}/`]: { get: { tags: [tag], operationId, responses } } }
}

/** The schemas of what discovery answers. */
export const discoverySchemas: Readonly<Record<'versions' | 'groups' | 'resources', string>> = {
  versions: metaSchema('APIVersions'),
  groups: metaSchema('APIGroupList'),
  resources: metaSchema('APIResourceList'),
}

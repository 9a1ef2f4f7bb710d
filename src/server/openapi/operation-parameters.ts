/** A parameter, as OpenAPI 3.0 writes it. */
export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required?: true
  readonly schema: { readonly type: 'boolean' | 'integer' | 'string'; readonly uniqueItems: true }
}

const query = (name: string, type: Parameter['schema']['type'] = 'string'): Parameter => ({
  name,
  in: 'query',
  schema: { type, uniqueItems: true },
})

export const inPath = (name: string): Parameter => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string', uniqueItems: true },
})

export const pretty: Parameter = query('pretty')

const selection = [
  query('continue'),
  query('fieldSelector'),
  query('labelSelector'),
  query('limit', 'integer'),
  query('resourceVersion'),
  query('resourceVersionMatch'),
  query('sendInitialEvents', 'boolean'),
  query('timeoutSeconds', 'integer'),
]

const deletion = [
  query('dryRun'),
  query('gracePeriodSeconds', 'integer'),
  query('orphanDependents', 'boolean'),
  query('propagationPolicy'),
]

export const listParameters: readonly Parameter[] = sorted([
  ...selection,
  query('allowWatchBookmarks', 'boolean'),
  query('watch', 'boolean'),
])
export const writeParameters: readonly Parameter[] = [query('dryRun'), query('fieldManager'), query('fieldValidation')]
export const patchParameters: readonly Parameter[] = [...writeParameters, query('force', 'boolean')]
export const deleteParameters: readonly Parameter[] = deletion
export const deleteCollectionParameters: readonly Parameter[] = sorted([...selection, ...deletion])

/** In the order of their names, as the real server writes those of a path. */
export function sorted(parameters: readonly Parameter[]): Parameter[] {
  return [...parameters].sort((a, b) => (a.name < b.name ? -1 : 1))
}

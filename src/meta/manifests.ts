import type { YamlDocument } from './kubernetes-yaml.ts'
import { eachListItem, isList } from './object-accessors.ts'
import type { Unstructured } from './unstructured.ts'

/** A manifest, or one document of it, cannot be read. The message names file, line and column. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError'
  readonly file: string | undefined
  /** From 1. */
  readonly line: number | undefined
  /** From 1. */
  readonly column: number | undefined

  constructor(
    problem: string,
    place: { file?: string | undefined; line?: number | undefined; column?: number | undefined },
  ) {
    const { file, line, column } = place
    const where = [file, line, column].filter((part) => part !== undefined).join(':')
    super(where === '' ? problem : `${where}: ${problem}`)
    this.file = file
    this.line = line
    this.column = column
  }
}

/** An object of a manifest that says what it is. */
export type ManifestObject = Unstructured & { apiVersion: string; kind: string }

/** What a manifest holds. */
export interface Manifest {
  /** In their order; lists are taken apart. */
  readonly objects: readonly ManifestObject[]
  /** Why the other documents cannot be read. Empty unless reading went on behind an error. */
  readonly errors: readonly ManifestError[]
}

export interface ManifestOptions {
  /** Where the text is from, for errors. */
  readonly file?: string | undefined
  /** Collects errors and reads the other documents, instead of throwing the first error. Default: false. */
  readonly continueOnError?: boolean | undefined
}

/**
 * Reads a manifest: YAML or JSON, of any number of documents, by Kubernetes' rules (`0644` is 420, `on` is true). Empty
 * documents are passed over. An equal key twice in a mapping is an error.
 *
 * @throws {ManifestError} for what cannot be read, unless `continueOnError` is set
 */
export async function parseManifest(text: string, options: ManifestOptions = {}): Promise<Manifest> {
  // Loaded when it is used: most programs read no manifests.
  const { parseKubernetesDocuments } = await import('./kubernetes-yaml.ts')
  const objects: ManifestObject[] = []
  const errors: ManifestError[] = []
  for (const document of await parseKubernetesDocuments(text, { uniqueKeys: true })) {
    try {
      objects.push(...objectsOf(document, options.file))
    } catch (error) {
      if (options.continueOnError !== true || !(error instanceof ManifestError)) throw error
      errors.push(error)
    }
  }
  return { objects, errors }
}

function objectsOf(document: YamlDocument, file: string | undefined): ManifestObject[] {
  if (!document.ok) throw new ManifestError(document.problem, { ...document, file })
  const { value, line } = document
  if (value === null || value === undefined) return []
  if (isObject(value) && value.kind === 'List' && !Array.isArray(value['items'] ?? [])) {
    throw new ManifestError('items: expected an array', { file, line })
  }
  const all = isObject(value) && isListKind(value) ? [...eachListItem(value)] : [value]
  return all.map((object) => {
    if (!isObject(object)) throw new ManifestError('expected an object with apiVersion and kind', { file, line })
    const missing = (['apiVersion', 'kind'] as const).find((field) => !isText(object[field]))
    if (missing !== undefined) throw new ManifestError(`expected an object with ${missing}`, { file, line })
    return object as ManifestObject
  })
}

function isListKind(value: Unstructured): boolean {
  return isText(value.kind) && value.kind.endsWith('List') && (isList(value) || value['items'] === null)
}

function isObject(value: unknown): value is Unstructured {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

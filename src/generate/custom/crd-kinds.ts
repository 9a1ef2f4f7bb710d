import type { SubresourceFacts } from '../../schema/facts.ts'
import type { CustomKind } from './custom-kind.ts'
import { describeValue, GenerateError } from './generate-error.ts'
import { requireSchema } from './json-schema.ts'

const extensions = 'apiextensions.k8s.io'

/** What a server does with every custom resource. */
const verbs: readonly string[] = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

/** Whether an object defines custom resources, in whatever version. */
export function isDefinition({
  apiVersion,
  kind,
}: {
  readonly apiVersion?: unknown
  readonly kind?: unknown
}): boolean {
  return (
    kind === 'CustomResourceDefinition' && typeof apiVersion === 'string' && apiVersion.startsWith(`${extensions}/`)
  )
}

/**
 * The kinds that a custom resource definition makes: one for each version that is served.
 *
 * @param definition a CustomResourceDefinition of apiextensions.k8s.io/v1
 * @param file where it is from, for messages
 * @throws {GenerateError} if it is of another version, or lacks what types are made of
 */
export function kindsOfDefinition(definition: unknown, file: string): CustomKind[] {
  const root = new Reader(definition, [file])
  const name = new Reader(root.object('metadata').value, root.where).optionalText('name') ?? 'unnamed definition'
  const where = [...root.where, name]
  const apiVersion = root.text('apiVersion')
  if (apiVersion !== `${extensions}/v1`) {
    throw new GenerateError(where, `definitions of ${apiVersion} are not read, only those of ${extensions}/v1`)
  }
  const spec = new Reader(root.value, where).object('spec')
  return spec
    .list('versions')
    .filter((version) => version.value['served'] !== false)
    .map((version) => kindOf(spec, version, where))
}

function kindOf(spec: Reader, version: Reader, where: readonly string[]): CustomKind {
  const names = spec.object('names')
  const kind = names.text('kind')
  const scope = spec.text('scope')
  if (scope !== 'Namespaced' && scope !== 'Cluster') {
    throw new GenerateError([...where, 'spec.scope'], `expected Namespaced or Cluster, found ${JSON.stringify(scope)}`)
  }
  const schema = version.optionalObject('schema')?.value['openAPIV3Schema']
  const path = `${version.path}.schema.openAPIV3Schema`
  return {
    group: spec.text('group'),
    version: version.text('name'),
    resource: names.text('plural'),
    kind,
    listKind: names.optionalText('listKind') ?? `${kind}List`,
    namespaced: scope === 'Namespaced',
    singular: names.optionalText('singular') ?? kind.toLowerCase(),
    shortNames: names.texts('shortNames'),
    categories: names.texts('categories'),
    verbs,
    subresources: subresourcesOf(version.optionalObject('subresources')?.value ?? {}, kind),
    schema: schema === undefined || schema === null ? undefined : requireSchema(schema, [...where, path]),
    keepsUnknown: spec.value['preserveUnknownFields'] === true,
    deprecated: version.value['deprecated'] === true ? deprecation(version, spec) : undefined,
    where: [...where, path],
  }
}

function deprecation(version: Reader, spec: Reader): string {
  const said = version.optionalText('deprecationWarning')
  return said?.trim().replace(/\s+/g, ' ') ?? `${spec.text('group')}/${version.text('name')} is deprecated.`
}

function subresourcesOf(subresources: Readonly<Record<string, unknown>>, kind: string): SubresourceFacts[] {
  const all: readonly SubresourceFacts[] = [
    { name: 'scale', kind: 'Scale.v1.autoscaling', verbs: ['get', 'patch', 'update'] },
    { name: 'status', kind, verbs: ['get', 'patch', 'update'] },
  ]
  return all.filter(({ name }) => isObject(subresources[name]))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads fields of something that nobody has checked. */
class Reader {
  readonly value: Readonly<Record<string, unknown>>
  /** File and definition. */
  readonly where: readonly string[]
  /** From the definition's root on; empty there. */
  readonly path: string

  constructor(value: unknown, where: readonly string[], path = '') {
    if (!isObject(value)) throw new GenerateError([...where, path], `expected an object, found ${describeValue(value)}`)
    this.value = value
    this.where = where
    this.path = path
  }

  text(field: string): string {
    const value = this.optionalText(field)
    if (value === undefined) throw this.#unexpected(field, 'a string')
    return value
  }

  optionalText(field: string): string | undefined {
    const value = this.value[field] ?? undefined
    if (value === undefined || value === '') return undefined
    if (typeof value !== 'string') throw this.#unexpected(field, 'a string')
    return value
  }

  texts(field: string): string[] {
    const value = this.value[field] ?? []
    if (!Array.isArray(value) || value.some((each) => typeof each !== 'string')) {
      throw this.#unexpected(field, 'a list of strings')
    }
    return value as string[]
  }

  object(field: string): Reader {
    return new Reader(this.value[field], this.where, this.#pathTo(field))
  }

  optionalObject(field: string): Reader | undefined {
    return this.value[field] === undefined || this.value[field] === null ? undefined : this.object(field)
  }

  list(field: string): Reader[] {
    const value = this.value[field]
    if (!Array.isArray(value)) throw this.#unexpected(field, 'a list')
    return value.map((each, index) => new Reader(each, this.where, `${this.#pathTo(field)}[${index}]`))
  }

  #pathTo(field: string): string {
    return this.path === '' ? field : `${this.path}.${field}`
  }

  #unexpected(field: string, expected: string): GenerateError {
    return new GenerateError(
      [...this.where, this.#pathTo(field)],
      `expected ${expected}, found ${describeValue(this.value[field])}`,
    )
  }
}

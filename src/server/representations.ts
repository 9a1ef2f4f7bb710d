import type { ListMeta } from '../meta/index.ts'
import { badRequest } from './api-error.ts'
import { apiVersionOf, canonicalise } from './decode-object.ts'
import type { KindStrategy } from './kinds/kind-strategy.ts'
import type { Representation } from './negotiation.ts'
import type { ServerObject, StoredObject } from './store/stored-object.ts'

/** What a table's rows hold beside their cells. */
export type IncludeObject = 'Metadata' | 'Object' | 'None'

/** How objects of one kind are written in one answer. */
export interface ObjectWriter {
  object(stored: StoredObject): Uint8Array
  list(items: readonly StoredObject[], metadata: ListMeta): Uint8Array
  /** Of a bookmark: an object that has nothing but a version, and perhaps annotations. */
  bookmark(resourceVersion: string, annotations: Record<string, string> | undefined): Uint8Array
}

/** @throws {ApiError} 400 for an `includeObject` that is none */
export function parseIncludeObject(text: string | null): IncludeObject {
  if (text === null || text === '') return 'Metadata'
  if (text === 'Metadata' || text === 'Object' || text === 'None') return text
  throw badRequest(`unable to make a table: includeObject: "${text}" is not one of Metadata, Object, None`)
}

/** @param first whether a table has its columns; those of a watch have them once */
export function objectWriter(kind: KindStrategy, form: Representation, include: IncludeObject): ObjectWriter {
  switch (form.as) {
    case 'object':
      return plainWriter(kind)
    case 'metadata':
      return metadataWriter(form)
    case 'table':
      return tableWriter(kind, form, include)
  }
}

function plainWriter(kind: KindStrategy): ObjectWriter {
  const head = `"kind":"${kind.kind}","apiVersion":"${apiVersionOf(kind)}",`
  return {
    object: ({ json }) => json,
    // The items of a list do not say their kind; the stored bytes do, in front.
    list(items, metadata) {
      const listHead = `{"kind":"${kind.kind}List","apiVersion":"${apiVersionOf(kind)}","metadata":`
      const chunks: Uint8Array[] = [Buffer.from(`${listHead}${JSON.stringify(metadata)},"items":[`)]
      items.forEach(({ json }, index) => {
        chunks.push(index === 0 ? openBrace : commaBrace, json.subarray(head.length + 1))
      })
      chunks.push(listEnd)
      return Buffer.concat(chunks)
    },
    bookmark(resourceVersion, annotations) {
      // The real server writes an otherwise empty object: whatever is never left out is there.
      const metadata = bookmarkMeta(resourceVersion, annotations) as ServerObject['metadata']
      return toBytes(canonicalise(kind, { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata }))
    },
  }
}

const openBrace = Buffer.from('{')
const commaBrace = Buffer.from(',{')
const listEnd = Buffer.from(']}')

function metadataWriter({ version }: Representation): ObjectWriter {
  const apiVersion = `meta.k8s.io/${version}`
  const partial = (metadata: object) => ({ kind: 'PartialObjectMetadata', apiVersion, metadata })
  return {
    object: ({ object }) => toBytes(partial(object.metadata)),
    list: (items, metadata) =>
      toBytes({
        kind: 'PartialObjectMetadataList',
        apiVersion,
        metadata,
        items: items.map(({ object }) => partial(object.metadata)),
      }),
    bookmark: (resourceVersion, annotations) => toBytes(partial(bookmarkMeta(resourceVersion, annotations))),
  }
}

function tableWriter(kind: KindStrategy, { version }: Representation, include: IncludeObject): ObjectWriter {
  const apiVersion = `meta.k8s.io/${version}`
  // A watch writes one table for each event, and only the first says what the columns are.
  let columnsWritten = false
  const table = (rows: readonly unknown[], metadata: ListMeta) => {
    const columnDefinitions = columnsWritten ? null : columnDefinitionsOf(kind)
    columnsWritten = true
    return toBytes({ kind: 'Table', apiVersion, metadata, columnDefinitions, rows })
  }
  const row = (object: ServerObject) => ({
    cells: kind.row(object, Date.now()),
    ...rowObject(object, include, apiVersion),
  })
  return {
    object: ({ object }) => table([row(object)], versionOf(object.metadata.resourceVersion)),
    list: (items, metadata) =>
      table(
        items.map(({ object }) => row(object)),
        metadata,
      ),
    bookmark: (resourceVersion) => table([], { resourceVersion }),
  }
}

function rowObject(object: ServerObject, include: IncludeObject, apiVersion: string): { object: unknown } {
  switch (include) {
    case 'None':
      return { object: null }
    case 'Object':
      return { object }
    case 'Metadata':
      return { object: { kind: 'PartialObjectMetadata', apiVersion, metadata: object.metadata } }
  }
}

function columnDefinitionsOf({ columns }: KindStrategy): unknown[] {
  return columns.map(({ name, type, format = '', description, priority = 0 }) => ({
    name,
    type,
    format,
    description,
    priority,
  }))
}

function versionOf(resourceVersion: string | undefined): ListMeta {
  return resourceVersion === undefined ? {} : { resourceVersion }
}

function bookmarkMeta(resourceVersion: string, annotations: Record<string, string> | undefined): object {
  return { resourceVersion, ...(annotations === undefined ? {} : { annotations }) }
}

function toBytes(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value))
}

import type { GroupVersionFacts, KindFacts } from '../src/schema/facts.ts'
import { formatFields } from '../src/schema/format-fields.ts'
import type { Served } from './api-resources.ts'
import { columnsOf, formatColumn } from './columns.ts'
import type { Extract, ExtractedKind } from './extract-document.ts'
import { placeOf } from './go-name.ts'
import { mergeResources } from './merge-resources.ts'
import { type MergedTypes, mergeTypes } from './merge-types.ts'

/** Not client-go's, but of every server. */
const besides = ['apiextensions/v1', 'apiregistration/v1']
const metaVersion = 'meta/v1'
const metaPackage = 'k8s.io/apimachinery/pkg/apis/meta/v1.'

/**
 * The facts of each group and version that client-go has in any of the versions, in alphabetical order.
 *
 * @param extracts newest first, as is `served`
 */
export function mergeFacts(extracts: readonly Extract[], served: readonly Served[]): GroupVersionFacts[] {
  const folders = new Set([...extracts.flatMap(({ clients }) => Object.keys(clients)), ...besides])
  const kinds = newestKinds(extracts, folders)
  const metaRoots = extracts.flatMap(({ types }) => Object.keys(types)).filter((name) => name.startsWith(metaPackage))
  const merged = mergeTypes(extracts, [...kinds.map(({ kind }) => kind.type), ...metaRoots])
  const group = new Map(kinds.map(({ folder, kind }) => [folder, kind.group]))
  return [...folders, metaVersion].sort().map((folder) => {
    const [name = '', version = ''] = folder.split('/')
    const own = kinds.filter((each) => each.folder === folder)
    const resources = mergeResources(extracts, served, folder, group.get(folder) ?? 'meta.k8s.io', version)
    return {
      folder: name,
      group: group.get(folder) ?? 'meta.k8s.io',
      version,
      newest: extracts.find((extract) => hasFolder(extract, folder))?.version ?? '',
      served: served
        .map((each) => each.version)
        .filter((each) => resources.some((resource) => resource.served?.includes(each))),
      ...typesOf(merged, folder),
      kinds: Object.fromEntries(own.map((each) => [each.kind.kind, kindFacts(each, extracts, served, folder)])),
      resources,
    }
  })
}

interface NewestKind {
  readonly folder: string
  readonly kind: ExtractedKind
  readonly extract: Extract
}

function newestKinds(extracts: readonly Extract[], folders: ReadonlySet<string>): NewestKind[] {
  const newest = new Map<string, NewestKind>()
  for (const extract of extracts) {
    for (const kind of extract.kinds) {
      const place = placeOf(kind.type)
      if (place === undefined || !folders.has(place.groupVersion)) continue
      const key = `${kind.group}/${kind.version}/${kind.kind}`
      if (!newest.has(key)) newest.set(key, { folder: place.groupVersion, kind, extract })
    }
  }
  return [...newest.values()].sort((a, b) => (a.kind.kind < b.kind.kind ? -1 : 1))
}

function hasFolder(extract: Extract, folder: string): boolean {
  return Object.keys(extract.types).some((name) => placeOf(name)?.groupVersion === folder)
}

function typesOf(merged: MergedTypes, folder: string): Pick<GroupVersionFacts, 'types' | 'atomicTypes' | 'strings'> {
  const here = [...merged.types.values()].filter(({ goName }) => placeOf(goName)?.groupVersion === folder)
  const named = here.map((type) => [placeOf(type.goName)?.name ?? '', type] as const).sort(byFirst)
  const strings = [...merged.strings]
    .filter(([goName, { values }]) => placeOf(goName)?.groupVersion === folder && values.length > 0)
    .map(
      ([goName, { values, isClosed }]) =>
        [placeOf(goName)?.name ?? '', `${isClosed ? '!' : ''}${values.join('|')}`] as const,
    )
  const atomic = named.filter(([, type]) => type.atomic).map(([name]) => name)
  return {
    types: Object.fromEntries(named.map(([name, type]) => [name, formatFields(type.fields)])),
    ...(atomic.length === 0 ? {} : { atomicTypes: atomic }),
    strings: Object.fromEntries(strings.sort(byFirst)),
  }
}

function byFirst(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0
}

const commonLabels = 'metadata.name,metadata.namespace'

function kindFacts(
  { kind, extract }: NewestKind,
  extracts: readonly Extract[],
  served: readonly Served[],
  folder: string,
): KindFacts {
  const labels = kind.fieldLabels?.join(',') ?? ''
  const columns = columnsOf(kind, served)
  const defaults = extract.defaults.kinds[kind.type]
  const newest = extracts.find((each) => hasFolder(each, folder))
  return {
    ...(extract === newest ? {} : { newest: extract.version }),
    ...(labels === '' || labels === commonLabels ? {} : { fieldLabels: kind.fieldLabels ?? [] }),
    ...(columns.length === 0 ? {} : { columns: columns.map(formatColumn) }),
    ...(defaults === undefined ? {} : { defaults: sorted(defaults) }),
  }
}

/** Without the point that each path starts with. */
function sorted(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(values).map(([path, value]) => [path.replace(/^\./, ''), value] as const)
  return Object.fromEntries(entries.sort(byFirst))
}

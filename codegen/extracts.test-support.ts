import type { ApiResource, Served } from './api-resources.ts'
import type { Extract, ExtractedField } from './extract-document.ts'

/** What was read of one version, as far as a test says it. */
export function extractOf(version: string, parts: Partial<Omit<Extract, 'version'>> = {}): Extract {
  return {
    version,
    clients: {},
    kinds: [],
    types: {},
    strings: {},
    ...parts,
    defaults: { types: {}, kinds: {}, ...parts.defaults },
  }
}

/** The fields of a type of `k8s.io/api/toys/v1`, each with its type or more. */
export function typeOf(fields: Readonly<Record<string, string | Omit<ExtractedField, 'name'>>>): {
  fields: ExtractedField[]
} {
  const entries = Object.entries(fields)
  return { fields: entries.map(([name, of]) => ({ name, ...(typeof of === 'string' ? { type: of } : of) })) }
}

/** What a server of one version serves of `toys.example.com/v1`. */
export function servedOf(version: string, ...resources: (Partial<ApiResource> & { name: string })[]): Served {
  const all = resources.map((each) => ({ singularName: '', namespaced: true, kind: 'Toy', verbs: ['get'], ...each }))
  return { version, lists: [{ groupVersion: 'toys.example.com/v1', resources: all }], columns: new Map() }
}

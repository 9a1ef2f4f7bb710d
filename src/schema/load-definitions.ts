import { Definitions } from './definitions.ts'
import type { GroupVersionFacts } from './facts.ts'
import { apiVersionOfFolder, loadFacts } from './load-facts.ts'
import { referencedGroupVersions } from './parse-fields.ts'

/** All that has been loaded: definitions are read once, for whoever needs them. */
const definitions = new Definitions()
const loading = new Map<string, Promise<GroupVersionFacts | undefined>>()

/** The definitions of a kind's group and version, and of those that they refer to. */
export interface KindDefinitions {
  readonly definitions: Definitions
  /** The kind's own: `apps/v1.Deployment`. */
  readonly name: string
}

/**
 * Loads what a kind consists of: its group and version, and what these refer to.
 *
 * @returns undefined if nothing is known about such a kind
 */
export async function loadKind(apiVersion: string, kind: string): Promise<KindDefinitions | undefined> {
  const facts = await load(apiVersion)
  if (facts !== undefined && Object.hasOwn(facts.kinds, kind)) return named(facts, kind)
  // The machinery's kinds, such as Status, call themselves v1 as well.
  if (apiVersion !== 'v1' && apiVersion !== machinery) return undefined
  const meta = await load(machinery)
  return meta !== undefined && isKind(meta, kind) ? named(meta, kind) : undefined
}

const machinery = 'meta.k8s.io/v1'

function named({ folder, version }: GroupVersionFacts, kind: string): KindDefinitions {
  return { definitions, name: `${folder}/${version}.${kind}` }
}

function isKind(facts: GroupVersionFacts, type: string): boolean {
  const fields = Object.hasOwn(facts.types, type) ? facts.types[type] : undefined
  return fields?.startsWith('kind:?string apiVersion:?string ') ?? false
}

function load(apiVersion: string): Promise<GroupVersionFacts | undefined> {
  let facts = loading.get(apiVersion)
  if (facts === undefined) {
    facts = loadWithReferences(apiVersion)
    loading.set(apiVersion, facts)
  }
  return facts
}

async function loadWithReferences(apiVersion: string): Promise<GroupVersionFacts | undefined> {
  const facts = await loadFacts(apiVersion)
  if (facts === undefined) return undefined
  definitions.add(facts)
  const folders = new Set(Object.values(facts.types).flatMap(referencedGroupVersions))
  folders.delete(`${facts.folder}/${facts.version}`)
  await Promise.all([...folders].map((folder) => load(apiVersionOfFolder(folder) ?? '')))
  return facts
}

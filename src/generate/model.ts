import type { KindFacts, ResourceFacts } from '../schema/facts.ts'
import type { Field } from '../schema/field.ts'

/** One group and version, as the emitter wants it. */
export interface ApiModel {
  /** Folder of the group, and its name in accessors: `core`, `rbac`. */
  readonly folder: string
  /** As on the wire: empty for the core group. */
  readonly group: string
  readonly version: string
  /** The newest Kubernetes that has it. */
  readonly newest: string
  /** The Kubernetes versions whose servers serve something of it, newest first. */
  readonly served: readonly string[]
  readonly types: ReadonlyMap<string, TypeModel>
  readonly strings: ReadonlyMap<string, StringModel>
  readonly kinds: ReadonlyMap<string, KindModel>
  readonly resources: readonly ResourceFacts[]
}

/** A kind, by the name of its type. What Kubernetes' own kinds are called follows from it. */
export interface KindModel extends KindFacts {
  /** What stands in an object's `kind`, where the type is called otherwise. */
  readonly wireKind?: string
  /** The kind whose objects this one lists. */
  readonly listOf?: string
}

export interface TypeModel {
  readonly name: string
  readonly fields: readonly TypeField[]
  /** Whether fields that are not listed here are kept. */
  readonly isOpen?: boolean
}

/** A field, with what only the schema of a custom resource can say of it. */
export interface TypeField extends Field {
  /** Whether null may be written, and is kept. */
  readonly nullable?: boolean
}

/** A type of few values. Those of Kubernetes' own API are strings. */
export interface StringModel {
  readonly values: readonly (string | number | boolean)[]
  /** There will be no other values. */
  readonly isClosed: boolean
}

/** All that is known, by `FOLDER/VERSION`. */
export type ApiModels = ReadonlyMap<string, ApiModel>

export function modelKey({ folder, version }: Pick<ApiModel, 'folder' | 'version'>): string {
  return `${folder}/${version}`
}

/** What stands in an object's `apiVersion`. */
export function apiVersionOf({ group, version }: Pick<ApiModel, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`
}

/** What a Clientset calls the group and version: `coreV1`. client-go has one that is not called like its folder. */
export function accessorOf({ folder, version }: Pick<ApiModel, 'folder' | 'version'>): string {
  const group = folder === 'apiserverinternal' ? 'internal' : folder
  return `${group}${version.slice(0, 1).toUpperCase()}${version.slice(1)}`
}

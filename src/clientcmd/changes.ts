/**
 * What to change in kubeconfig files, by the names of entries. An entry's fields have the file's own names
 * (`certificate-authority-data`, base64 included); what is not named, or undefined, stays as it is, and null removes a
 * field or a whole entry. An entry that is not there is added.
 */
export interface KubeConfigChanges {
  /** Null for none. */
  readonly currentContext?: string | null | undefined
  readonly clusters?: EntryChanges | undefined
  readonly users?: EntryChanges | undefined
  readonly contexts?: EntryChanges | undefined
}

export type EntryChanges = Readonly<Record<string, FieldChanges | null | undefined>>

export type FieldChanges = Readonly<{ [field: string]: FieldChange | undefined }>

/** A mapping changes the fields that it names; a list replaces. */
export type FieldChange = string | boolean | null | readonly FieldChange[] | FieldChanges

/** The lists of a kubeconfig, and under which name their entries have their content. */
export const entryLists: readonly (readonly ['clusters' | 'users' | 'contexts', string])[] = [
  ['clusters', 'cluster'],
  ['users', 'user'],
  ['contexts', 'context'],
]

import type { ServerObject } from '../store/stored-object.ts'
import { humanDuration } from './human-duration.ts'
import type { TableColumn } from './kind-strategy.ts'

export const nameColumn: TableColumn = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'Name of the object, unique among those of its kind in a namespace.',
}

export const ageColumn: TableColumn = {
  name: 'Age',
  type: 'string',
  description: 'Time since the object was created.',
}

/** Time since creation as kubectl shows it. */
export function ageOf(object: ServerObject, now: number): string {
  const created = object.metadata.creationTimestamp
  return created === undefined || created === null ? '<unknown>' : humanDuration(now - Date.parse(created))
}

import type { StringModel } from './model.ts'
import { literal } from './text.ts'

/** A string type: its values, and any other string if Kubernetes may add some; completion offers the known ones. */
export function stringUnion({ values, isClosed }: StringModel): string {
  const known = values.map(literal)
  return (isClosed ? known : [...known, '(string & {})']).join(' | ')
}

import {
  type FieldSelector,
  type LabelSelector,
  matchesFields,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
} from '../meta/index.ts'
import { badRequest } from './api-error.ts'
import type { KindStrategy } from './kinds/kind-strategy.ts'
import type { ListOptions } from './query-options.ts'
import type { ServerObject } from './store/stored-object.ts'

/** Which objects a list or watch is about. */
export interface Selection {
  /** True if there are no selectors. */
  readonly all: boolean
  matches(object: ServerObject): boolean
}

/** @throws {ApiError} 400 for a selector that is not understood: to ignore it would be to return too much */
export function selectionOf(kind: KindStrategy, options: ListOptions, name: string | undefined): Selection {
  const labels = parsed(() => parseLabelSelector(options.labelSelector))
  const fields = parsed(() => parseFieldSelector(options.fieldSelector))
  checkFields(kind, fields)
  if (labels.length === 0 && fields.length === 0 && name === undefined) return everything
  return {
    all: false,
    matches: (object) =>
      (name === undefined || object.metadata.name === name) && matchesBoth(kind, labels, fields, object),
  }
}

const everything: Selection = { all: true, matches: () => true }

function matchesBoth(kind: KindStrategy, labels: LabelSelector, fields: FieldSelector, object: ServerObject): boolean {
  if (!matchesLabels(labels, object.metadata.labels)) return false
  return matchesFields(fields, (field) => {
    if (field === 'metadata.name') return object.metadata.name
    if (field === 'metadata.namespace') return object.metadata.namespace ?? ''
    return kind.fieldValue?.(object, field) ?? ''
  })
}

function checkFields(kind: KindStrategy, fields: FieldSelector): void {
  const known = ['metadata.name', ...(kind.namespaced ? ['metadata.namespace'] : []), ...kind.selectableFields]
  const unknown = fields.find(({ field }) => !known.includes(field))
  if (unknown !== undefined) throw badRequest(`field label not supported: ${unknown.field}`)
}

function parsed<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw error instanceof RangeError ? badRequest(error.message) : error
  }
}

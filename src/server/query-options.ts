import { badRequest } from './api-error.ts'
import { type FieldError, forbiddenField, invalid, invalidObject, unsupported } from './field-errors.ts'

/** The options of get, list and watch, read and checked together. */
export interface ListOptions {
  readonly watch: boolean
  readonly labelSelector: string
  readonly fieldSelector: string
  readonly resourceVersion: string
  readonly resourceVersionMatch: string
  readonly limit: number
  readonly continueToken: string
  /** Undefined: the server chooses. */
  readonly timeoutSeconds: number | undefined
  readonly allowWatchBookmarks: boolean
  readonly sendInitialEvents: boolean | undefined
}

/** @throws {ApiError} 400 for a number that is none, 422 for options that contradict each other */
export function parseListOptions(query: URLSearchParams, watchPath: boolean): ListOptions {
  const text = (name: string) => query.get(name) ?? ''
  const options: ListOptions = {
    watch: watchPath || booleanOf(query, 'watch') === true,
    labelSelector: text('labelSelector'),
    fieldSelector: text('fieldSelector'),
    resourceVersion: text('resourceVersion'),
    resourceVersionMatch: text('resourceVersionMatch'),
    limit: Math.max(0, integerOf(query, 'limit') ?? 0),
    continueToken: text('continue'),
    timeoutSeconds: integerOf(query, 'timeoutSeconds'),
    allowWatchBookmarks: booleanOf(query, 'allowWatchBookmarks') === true,
    sendInitialEvents: booleanOf(query, 'sendInitialEvents'),
  }
  const complete = options.watch ? withImpliedInitialEvents(options) : options
  const errors = complete.watch ? watchErrors(complete) : listErrors(complete)
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors)
  return complete
}

/** A watch with bookmarks from any version is told when its initial events end, even if it did not ask. */
function withImpliedInitialEvents(options: ListOptions): ListOptions {
  const anyVersion = options.resourceVersion === '' || options.resourceVersion === '0'
  const unspecified = options.sendInitialEvents === undefined && options.resourceVersionMatch === ''
  if (!options.allowWatchBookmarks || !anyVersion || !unspecified) return options
  return { ...options, sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' }
}

function watchErrors({ resourceVersionMatch, sendInitialEvents, continueToken }: ListOptions): FieldError[] {
  const errors: FieldError[] = []
  const field = 'resourceVersionMatch'
  if (sendInitialEvents !== undefined && resourceVersionMatch !== 'NotOlderThan') {
    errors.push(forbiddenField(field, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'))
  }
  if (resourceVersionMatch !== '') {
    if (sendInitialEvents === undefined) {
      errors.push(
        forbiddenField(field, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'),
      )
    } else if (resourceVersionMatch !== 'NotOlderThan') {
      errors.push(unsupported(field, resourceVersionMatch, ['NotOlderThan']))
    }
  }
  if (continueToken !== '')
    errors.push(forbiddenField(field, 'resourceVersionMatch is forbidden when continue is provided'))
  return errors
}

function listErrors(options: ListOptions): FieldError[] {
  const { resourceVersion, resourceVersionMatch, sendInitialEvents, continueToken } = options
  const errors: FieldError[] = []
  const field = 'resourceVersionMatch'
  if (sendInitialEvents !== undefined) {
    errors.push(forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list'))
  }
  if (resourceVersionMatch === '') return errors
  if (continueToken !== '')
    errors.push(forbiddenField(field, 'resourceVersionMatch is forbidden when continue is provided'))
  if (resourceVersion === '') {
    errors.push(forbiddenField(field, 'resourceVersionMatch is forbidden unless resourceVersion is provided'))
  }
  if (!['Exact', 'NotOlderThan'].includes(resourceVersionMatch)) {
    errors.push(unsupported(field, resourceVersionMatch, ['Exact', 'NotOlderThan', '']))
  }
  if (resourceVersionMatch === 'Exact' && resourceVersion === '0') {
    errors.push(forbiddenField(field, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'))
  }
  return errors
}

export type FieldValidation = 'Ignore' | 'Warn' | 'Strict'

/** The options that create, update and delete have in common. */
export interface WriteOptions {
  readonly dryRun: boolean
  readonly fieldValidation: FieldValidation
}

/** What Go's `unicode.IsPrint` refuses: spaces other than the plain one, control characters, what is not assigned. */
const unprintable = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u

/**
 * @param kind name of the options, for errors: `CreateOptions`
 * @throws {ApiError} 422 for a value that is not one of those allowed
 */
export function parseWriteOptions(query: URLSearchParams, kind: string): WriteOptions {
  const dryRun = query.getAll('dryRun')
  const fieldValidation = query.get('fieldValidation') ?? ''
  const fieldManager = query.get('fieldManager') ?? ''
  const errors = dryRunErrors(dryRun)
  if (Buffer.byteLength(fieldManager) > 128) {
    errors.push({
      reason: 'FieldValueTooLong',
      field: 'fieldManager',
      message: 'Too long: may not be more than 128 bytes',
    })
  }
  if (unprintable.test(fieldManager)) {
    errors.push(invalid('fieldManager', fieldManager, 'should only contain printable characters'))
  }
  if (!['', 'Ignore', 'Strict', 'Warn'].includes(fieldValidation)) {
    errors.push(unsupported('fieldValidation', fieldValidation, ['', 'Ignore', 'Strict', 'Warn']))
  }
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind }, '', errors)
  return {
    dryRun: dryRun.length > 0,
    fieldValidation: fieldValidation === '' ? 'Warn' : (fieldValidation as FieldValidation),
  }
}

export function dryRunErrors(dryRun: readonly string[]): FieldError[] {
  return dryRun.every((value) => value === 'All') ? [] : [unsupported('dryRun', dryRun, ['All'])]
}

export function integerOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name) ?? ''
  if (text === '') return undefined
  if (!/^[+-]?\d+$/.test(text)) throw badRequest(`query parameter ${name}: "${text}" is not an integer`)
  const value = BigInt(text.replace('+', ''))
  if (BigInt.asIntN(64, value) !== value) throw badRequest(`query parameter ${name}: ${text} is out of range`)
  return Number(value)
}

/** As the real server reads a flag: there without a value, or with any value but `0` and `false`, is true. */
export function booleanOf(query: URLSearchParams, name: string): boolean | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  return text !== '0' && text.toLowerCase() !== 'false'
}

import { NoSchemaError, type Violation } from '../meta/violations.ts'
import { findViolations } from './find-violations.ts'
import { loadKind } from './load-definitions.ts'

/**
 * Checks an object that says what it is against the facts about its kind, which are loaded for it.
 *
 * @throws {NoSchemaError} if there are none
 */
export async function validateAgainstFacts(apiVersion: string, kind: string, object: object): Promise<Violation[]> {
  const known = await loadKind(apiVersion, kind)
  if (known === undefined) throw new NoSchemaError(apiVersion, kind)
  return findViolations(known.definitions, known.name, object)
}

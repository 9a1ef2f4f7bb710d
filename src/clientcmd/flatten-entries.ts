import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Entries, Entry } from './entries.ts'
import { pemDataOf } from './pem-data.ts'
import { type Problem, shownName, throwIfAny } from './problems.ts'
import { codeOf, sentenceForCode } from './read-kubeconfig-file.ts'

/** The fields that name a file, under their names in kubeconfigs. */
const clusterFiles = { certificateAuthority: 'certificate-authority' } as const
const userFiles = { clientCertificate: 'client-certificate', clientKey: 'client-key' } as const

/**
 * The entries with the certificates and keys that they name taken in. Relative paths are the entry's file's.
 *
 * Source: `FlattenConfig` in k8s.io/client-go/tools/clientcmd/api.
 *
 * @throws {ConfigError} with the problems of all entries
 */
export async function flattenEntries(entries: Entries): Promise<Entries> {
  const problems: Problem[] = []
  const clusters = await flattenAll('clusters', entries.clusters, clusterFiles, problems)
  const users = await flattenAll('users', entries.users, userFiles, problems)
  throwIfAny(problems)
  return { ...entries, clusters, users }
}

async function flattenAll<T extends object, F extends keyof T & string>(
  list: string,
  entries: ReadonlyMap<string, Entry<T>>,
  fields: Readonly<Record<F, string>>,
  problems: Problem[],
): Promise<Map<string, Entry<T>>> {
  const flattened = new Map<string, Entry<T>>()
  for (const [name, entry] of entries) {
    const changed: Record<string, unknown> = { ...entry }
    for (const [field, wireName] of Object.entries<string>(fields)) {
      const path = changed[field]
      if (typeof path !== 'string') continue
      const place = { file: entry.file, field: `${list}[${shownName(name)}].${wireName}` }
      const outcome =
        changed[`${field}Data`] === undefined
          ? await contentOf(entry.file === undefined ? path : resolve(dirname(entry.file), path))
          : { problem: `and ${wireName}-data are both given, only one is allowed` }
      if (outcome.problem !== undefined) problems.push({ ...place, text: outcome.problem })
      else Object.assign(changed, { [field]: undefined, [`${field}Data`]: outcome.data || undefined })
    }
    flattened.set(name, changed as unknown as Entry<T>)
  }
  return flattened
}

async function contentOf(path: string): Promise<{ data?: string | Uint8Array; problem?: string }> {
  try {
    return { data: pemDataOf(await readFile(path)) }
  } catch (error) {
    return { problem: `names ${path}, which ${sentenceForCode(codeOf(error))}` }
  }
}

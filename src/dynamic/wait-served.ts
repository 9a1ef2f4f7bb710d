import { NoMatchError } from '../discovery/index.ts'
import { isNotFound, StatusError, TimeoutError } from '../errors/index.ts'
import { type KubernetesObject, nestedSlice, nestedString } from '../meta/index.ts'
import { sleep } from '../rest/deadline.ts'
import type { CallOptions } from '../rest/index.ts'
import type { DynamicClient } from './dynamic-client.ts'
import { conditions } from './wait-conditions.ts'
import { waitFor } from './wait-for.ts'

const namespaces = { group: '', version: 'v1', resource: 'namespaces' }
const definitions = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' }
/** Nothing tells when discovery has caught up: it is asked this often. */
const lookAgainMs = 100

/** Waits until objects can be put into a namespace. */
export async function waitActive(
  dynamic: DynamicClient,
  namespace: KubernetesObject,
  options: CallOptions,
): Promise<KubernetesObject | undefined> {
  if (nestedString(namespace, 'status', 'phase') === 'Active') return namespace
  const name = namespace.metadata?.name ?? ''
  return waitFor(
    { resource: dynamic.resource(namespaces), name },
    conditions.jsonPath('.status.phase', 'Active'),
    options,
  )
}

/**
 * Waits until the kind of a definition is served: until the server has taken the names (condition `Established`), says
 * so in its discovery, and answers a list.
 *
 * @throws {TimeoutError} when the time is up
 */
export async function waitServed(
  dynamic: DynamicClient,
  definition: KubernetesObject,
  { signal, timeoutMs = 0 }: CallOptions,
): Promise<KubernetesObject | undefined> {
  const end = performance.now() + timeoutMs
  const name = definition.metadata?.name ?? ''
  const resource = dynamic.resource(definitions)
  const established = await waitFor({ resource, name }, conditions.condition('Established'), { signal, timeoutMs })
  const group = nestedString(definition, 'spec', 'group') ?? ''
  const kind = nestedString(definition, 'spec', 'names', 'kind') ?? ''
  for (const version of servedVersions(definition)) {
    while (!(await isServed(dynamic, { group, version, kind }, signal))) {
      if (performance.now() > end) throw new TimeoutError(`${name} was not served within ${timeoutMs} ms`, timeoutMs)
      await sleep(lookAgainMs, signal)
      dynamic.mapper.reset()
    }
  }
  return established
}

function servedVersions(definition: KubernetesObject): string[] {
  const versions = (nestedSlice(definition, 'spec', 'versions') ?? []) as { name: string; served: boolean }[]
  return versions.filter(({ served }) => served).map(({ name }) => name)
}

async function isServed(
  dynamic: DynamicClient,
  kind: { group: string; version: string; kind: string },
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    const client = await dynamic.forKind(kind, { signal })
    await client.list({ limit: 1, signal })
    return true
  } catch (error) {
    // Whoever may not list can see that it is served, too.
    return error instanceof NoMatchError || isNotFound(error) ? false : isAnswer(error)
  }
}

function isAnswer(error: unknown): boolean {
  if (error instanceof StatusError) return true
  throw error
}

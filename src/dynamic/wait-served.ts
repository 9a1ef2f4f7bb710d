import { NoMatchError } from '../discovery/index.ts'
import { isNotFound, StatusError, TimeoutError } from '../errors/index.ts'
import { conditionOf, type KubernetesObject, nestedSlice, nestedString } from '../meta/index.ts'
import { sleep } from '../rest/deadline.ts'
import type { CallOptions } from '../rest/index.ts'
import type { DynamicClient } from './dynamic-client.ts'
import { conditions } from './wait-conditions.ts'
import { type WaitReference, waitFor } from './wait-for.ts'

const namespaces = { group: '', version: 'v1', resource: 'namespaces' }
const definitions = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' }
/** Nothing tells when discovery has caught up: it is asked this often. */
const lookAgainMs = 100

/** Waits until objects can be put into a namespace. One that is being deleted will never be so: that is an error. */
export async function waitActive(
  dynamic: DynamicClient,
  namespace: KubernetesObject,
  options: CallOptions,
): Promise<KubernetesObject | undefined> {
  const name = namespace.metadata?.name ?? ''
  const isActive = (object: KubernetesObject | undefined) => {
    const phase = object === undefined ? undefined : nestedString(object, 'status', 'phase')
    if (phase === 'Terminating') throw new Error(`namespace "${name}" is being deleted`)
    return phase === 'Active'
  }
  if (isActive(namespace)) return namespace
  return waitFor({ resource: dynamic.resource(namespaces), name }, isActive, options)
}

/**
 * Waits until the kind of a definition is served: until the server has taken the names (condition `Established`), says
 * so in its discovery, and answers a list.
 *
 * @throws {TimeoutError} when the time is up (0: never); it says so if the server does not take the names
 */
export async function waitServed(
  dynamic: DynamicClient,
  definition: KubernetesObject,
  { signal, timeoutMs = 0 }: CallOptions,
): Promise<KubernetesObject | undefined> {
  const end = timeoutMs > 0 ? performance.now() + timeoutMs : Infinity
  const name = definition.metadata?.name ?? ''
  const resource = dynamic.resource(definitions)
  const established = await waitEstablished({ resource, name }, { signal, timeoutMs })
  const group = nestedString(definition, 'spec', 'group') ?? ''
  const kind = nestedString(definition, 'spec', 'names', 'kind') ?? ''
  for (const version of servedVersions(definition)) {
    for (;;) {
      const leftMs = end - performance.now()
      if (leftMs <= 0) throw new TimeoutError(`${name} was not served within ${timeoutMs} ms`, timeoutMs)
      const options = { signal, timeoutMs: leftMs === Infinity ? undefined : Math.ceil(leftMs) }
      if (await isServed(dynamic, { group, version, kind }, options)) break
      await sleep(lookAgainMs, signal)
      dynamic.mapper.reset()
    }
  }
  return established
}

const hasEstablished = conditions.condition('Established')

/** Names that another definition has are not refused at once: that may be about the names before this change. */
async function waitEstablished(
  reference: WaitReference<KubernetesObject>,
  options: CallOptions,
): Promise<KubernetesObject | undefined> {
  let refusal: string | undefined
  try {
    return await waitFor(
      reference,
      (object) => {
        const accepted = object === undefined ? undefined : conditionOf(object, 'NamesAccepted')
        refusal = accepted?.status === 'False' ? accepted.message : undefined
        return hasEstablished(object)
      },
      options,
    )
  } catch (error) {
    if (!(error instanceof TimeoutError) || refusal === undefined) throw error
    throw new TimeoutError(`${error.message}: its names are not accepted, ${refusal}`, error.timeoutMs)
  }
}

function servedVersions(definition: KubernetesObject): string[] {
  const versions = (nestedSlice(definition, 'spec', 'versions') ?? []) as { name: string; served: boolean }[]
  return versions.filter(({ served }) => served).map(({ name }) => name)
}

async function isServed(
  dynamic: DynamicClient,
  kind: { group: string; version: string; kind: string },
  options: CallOptions,
): Promise<boolean> {
  try {
    const client = await dynamic.forKind(kind, options)
    await client.list({ limit: 1, ...options })
    return true
  } catch (error) {
    // Whoever may not list can see that it is served, too.
    if (error instanceof NoMatchError || isNotFound(error) || isTooEarly(error)) return false
    if (error instanceof StatusError) return true
    throw error
  }
}

/** A server that is about to serve a kind, or is busy, says so with a 429 or a 5xx. */
function isTooEarly(error: unknown): boolean {
  return error instanceof StatusError && (error.code === 429 || error.code >= 500)
}

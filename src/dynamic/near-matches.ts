import type { DiscoveryInterface } from '../discovery/index.ts'
import { NoMatchError } from '../discovery/index.ts'
import { countSlips } from '../meta/count-slips.ts'
import type { CallOptions } from '../rest/index.ts'

/** How many suggestions an error has at most. */
const most = 5

/**
 * Answers a question to the mapper, and adds to an error for what is not known the names that come near.
 *
 * @param wanted the kind or the name that was asked for
 * @throws {NoMatchError} if the answer is one
 */
export async function withNearMatches<T>(
  wanted: string,
  discovery: DiscoveryInterface,
  options: CallOptions,
  ask: () => T | Promise<T>,
): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof NoMatchError)) throw error
    const near = await nearMatches(wanted, discovery, options)
    if (near.length === 0) throw error
    throw new NoMatchError(`${error.message}; near it are ${near.join(', ')}`, { cause: error })
  }
}

/** `Deployment (deployments) of apps/v1`, the nearest first. */
async function nearMatches(wanted: string, discovery: DiscoveryInterface, options: CallOptions): Promise<string[]> {
  const name = wanted.toLowerCase()
  const mostSlips = Math.max(1, Math.floor(name.length / 4))
  const { resources } = await discovery.serverGroupsAndResources(options)
  const found = resources.flatMap(({ groupVersion, resources: list }) =>
    list
      .filter((resource) => !resource.name.includes('/'))
      .map((resource) => ({
        text: `${resource.kind} (${resource.name}) of ${groupVersion}`,
        distance: Math.min(...namesOf(resource).map((each) => countSlips(name, each.toLowerCase(), mostSlips))),
      })),
  )
  return found
    .filter(({ distance }) => distance <= mostSlips)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ text }) => text)
}

function namesOf({ kind, name, singularName }: { kind: string; name: string; singularName: string }): string[] {
  return [kind, name, ...(singularName === '' ? [] : [singularName])]
}

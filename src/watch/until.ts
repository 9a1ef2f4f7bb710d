import { TransportError } from '../errors/index.ts'
import type { WatchEvent } from '../rest/index.ts'

/** Says whether an event is what was waited for. What it throws ends the wait. */
export type WatchCondition<Event> = (event: Event) => boolean | Promise<boolean>

/**
 * Reads events until all conditions have been met, one after the other, and gives the event that met the last one. An
 * event that meets a condition is shown to the next one, too. The watch is left then, which frees its connection.
 *
 * Source: `UntilWithoutRetry` in k8s.io/client-go/tools/watch.
 *
 * @returns undefined if there are no conditions
 * @throws {TransportError} if the events end before; whatever the watch or a condition throws
 */
export async function until<Event extends WatchEvent<unknown>>(
  events: AsyncIterable<Event>,
  ...conditions: WatchCondition<Event>[]
): Promise<Event | undefined> {
  let met = 0
  if (conditions.length === 0) return undefined
  for await (const event of events) {
    while (met < conditions.length && (await conditions[met]?.(event))) met++
    if (met === conditions.length) return event
  }
  throw new TransportError(`the watch ended when ${met} of ${conditions.length} conditions had been met`)
}

import type { Measure } from '../measure.ts'
import { apiResources, kubeconfig } from './command-line.ts'
import { connections } from './connections.ts'
import { creates } from './creates.ts'
import { decodeEvent, decodeObject, watchEvents } from './decoding.ts'
import { discovery, discoveryOfMany, discoveryOnDisk } from './discovery.ts'
import { embeddedCreates, embeddedFanOut, embeddedGets, embeddedList, idleMemory } from './embedded.ts'
import { getsInFlight, openWatches, sequentialGets } from './gets.ts'
import { listPaged, listStreamed, listWhole } from './lists.ts'
import { bundle, installSize } from './sizes.ts'
import { coldStart, imports } from './starts.ts'

/** In the order in which they run: idle servers first, and last what leaves the server changed for good. */
export const measures: readonly Measure[] = [
  idleMemory,
  imports,
  bundle,
  installSize,
  kubeconfig,
  coldStart,
  sequentialGets,
  getsInFlight,
  connections,
  listWhole,
  listPaged,
  listStreamed,
  decodeObject,
  decodeEvent,
  watchEvents,
  creates,
  openWatches,
  discovery,
  apiResources,
  embeddedGets,
  embeddedList,
  embeddedCreates,
  embeddedFanOut,
  discoveryOfMany,
  discoveryOnDisk,
]

import type { StoredObject } from '../store/stored-object.ts'

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'

const heads = Object.fromEntries(
  ['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR'].map((type) => [
    type,
    Buffer.from(`{"type":"${type}","object":`),
  ]),
) as Record<EventType, Buffer>
const tail = Buffer.from('}\n')

/** One line of a watch. */
export function frame(type: EventType, object: Uint8Array): Uint8Array {
  return Buffer.concat([heads[type], object, tail])
}

let lastStored: StoredObject | undefined
let lastType: EventType | undefined
let lastFrame: Uint8Array = tail

/**
 * The same, remembered for the next watch. The store tells all watches of an event one after the other, so the last
 * frame is all that is worth keeping.
 */
export function sharedFrame(type: EventType, stored: StoredObject): Uint8Array {
  if (stored !== lastStored || type !== lastType) {
    lastFrame = frame(type, stored.json)
    lastStored = stored
    lastType = type
  }
  return lastFrame
}

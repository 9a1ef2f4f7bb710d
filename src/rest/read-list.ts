import { DecodeError, RequestError } from '../errors/index.ts'
import type { ListMeta } from '../meta/index.ts'
import type { ResponseBody } from '../transport/index.ts'
import { checkBodySize, type RequestTarget, refuseFailure } from './answer.ts'
import type { Deadline } from './deadline.ts'
import type { MetadataSettler } from './item-stream.ts'
import { type ObjectType, typedItemParser, withItemTypes } from './item-type.ts'
import { type Fields, ListDecoder } from './list-decoder.ts'
import { locate } from './locate.ts'
import { TextChunks } from './utf8.ts'

/** A list's answer, open for reading. */
export interface OpenList {
  readonly body: ResponseBody
  readonly deadline: Deadline
}

/** How bytes become values, and what is said where they do not. */
export interface ListReading {
  readonly target: RequestTarget
  readonly parse: (text: string) => unknown
  readonly maxBytes: number | undefined
  /** What the items are, where they do not say it themselves. */
  readonly itemType?: ObjectType | undefined
  /** Told the size of the whole body once it has been read. */
  readonly onSize?: (bytes: number) => void
}

/**
 * Reads a list and gives all of it, with its items in place. Parsing overlaps with the transfer, and the text of an
 * item is let go as soon as the item is there.
 */
export async function readList(body: ResponseBody, reading: ListReading): Promise<unknown> {
  const items: unknown[] = []
  const decoder = listDecoder((item) => items.push(item), reading)
  try {
    for await (const text of textOf(body, reading)) decoder.push(text)
    const { value, hasItems } = decoder.end()
    if (hasItems && isFields(value)) return Object.assign(value, { items })
    return reading.itemType === undefined ? value : withItemTypes(value, reading.itemType)
  } catch (error) {
    throw locate(error, reading.target)
  }
}

function listDecoder(onItem: (item: unknown) => void, { parse, itemType }: ListReading): ListDecoder {
  return new ListDecoder(onItem, parse, itemType === undefined ? parse : typedItemParser(parse, itemType))
}

/** The items of a list, one by one. `connect` sends the request; `settle` is told the list's metadata, or why there is none. */
export async function* iterateItems<T>(
  connect: () => Promise<OpenList>,
  reading: ListReading,
  settle: MetadataSettler,
): AsyncGenerator<T, undefined> {
  let ready: unknown[] = []
  let isSettled = false
  const decoder = listDecoder((item) => ready.push(item), reading)
  try {
    const { body, deadline } = await connect()
    try {
      for await (const text of textOf(body, reading)) {
        decoder.push(text)
        if (!isSettled) isSettled = settleEarly(decoder, settle)
        yield* ready as T[]
        ready = []
      }
      const end = checkList(decoder.end().value, reading.target)
      const list = reading.itemType === undefined ? end : withItemTypes(end, reading.itemType)
      yield* ready as T[]
      // A list that was not taken for one: fields of its own stand in front of its items.
      yield* (list['items'] ?? []) as T[]
      settle.resolve(metadataOf(list) ?? {})
    } finally {
      deadline.dispose()
    }
  } catch (error) {
    const located = locate(error, reading.target)
    settle.reject(located)
    throw located
  } finally {
    settle.reject(new RequestError('the list was not read up to its metadata'))
  }
}

/** The text of a body, in pieces; leaving the loop frees the socket. */
async function* textOf(body: ResponseBody, reading: ListReading): AsyncGenerator<string> {
  const chunks = new TextChunks()
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    checkBodySize(size, reading.maxBytes, reading.target)
    yield chunks.push(chunk)
  }
  reading.onSize?.(size)
  const last = chunks.end()
  if (last !== '') yield last
}

function checkList(value: unknown, target: RequestTarget): Fields {
  refuseFailure(value, 200, target)
  if (isFields(value)) {
    const { items, kind } = value
    if (Array.isArray(items) || (items === null && 'metadata' in value)) return value
    // Servers leave the items of an empty list out now and then.
    if (items === undefined && typeof kind === 'string' && kind.endsWith('List')) return value
  }
  throw new DecodeError('expected a list, found something without items', target)
}

/** Tells the metadata as soon as the items begin, if it stands in front of them. True once there is nothing to wait for. */
function settleEarly(decoder: ListDecoder, settle: MetadataSettler): boolean {
  const fields = decoder.fieldsBeforeItems()
  const metadata = metadataOf(fields)
  if (metadata !== undefined) settle.resolve(metadata)
  return fields !== undefined
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function metadataOf(fields: Fields | undefined): ListMeta | undefined {
  const metadata = fields?.['metadata']
  return typeof metadata === 'object' && metadata !== null ? metadata : undefined
}

import { ApiError, notAcceptable } from './api-error.ts'
import { type ApiRequest, headerOf } from './request.ts'

/** In which form an answer is written. */
export interface Representation {
  readonly as: 'object' | 'table' | 'metadata'
  /** Version of the group meta.k8s.io for tables and metadata. */
  readonly version: 'v1' | 'v1beta1'
  /** With line breaks, for people. */
  readonly pretty: boolean
}

/** One of the forms that a client takes. */
export interface MediaRange {
  readonly type: string
  readonly parameters: Readonly<Record<string, string>>
  readonly quality: number
}

const metaGroup = 'meta.k8s.io'

/**
 * Chooses the form of an answer from the header Accept: the first range that can be served.
 *
 * @param target what the answer is: a list can not be had as one object's metadata, nor the other way round
 * @throws {ApiError} 406 if there is no such range
 */
export function negotiate(accept: string | undefined, target: 'object' | 'list' | 'plain'): Representation {
  const representations = jsonRanges(accept).map((range) => representation(range, target))
  const found = representations.find((candidate) => candidate !== undefined)
  if (found !== undefined) return found
  throw notAcceptable('only the following media types are accepted: application/json')
}

/** The ranges that JSON is in. @throws {ApiError} 406 if there are none */
export function jsonRanges(accept: string | undefined): MediaRange[] {
  const ranges = parseAccept(accept).filter(({ type }) => type === '*/*' || type === 'application/json')
  if (ranges.length > 0) return ranges
  const message = '406: Not Acceptable\n\nAvailable representations: application/json'
  throw new ApiError(406, 'NotAcceptable', message, { details: {} })
}

/** Whether a person is likely to look at the answer: then it has line breaks, unless the request says otherwise. */
export function isForPeople(request: ApiRequest): boolean {
  return /^(curl|Wget|Mozilla\/5\.0)/.test(headerOf(request, 'user-agent') ?? '')
}

function representation({ parameters }: MediaRange, target: 'object' | 'list' | 'plain'): Representation | undefined {
  const { as, g, v } = parameters
  const pretty = parameters['pretty'] === '1' || parameters['pretty'] === 'true'
  if (as === undefined) return { as: 'object', version: 'v1', pretty }
  if (target === 'plain' || g !== metaGroup || (v !== 'v1' && v !== 'v1beta1')) return undefined
  if (as === 'Table') return { as: 'table', version: v, pretty }
  if (as !== 'PartialObjectMetadata' && as !== 'PartialObjectMetadataList') return undefined
  if ((as === 'PartialObjectMetadataList') !== (target === 'list')) {
    const what = target === 'list' ? 'is a list' : 'is not a list'
    throw notAcceptable(`you requested ${as}, but the requested object ${what}`)
  }
  return { as: 'metadata', version: v, pretty }
}

/**
 * Reads the header Accept, the most wanted first. Types and parameters keep their case: to the real server, what is not
 * in lower case is another type.
 */
export function parseAccept(accept: string | undefined): MediaRange[] {
  if (accept === undefined || accept.trim() === '') return [{ type: '*/*', parameters: {}, quality: 1 }]
  const ranges = accept.split(',').map(parseRange)
  return ranges.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality)
}

function parseRange(text: string): MediaRange {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim())
  const parameters = Object.fromEntries(
    rest.map((part) => {
      const [name = '', value = ''] = part.split('=')
      return [name.trim(), value.trim()]
    }),
  )
  const quality = Number(parameters['q'] ?? '1')
  return { type, parameters, quality: Number.isNaN(quality) ? 1 : quality }
}

import { ApiError, notAcceptable } from './api-error.ts'

/** In which form an answer is written. */
export interface Representation {
  readonly as: 'object' | 'table' | 'metadata'
  /** Version of the group meta.k8s.io for tables and metadata. */
  readonly version: 'v1' | 'v1beta1'
  /** With line breaks, for people. */
  readonly pretty: boolean
}

interface MediaRange {
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
  const ranges = parseAccept(accept)
  const json = ranges.filter(({ type }) => type === '*/*' || type === 'application/json')
  const representations = json.map((range) => representation(range, target))
  const found = representations.find((candidate) => candidate !== undefined)
  if (found !== undefined) return found
  if (json.length === 0) {
    const message = '406: Not Acceptable\n\nAvailable representations: application/json'
    throw new ApiError(406, 'NotAcceptable', message, { details: {} })
  }
  throw notAcceptable('only the following media types are accepted: application/json')
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

function parseAccept(accept: string | undefined): MediaRange[] {
  if (accept === undefined || accept.trim() === '') return [{ type: '*/*', parameters: {}, quality: 1 }]
  const ranges = accept.split(',').map(parseRange)
  return ranges.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality)
}

function parseRange(text: string): MediaRange {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim())
  const parameters = Object.fromEntries(
    rest.map((part) => {
      const [name = '', value = ''] = part.split('=')
      return [name.trim().toLowerCase(), value.trim()]
    }),
  )
  const quality = Number(parameters['q'] ?? '1')
  return { type: type.toLowerCase(), parameters, quality: Number.isNaN(quality) ? 1 : quality }
}

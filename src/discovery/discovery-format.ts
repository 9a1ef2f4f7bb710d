import { baseMediaType, mediaTypeParameter } from '../rest/media-type.ts'

/** The formats in which a server lists its groups. The aggregated ones have the resources with them. */
export type DiscoveryFormat = 'aggregated' | 'legacy'

const legacy = 'application/json'
const kind = 'APIGroupDiscoveryList'
const group = 'apidiscovery.k8s.io'
/** v2beta1 is what servers from 1.26 to 1.29 have; its fields are those of v2. */
const versions: readonly string[] = ['v2', 'v2beta1']

function aggregated(version: string): string {
  // Servers expect the parameters in this order.
  return `application/json;g=${group};v=${version};as=${kind}`
}

/** Which formats to ask for. */
export interface DiscoveryFormats {
  /** No aggregated answers. */
  readonly useLegacy: boolean
  /** Only what the server behind this connection has itself. */
  readonly noPeers: boolean
}

/** The header Accept for /api and /apis. */
export function discoveryAccept(options: DiscoveryFormats): string {
  if (options.useLegacy) return legacy
  const formats = [...versions.map(aggregated), legacy]
  return (options.noPeers ? [`${aggregated('v2')};profile=nopeer`, ...formats] : formats).join(',')
}

/**
 * Tells an answer's format from its Content-Type alone. Parameters may come in any order and others among them, as
 * proxies add them.
 */
export function discoveryFormat(contentType: string | undefined): DiscoveryFormat {
  if (contentType === undefined || baseMediaType(contentType) !== 'application/json') return 'legacy'
  const isAggregated =
    mediaTypeParameter(contentType, 'g') === group &&
    mediaTypeParameter(contentType, 'as') === kind &&
    versions.includes(mediaTypeParameter(contentType, 'v') ?? '')
  return isAggregated ? 'aggregated' : 'legacy'
}

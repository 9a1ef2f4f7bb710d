import type { Authenticator } from './authentication.ts'
import type { DiscoveryVersion } from './discovery/aggregated.ts'
import type { KindRegistry } from './kinds/kind-registry.ts'
import type { OpenApiDocuments } from './openapi/openapi-documents.ts'
import type { Store } from './store/store.ts'
import type { WatchHub } from './watch-hub.ts'

/** What the request handler works on. */
export interface ServerParts {
  readonly store: Store
  readonly registry: KindRegistry
  readonly watches: WatchHub
  readonly authenticator: Authenticator
  /** Of aggregated discovery, the preferred one first. */
  readonly discoveryVersions: readonly DiscoveryVersion[]
  readonly openApi: OpenApiDocuments
}

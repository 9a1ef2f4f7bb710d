import type { Authenticator } from './authentication.ts'
import type { KindRegistry } from './kinds/kind-registry.ts'
import type { Store } from './store/store.ts'
import type { WatchHub } from './watch-hub.ts'

/** What the request handler works on. */
export interface ServerParts {
  readonly store: Store
  readonly registry: KindRegistry
  readonly watches: WatchHub
  readonly authenticator: Authenticator
}

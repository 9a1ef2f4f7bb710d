import { DiscoveryClient } from '../discovery/discovery-client.ts'
import { formatGroupVersion, type GroupVersion } from '../meta/index.ts'
import { RESTClient, type RestConfig, unversionedRestClientFor } from '../rest/index.ts'
import { requireConfig } from '../rest/require-config.ts'

/** What a client of many group/versions stands on: one set of connections, and a REST client for each of them. */
export class ClientRoot {
  /** This client's own, even if it stands on one that was given: closing it closes that of nobody else. */
  readonly #root: RESTClient
  /** For whatever needs connections of its own; gone once this is closed. */
  #config: RestConfig | undefined
  /** By group and version, so that what a client keeps about a host lasts. */
  readonly #restClients = new Map<string, RESTClient>()
  #discovery: DiscoveryClient | undefined

  /**
   * @param from a config, or a REST client, which stays its maker's to close
   * @throws {ConfigError} if the config cannot be meant
   */
  constructor(from: RestConfig | RESTClient) {
    if (!(from instanceof RESTClient)) requireConfig(from)
    this.#config = from instanceof RESTClient ? undefined : from
    this.#root =
      from instanceof RESTClient
        ? from.forGroupVersion(from.apiVersion())
        : unversionedRestClientFor({ ...from, apiPath: undefined, groupVersion: undefined })
  }

  /** Finds out what the server has. */
  get discovery(): DiscoveryClient {
    this.#discovery ??= new DiscoveryClient(this.#config ?? this.#root)
    return this.#discovery
  }

  restClient(groupVersion: GroupVersion): RESTClient {
    const key = formatGroupVersion(groupVersion)
    const client = this.#restClients.get(key) ?? this.#root.forGroupVersion(groupVersion)
    this.#restClients.set(key, client)
    return client
  }

  /**
   * Lets go of the connections; the last client of a config closes them. A REST client that was given stays open. What
   * was made here refuses requests from then on.
   */
  async close(): Promise<void> {
    this.#config = undefined
    await this.#discovery?.close()
    await this.#root.close()
  }
}

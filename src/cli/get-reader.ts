import type { Table } from '../api/meta/v1.ts'
import type { RESTMapping } from '../discovery/index.ts'
import { formatGroupVersion, type KubernetesList, type KubernetesObject } from '../meta/index.ts'
import { type RESTClient, type Request, type RestConfig, restClientFor } from '../rest/index.ts'
import { retryWatch } from '../watch/index.ts'
import { isTable, tableOf } from './get-table.ts'

const tableAccept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'

/** Which objects of a resource are meant. */
export interface Selection {
  readonly labelSelector?: string | undefined
  readonly fieldSelector?: string | undefined
}

export interface ReaderOptions {
  /** Empty for all namespaces. */
  readonly namespace: string
  /** Asks for the server's tables. */
  readonly asTable: boolean
  /** Asks for the whole objects beside the rows of tables. */
  readonly withObjects: boolean
}

/** Reads objects of any resource, as the server's tables or whole. */
export class ObjectReader {
  readonly #config: RestConfig
  readonly #options: ReaderOptions
  readonly #clients = new Map<string, RESTClient>()

  constructor(config: RestConfig, options: ReaderOptions) {
    this.#config = config
    this.#options = options
  }

  get(mapping: RESTMapping, name: string): Promise<KubernetesObject> {
    return this.#request(mapping).name(name).into<KubernetesObject>()
  }

  list(mapping: RESTMapping, selection: Selection): Promise<KubernetesObject> {
    return this.#request(mapping)
      .versionedParams({ ...selection })
      .into<KubernetesObject>()
  }

  /** What changes after an answer to {@link ObjectReader.list}, until the signal fires. */
  async *watch(
    mapping: RESTMapping,
    selection: Selection,
    list: KubernetesObject,
    signal: AbortSignal,
  ): AsyncGenerator<KubernetesObject, undefined> {
    const { resourceVersion = '' } = (list.metadata ?? {}) as { resourceVersion?: string }
    const start = ({ signal: ownSignal, ...options }: { signal: AbortSignal }) =>
      this.#request(mapping)
        .versionedParams({ ...selection, ...options })
        .watch<KubernetesObject>({ signal: ownSignal })
    try {
      for await (const { object } of retryWatch(start, { resourceVersion, signal })) yield object
    } catch (error) {
      if (!signal.aborted) throw error
    }
    return undefined
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()))
  }

  #request({ resource: { group, version, resource }, namespaced }: RESTMapping): Request {
    const { namespace, asTable, withObjects } = this.#options
    const request = this.#clientOf({ group, version }).get().resource(resource)
    if (namespaced && namespace !== '') request.namespace(namespace)
    if (asTable) request.setHeader('Accept', tableAccept)
    return asTable && withObjects ? request.param('includeObject', 'Object') : request
  }

  #clientOf(groupVersion: { group: string; version: string }): RESTClient {
    const key = formatGroupVersion(groupVersion)
    const known = this.#clients.get(key)
    if (known !== undefined) return known
    const apiPath = groupVersion.group === '' ? '/api' : '/apis'
    const client = restClientFor({ ...this.#config, apiPath, groupVersion })
    this.#clients.set(key, client)
    return client
  }
}

/** An answer's table; of servers that make none, one of names. */
export function tableIn(answer: KubernetesObject): Table {
  if (isTable(answer)) return answer as unknown as Table
  const { items } = answer as Partial<KubernetesList<KubernetesObject>>
  return tableOf(items ?? [answer])
}

import type { RestConfig } from '../rest/rest-config.ts'
import type { Transport } from '../transport/index.ts'
import { type ApiServerOptions, type ResolvedOptions, resolveOptions } from './api-server-options.ts'
import { Authenticator } from './authentication.ts'
import { GarbageCollector } from './controllers/garbage-collector.ts'
import { NamespaceController } from './controllers/namespace-controller.ts'
import { canonicalise } from './decode-object.ts'
import { HttpAdapter } from './http/http-adapter.ts'
import { InProcessTransport } from './in-process-transport.ts'
import { configMaps } from './kinds/config-maps.ts'
import { KindRegistry } from './kinds/kind-registry.ts'
import { initialNamespaces, namespaces } from './kinds/namespaces.ts'
import { pods } from './kinds/pods.ts'
import { kubeconfigText } from './kubeconfig-text.ts'
import { stampNewObject } from './object-meta.ts'
import { OpenApiDocuments } from './openapi/openapi-documents.ts'
import type { ApiRequest, ApiResponse } from './request.ts'
import { handleRequest } from './request-handler.ts'
import { createServerCertificates, type ServerCertificates } from './server-certificates.ts'
import type { ServerParts } from './server-parts.ts'
import { Store } from './store/store.ts'
import { objectKey, type ServerObject } from './store/stored-object.ts'
import { WatchHub } from './watch-hub.ts'

/**
 * An API server in this process, with everything in memory.
 *
 * It serves namespaces, pods and config maps of core/v1 with the verbs create, get, list, watch, update, delete and
 * deletecollection, discovery and OpenAPI for them, as a kube-apiserver of version 1.37 does.
 *
 * What Kubernetes has and this server does not is refused, with a Status that says so:
 * - 501: other kinds, patches, most of the pods' subresources, impersonation, OpenAPI in protobuf
 * - 415 and 406: bodies in protobuf or CBOR, answers in anything but JSON
 *
 * Not done, and not visible in an answer:
 * - no `metadata.managedFields` are kept
 * - of a pod's validation a part is left out (references, affinity, security contexts, volume sources, probes and the
 *   like are taken as they are)
 * - warnings are about unknown and duplicate fields only
 * - every user who is let in may do everything
 * - OpenAPI documents have no descriptions, and list patches, because clients look there for how fields are checked
 *
 * docs/embedded-server.md has the whole list, and which kubectl commands work.
 */
export class ApiServer implements AsyncDisposable {
  /** Calls the server without a socket, as its administrator unless a request says otherwise. */
  readonly transport: Transport
  /** URL of the server, with the port that it listens on. */
  readonly url: string
  /** How its administrator reaches it: its address, its authority, a client certificate. */
  readonly config: RestConfig
  readonly #parts: ServerParts
  readonly #adapter: HttpAdapter
  readonly #certificates: ServerCertificates | undefined
  readonly #controllers: readonly { close(): void }[]
  #closing: Promise<void> | undefined

  private constructor(
    options: ResolvedOptions,
    parts: ServerParts,
    adapter: HttpAdapter,
    certificates: ServerCertificates | undefined,
  ) {
    this.#parts = parts
    this.#adapter = adapter
    this.#certificates = certificates
    this.#controllers = options.controllers
      ? [new NamespaceController(parts.store, parts.registry), new GarbageCollector(parts.store, parts.registry)]
      : []
    createInitialNamespaces(parts.store)
    this.transport = new InProcessTransport((request) => this.handle(request))
    const scheme = certificates === undefined ? 'http' : 'https'
    this.url = `${scheme}://${reachableHost(options.host)}:${adapter.port}`
    this.config = {
      host: this.url,
      ...(certificates === undefined
        ? {}
        : {
            tls: {
              caData: certificates.caPem,
              certData: certificates.client.certPem,
              keyData: certificates.client.keyPem,
            },
          }),
    }
  }

  /**
   * Starts a server. It keeps the process alive until it is closed.
   *
   * @throws {RangeError} for options that make no sense
   * @throws {Error} naming the address, with a `code` such as EADDRINUSE, if it can not be listened on
   */
  static async start(options: ApiServerOptions = {}): Promise<ApiServer> {
    const resolved = resolveOptions(options)
    const { host, port, tls, certificateHosts, tokens, loopback } = resolved
    const certificates = tls ? await createServerCertificates(host, certificateHosts) : undefined
    const registry = new KindRegistry([namespaces, pods, configMaps])
    const parts: ServerParts = {
      store: new Store(resolved.historyLimit),
      registry,
      watches: new WatchHub(resolved.bookmarkIntervalMs),
      authenticator: new Authenticator({ tokens, anonymousAllowed: loopback }),
      discoveryVersions: resolved.aggregatedDiscovery,
      openApi: new OpenApiDocuments(registry),
    }
    const adapter = await HttpAdapter.listen((request) => handleRequest(parts, request), {
      host,
      port,
      tls: certificates === undefined ? undefined : { serving: certificates.serving, caPem: certificates.caPem },
    })
    return new ApiServer(resolved, parts, adapter, certificates)
  }

  /** Answers one request. Never rejects: what goes wrong is in the answer. */
  handle(request: ApiRequest): Promise<ApiResponse> {
    return handleRequest(this.#parts, request)
  }

  /** A kubeconfig file for the administrator, as YAML. */
  kubeconfig(): string {
    const certificates = this.#certificates
    return kubeconfigText({
      name: 'kubeclient',
      server: this.url,
      caPem: certificates?.caPem,
      client: certificates?.client,
    })
  }

  /** Forgets all history: from now on older versions are answered with 410 Expired, as after etcd's compaction. */
  compact(): void {
    this.#parts.store.compact()
  }

  /** Ends all watches, stops listening and destroys all sockets. Calling it again waits for the same. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    for (const controller of this.#controllers) controller.close()
    this.#parts.watches.close()
    await this.#adapter.close()
  }
}

function createInitialNamespaces(store: Store): void {
  for (const name of initialNamespaces) {
    const object: ServerObject = { kind: 'Namespace', apiVersion: 'v1', metadata: { name, resourceVersion: '0' } }
    stampNewObject(object.metadata)
    namespaces.prepareForCreate(object)
    store.put('namespaces', objectKey('', name), canonicalise(namespaces, object))
  }
}

/** The host as clients write it: in brackets if it is IPv6, and a real address if it stands for all of them. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

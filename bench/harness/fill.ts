import http from 'node:https'
import type { Connection } from './stage.ts'

const inFlight = 64
const requestDeadlineMs = 30_000

/** How many templates the pods are made from: a cluster's pods belong to so many deployments. */
const templates = 200

/** Creates namespaces, pods and whatever else a server is filled with. */
export class Filler {
  readonly #agent: http.Agent
  readonly #host: string

  constructor(connection: Connection) {
    const { host, caData, certData, keyData } = connection
    this.#host = host
    this.#agent = new http.Agent({ keepAlive: true, maxSockets: inFlight, ca: caData, cert: certData, key: keyData })
  }

  async namespaces(names: readonly string[]): Promise<void> {
    for (const name of names) await this.create('/api/v1/namespaces', { metadata: { name } })
  }

  /** Pods as those of a cluster: a few kilobytes each, from templates that have much in common. */
  pods(namespace: string, count: number): Promise<void> {
    return this.#inParallel(count, (index) =>
      this.create(`/api/v1/namespaces/${namespace}/pods`, podFromTemplate(index % templates, index)),
    )
  }

  async customResourceDefinitions(count: number): Promise<void> {
    await this.#inParallel(count, (index) =>
      this.create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', customResourceDefinition(index)),
    )
  }

  async create(path: string, body: object): Promise<void> {
    await this.request('POST', path, JSON.stringify(body))
  }

  /** @throws {Error} for any answer that is not 200 to 299 */
  request(
    method: string,
    path: string,
    body?: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const request = http.request(
        new URL(path, this.#host),
        {
          method,
          agent: this.#agent,
          timeout: requestDeadlineMs,
          headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
        },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () => {
            const answer = Buffer.concat(chunks)
            if ((response.statusCode ?? 500) < 300) resolve(answer)
            else reject(new Error(`${method} ${path}: ${response.statusCode} ${answer.toString().slice(0, 300)}`))
          })
        },
      )
      request.on('error', reject)
      request.on('timeout', () => request.destroy(new Error(`${method} ${path}: no answer`)))
      request.end(body)
    })
  }

  close(): void {
    this.#agent.destroy()
  }

  async #inParallel(count: number, create: (index: number) => Promise<void>): Promise<void> {
    let next = 0
    const lane = async () => {
      while (next < count) await create(next++)
    }
    await Promise.all(Array.from({ length: Math.min(inFlight, count) }, lane))
  }
}

/** The name of the pod with this number. */
export function podName(index: number): string {
  return `${appOf(index % templates)}-${String(index).padStart(5, '0')}`
}

function appOf(template: number): string {
  return `service-${String(template).padStart(3, '0')}`
}

function podFromTemplate(template: number, index: number): object {
  const app = appOf(template)
  const labels = {
    app,
    'app.kubernetes.io/name': app,
    'app.kubernetes.io/part-of': `system-${template % 12}`,
    'app.kubernetes.io/version': `1.${template % 20}.${template % 7}`,
    tier: template % 3 === 0 ? 'frontend' : 'backend',
    'pod-template-hash': (template * 2_654_435_761).toString(16).slice(0, 9),
  }
  return {
    metadata: {
      name: podName(index),
      labels,
      annotations: {
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': '9090',
        'example.com/config-hash': (template * 40_503).toString(16).repeat(8).slice(0, 64),
      },
    },
    spec: {
      serviceAccountName: app,
      terminationGracePeriodSeconds: 30,
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
        { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
      ],
      containers: [container(app, template, 8080), container('proxy', template, 15_001)],
      volumes: [
        { name: 'config', configMap: { name: `${app}-config` } },
        { name: 'tmp', emptyDir: {} },
      ],
    },
  }
}

function container(name: string, template: number, port: number): object {
  const probe = { httpGet: { path: '/healthz', port }, periodSeconds: 10, timeoutSeconds: 2 }
  return {
    name,
    image: `registry.example.com/team-${template % 12}/${name}:1.${template % 20}.${template % 7}`,
    args: ['--config=/etc/app/config.yaml', `--log-level=${template % 2 === 0 ? 'info' : 'warn'}`],
    ports: [{ name: 'http', containerPort: port }],
    env: [
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
      ...Array.from({ length: 6 }, (_, index) => ({ name: `SETTING_${index}`, value: `value-${template}-${index}` })),
    ],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    readinessProbe: probe,
    livenessProbe: probe,
    volumeMounts: [
      { name: 'config', mountPath: '/etc/app', readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  }
}

function customResourceDefinition(index: number): object {
  const plural = `widgets${index}`
  const kind = `Widget${index}`
  const group = `group${index % 40}.bench.example.com`
  return {
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List`, shortNames: [`w${index}`] },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } },
            },
          },
        },
      ],
    },
  }
}

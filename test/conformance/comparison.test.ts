import { comparison, type Step } from './comparison.ts'
import { configMap, pod } from './objects.ts'

const configMaps = '/api/v1/namespaces/$ns/configmaps'
const pods = '/api/v1/namespaces/$ns/pods'

const get = (path: string, headers?: Record<string, string>): Step => ({ method: 'GET', path, headers })
const post = (path: string, body: unknown): Step => ({ method: 'POST', path, body })
const put = (path: string, body: unknown): Step => ({ method: 'PUT', path, body })
const remove = (path: string, body?: unknown): Step => ({ method: 'DELETE', path, body })

comparison('a namespace', [
  get('/api/v1/namespaces/$ns'),
  post('/api/v1/namespaces', { metadata: { name: '$ns' } }),
  post('/api/v1/namespaces', { metadata: { name: 'Not_A_Name' } }),
  put('/api/v1/namespaces/$ns', { metadata: { name: '$ns', labels: { a: 'b' } } }),
  remove('/api/v1/namespaces/$ns'),
  post(configMaps, configMap('late')),
  remove('/api/v1/namespaces/default'),
  get('/api/v1/namespaces/not-there'),
])

comparison('a config map', [
  post(configMaps, configMap('a', { x: '1' })),
  post(configMaps, configMap('a')),
  get(`${configMaps}/a`),
  get(configMaps),
  put(`${configMaps}/a`, { ...configMap('a', { x: '2' }), binaryData: { b: 'AAEC' }, immutable: true }),
  put(`${configMaps}/a`, configMap('a', { x: '3' })),
  put(`${configMaps}/a`, configMap('b')),
  put(`${configMaps}/b`, configMap('b')),
  remove(`${configMaps}/a`),
  remove(`${configMaps}/a`),
  get(`${configMaps}/a`),
  get(configMaps),
])

comparison('a conflict', [
  post(configMaps, configMap('a', { x: '1' })),
  put(`${configMaps}/a`, { metadata: { name: 'a', resourceVersion: '1' } }),
  put(`${configMaps}/a`, { metadata: { name: 'a', uid: 'other' } }),
])

comparison('preconditions of a deletion', [
  post(configMaps, configMap('a', { x: '1' })),
  remove(`${configMaps}/a`, { preconditions: { uid: 'other' } }),
])

comparison('a bare pod and its defaults', [
  post(pods, pod('a')),
  get(`${pods}/a`),
  remove(`${pods}/a`),
  get(`${pods}/a`),
])

comparison('a pod with much to default', [
  post(pods, {
    metadata: { name: 'a', labels: { app: 'web' }, annotations: { note: 'ü' } },
    spec: {
      restartPolicy: 'Never',
      initContainers: [{ name: 'init', image: 'busybox:latest', command: ['true'] }],
      containers: [
        {
          name: 'web',
          image: 'nginx',
          ports: [{ containerPort: 80 }, { name: 'udp', containerPort: 53, protocol: 'UDP' }],
          env: [
            { name: 'A', value: 'b' },
            { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          ],
          livenessProbe: { httpGet: { path: '/', port: 80 } },
          readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 3 },
          resources: { requests: { cpu: '100m' }, limits: { memory: '64Mi' } },
          volumeMounts: [{ name: 'config', mountPath: '/etc/config' }],
        },
      ],
      volumes: [
        { name: 'config', configMap: { name: 'a' } },
        { name: 'secret', secret: { secretName: 'a' } },
        { name: 'scratch', emptyDir: {} },
        { name: 'host', hostPath: { path: '/tmp' } },
        {
          name: 'all',
          projected: {
            sources: [{ downwardAPI: { items: [{ path: 'l', fieldRef: { fieldPath: 'metadata.labels' } }] } }],
          },
        },
      ],
    },
  }),
])

comparison('a pod with resources of each quality', [
  post(pods, {
    metadata: { name: 'guaranteed' },
    spec: { containers: [{ name: 'a', image: 'a:1', resources: { limits: { cpu: '1', memory: '1Gi' } } }] },
  }),
  post(pods, {
    metadata: { name: 'burstable' },
    spec: { containers: [{ name: 'a', image: 'a:1', resources: { requests: { cpu: '1' } } }] },
  }),
])

comparison('pods that are refused', [
  post(pods, { metadata: { name: 'a' } }),
  post(pods, { metadata: { name: 'a' }, spec: { containers: [] } }),
  post(pods, { metadata: { name: 'a' }, spec: { containers: [{ name: 'A_B', image: 'x' }] } }),
  post(pods, { metadata: { name: 'a' }, spec: { containers: [{ name: 'a' }] } }),
  post(pods, {
    metadata: { name: 'a' },
    spec: {
      containers: [
        { name: 'a', image: 'x' },
        { name: 'a', image: 'x' },
      ],
    },
  }),
  post(pods, {
    metadata: { name: 'a' },
    spec: { restartPolicy: 'Sometimes', containers: [{ name: 'a', image: 'x' }] },
  }),
  post(pods, { metadata: { name: 'a' }, spec: { containers: [{ name: 'a', image: 'x', imagePullPolicy: 'Maybe' }] } }),
  post(pods, {
    metadata: { name: 'a' },
    spec: { containers: [{ name: 'a', image: 'x', ports: [{ containerPort: 0 }] }] },
  }),
  post(pods, {
    metadata: { name: 'a' },
    spec: { containers: [{ name: 'a', image: 'x', volumeMounts: [{ name: 'no', mountPath: '/x' }] }] },
  }),
])

comparison('an update of a pod', [
  post(pods, pod('a')),
  put(`${pods}/a`, { ...pod('a'), spec: { containers: [{ name: 'main', image: 'registry.example/app:2' }] } }),
  put(`${pods}/a`, { ...pod('a'), spec: { containers: [{ name: 'other', image: 'registry.example/app:2' }] } }),
  put(`${pods}/a/status`, { ...pod('a'), status: { phase: 'Running', podIP: '10.1.2.3' } }),
  get(`${pods}/a/status`),
])

comparison('a pod on a node is deleted', [
  post(pods, { ...pod('a'), spec: { ...pod('a').spec, nodeName: 'node-1' } }),
  remove(`${pods}/a`),
  remove(`${pods}/a`, { gracePeriodSeconds: 0 }),
  get(`${pods}/a`),
])

comparison('metadata that is refused', [
  post(configMaps, { metadata: {} }),
  post(configMaps, { metadata: { name: 'a', labels: { 'bad key': 'x' } } }),
  post(configMaps, { metadata: { name: 'a', labels: { a: 'bad value' } } }),
  post(configMaps, { metadata: { name: 'a', annotations: { 'bad key': 'x' } } }),
  post(configMaps, { metadata: { name: 'a', finalizers: ['bad finalizer'] } }),
  post(configMaps, { metadata: { name: 'a', finalizers: ['bad', '-/x', 'also bad', 'orphan'] } }),
  post(configMaps, { metadata: { name: 'a', ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'x' }] } }),
  post(configMaps, { metadata: { name: 'a', namespace: 'other' } }),
  post(configMaps, { metadata: { name: 'x'.repeat(254) } }),
])

comparison('bodies that cannot be read', [
  post(configMaps, '{'),
  post(configMaps, ''),
  post(configMaps, '[]'),
  post(configMaps, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } }),
  post(configMaps, { apiVersion: 'v2', kind: 'ConfigMap', metadata: { name: 'a' } }),
  post(configMaps, { kind: 'ConfigMap', metadata: { name: 'a' }, data: { x: 5 } }),
])

comparison('fields that are not known', [
  post(configMaps, { metadata: { name: 'a', nope: 1 }, nope: 1 }),
  post(`${configMaps}?fieldValidation=Ignore`, { metadata: { name: 'b' }, nope: 1 }),
  post(`${configMaps}?fieldValidation=Strict`, { metadata: { name: 'c', nope: 1 }, nope: 1 }),
  post(`${configMaps}?fieldValidation=Nope`, { metadata: { name: 'd' } }),
])

comparison('selectors that are refused', [
  get(`${configMaps}?labelSelector=a%20b`),
  get(`${configMaps}?labelSelector=a%3Db%3Dc`),
  get(`${configMaps}?labelSelector=%3Dx`),
  get(`${configMaps}?fieldSelector=data.x%3D1`),
  get(`${pods}?fieldSelector=spec.hostname%3D1`),
  get(`${pods}?fieldSelector=nope`),
])

comparison('parameters that are refused', [
  get(`${configMaps}?resourceVersion=abc`),
  get(`${configMaps}?resourceVersionMatch=Exact`),
  get(`${configMaps}?resourceVersion=1&resourceVersionMatch=Nope`),
  get(`${configMaps}?limit=abc`),
  get(`${configMaps}?continue=nonsense&limit=1`),
  get(`${configMaps}?watch=1&resourceVersion=abc`),
  get(`${configMaps}?watch=1&sendInitialEvents=true`),
  get(`${configMaps}?timeoutSeconds=abc`),
  post(`${configMaps}?dryRun=Some`, configMap('a')),
])

comparison('unknown paths and methods', [
  get('/nope'),
  get('/api/v2'),
  get('/apis/nope.example'),
  get('/api/v1/nopes'),
  get('/api/v1/namespaces/$ns/nopes'),
  get('/api/v1/namespaces/$ns/nopes/a'),
  get(`${configMaps}/a/nope`),
  { method: 'PATCH', path: configMaps, body: '{}', headers: { 'content-type': 'application/merge-patch+json' } },
  put(configMaps, {}),
  post(`${configMaps}/a`, {}),
  { method: 'DELETE', path: '/api/v1/namespaces' },
])

comparison('media types', [
  get(configMaps, { accept: 'application/xml' }),
  get(configMaps, { accept: 'application/*' }),
  get(configMaps, { accept: '*/*' }),
  { method: 'POST', path: configMaps, body: '<a/>', headers: { 'content-type': 'application/xml' } },
])

comparison('tables and metadata only', [
  post(pods, pod('a')),
  get(pods, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }),
  get(`${pods}/a`, { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' }),
  get(pods, { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' }),
])

comparison('pages', [
  post(configMaps, configMap('a')),
  post(configMaps, configMap('b')),
  post(configMaps, configMap('c')),
  get(`${configMaps}?limit=2`),
  get(`${configMaps}?limit=2&labelSelector=x`),
  get(`${configMaps}?limit=3`),
])

comparison('a collection is deleted', [
  post(configMaps, configMap('a', {}, { app: 'x' })),
  post(configMaps, configMap('b')),
  { method: 'DELETE', path: `${configMaps}?labelSelector=app%3Dx` },
  get(configMaps),
])

comparison('health', [get('/healthz'), get('/livez'), get('/readyz')])

comparison('discovery and documents that are refused', [
  get('/api', { accept: 'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList' }),
  get('/api', { accept: 'application/json;g=apidiscovery.k8s.io;v=v1;as=APIGroupDiscoveryList' }),
  get('/apis/', { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' }),
  get('/api/v1', { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' }),
  get('/version', { accept: 'application/*' }),
  post('/api', {}),
  post('/version', {}),
  get('/openapi'),
  get('/openapi/v3/'),
  get('/openapi/v3/nope'),
  get('/openapi/v2', { accept: 'application/xml' }),
  get('/openapi/v3/version', { accept: 'application/xml' }),
])

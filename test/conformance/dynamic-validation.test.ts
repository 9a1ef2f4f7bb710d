import { expect } from 'vitest'
import type { DynamicClient } from '../../src/dynamic/index.ts'
import {
  type GroupVersionResource,
  type KubernetesObject,
  parseGroupVersion,
  validateObject,
} from '../../src/meta/index.ts'
import { withDynamic } from './dynamic-support.ts'

const selector = { matchLabels: { app: 'web' } }
const probe = { httpGet: { port: 'http' }, periodSeconds: 5 }
const template = {
  metadata: { labels: { app: 'web' } },
  spec: {
    containers: [
      {
        name: 'web',
        image: 'web',
        ports: [{ name: 'http', containerPort: 80 }],
        livenessProbe: probe,
        env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
        resources: { requests: { cpu: 0.5, memory: '1.5Gi' } },
      },
    ],
    volumes: [{ name: 'a', projected: { sources: [{ configMap: { name: 'a' } }] } }],
    tolerations: [{ operator: 'Exists' }],
  },
}
const rule = { apiGroups: [''], resources: ['pods'], verbs: ['get'] }
const schema = {
  type: 'object',
  properties: { spec: { type: 'object', additionalProperties: true, default: { a: null } } },
  required: ['spec'],
}

/** One of each of the kinds that a server has none of by itself, and that say most. */
const manifests: readonly KubernetesObject[] = [
  object('v1', 'Pod', { spec: template.spec }),
  object('v1', 'Service', { spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }] } }),
  object('v1', 'Secret', { stringData: { a: 'b' } }),
  object('v1', 'PersistentVolumeClaim', {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  }),
  object('v1', 'LimitRange', { spec: { limits: [{ type: 'Container', default: { cpu: '100m' } }] } }),
  object('v1', 'ResourceQuota', { spec: { hard: { pods: '10' } } }),
  object('v1', 'Endpoints', { subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }] }),
  object('apps/v1', 'Deployment', { spec: { selector, template } }),
  object('apps/v1', 'DaemonSet', { spec: { selector, template } }),
  object('apps/v1', 'StatefulSet', {
    spec: {
      selector,
      template,
      serviceName: 'web',
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
    },
  }),
  object('batch/v1', 'CronJob', {
    spec: {
      schedule: '* * * * *',
      jobTemplate: { spec: { template: { spec: { ...template.spec, restartPolicy: 'Never' } } } },
    },
  }),
  object('autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'example' }, maxReplicas: 3 },
  }),
  object('networking.k8s.io/v1', 'Ingress', {
    spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
  }),
  object('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, ingress: [{}] } }),
  object('policy/v1', 'PodDisruptionBudget', { spec: { selector, maxUnavailable: '50%' } }),
  object('coordination.k8s.io/v1', 'Lease', {
    spec: { holderIdentity: 'a', renewTime: '2026-01-31T12:00:00.123456Z' },
  }),
  object('discovery.k8s.io/v1', 'EndpointSlice', { addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.1'] }] }),
  object('rbac.authorization.k8s.io/v1', 'Role', { rules: [rule] }),
  object('rbac.authorization.k8s.io/v1', 'RoleBinding', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'example' },
    subjects: [{ kind: 'User', name: 'a', apiGroup: 'rbac.authorization.k8s.io' }],
  }),
]

/** An event is in the namespace of what it is about. */
function eventIn(namespace: string): KubernetesObject {
  return object('events.k8s.io/v1', 'Event', {
    eventTime: '2026-01-31T12:00:00.123456Z',
    action: 'a',
    reason: 'b',
    type: 'Normal',
    regarding: { kind: 'Pod', namespace },
    reportingController: 'a.b/c',
    reportingInstance: 'd',
  })
}

/** What is wrong with an object, but for a field that only older servers have: the facts are the newest one's. */
async function wrongWith(object: KubernetesObject): Promise<string[]> {
  return (await validateObject(object))
    .map(({ path, message }) => `${object.kind} ${path}: ${message}`)
    .filter((line) => !/^NetworkPolicy(List items\[\d+\]\.| )status: unknown field$/.test(line))
}

function object(apiVersion: string, kind: string, rest: object): KubernetesObject {
  return { apiVersion, kind, metadata: { name: 'example', labels: { app: 'web' } }, ...rest }
}

const onReal = { only: { targets: ['1.37.2', '1.27.2'], because: 'most of these kinds are not served' } } as const

withDynamic(
  'what is stored of each kind has no violation, and neither has its manifest',
  onReal,
  async (dynamic, { namespace }) => {
    for (const manifest of [...manifests, eventIn(namespace)]) {
      const what = `${manifest.apiVersion} ${manifest.kind}`
      expect(await wrongWith(manifest), what).toEqual([])
      const client = await dynamic.forObject(manifest, { namespace })
      expect(await wrongWith(await client.create(manifest)), what).toEqual([])
      expect(await wrongWith(await client.get('example')), what).toEqual([])
    }
    const group = `${namespace}.example.com`
    const definition = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
      metadata: { name: `things.${group}` },
      spec: {
        group,
        scope: 'Cluster',
        names: { plural: 'things', kind: 'Thing' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
      },
    })
    expect(await wrongWith(definition)).toEqual([])
    const client = await dynamic.forObject(definition)
    const stored = await client.create(definition)
    await client.delete(`things.${group}`)
    expect(await wrongWith(stored)).toEqual([])
  },
)

withDynamic('no object of a server has a violation', { timeoutMs: 60_000 }, async (dynamic, { namespace }) => {
  const configMaps = dynamic.resource({ group: '', version: 'v1', resource: 'configmaps' }).namespace(namespace)
  await configMaps.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: 'b' } })
  const found: string[] = []
  let seen = 0
  for (const resource of await listable(dynamic)) {
    const list = await dynamic.resource(resource).list()
    seen += list.items.length
    found.push(...(await wrongWith(list)))
  }
  expect(found).toEqual([])
  expect(seen).toBeGreaterThan(3)
})

/** All kinds of Kubernetes' own that can be listed; custom ones, which other cases define, are left out. */
async function listable(dynamic: DynamicClient): Promise<GroupVersionResource[]> {
  const { resources } = await dynamic.discovery.serverGroupsAndResources()
  return resources
    .filter(({ groupVersion }) => !groupVersion.includes('example.'))
    .flatMap(({ groupVersion, resources: list }) =>
      list
        .filter(({ name, verbs }) => !name.includes('/') && verbs.includes('list'))
        .map(({ name }) => ({ ...parseGroupVersion(groupVersion), resource: name })),
    )
}

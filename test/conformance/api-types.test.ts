import { expect } from 'vitest'
import type { APIGroupList, APIResourceList } from '../../src/api/meta/v1.ts'
import { StatusError } from '../../src/errors/index.ts'
import type { KubernetesList, KubernetesObject } from '../../src/meta/index.ts'
import type { RESTClient } from '../../src/rest/index.ts'
import { conformance } from './conformance.ts'
import { createTypeChecker } from './type-mismatches.ts'

const checker = createTypeChecker()
const selector = { matchLabels: { app: 'web' } }
const podSpec = {
  containers: [{ name: 'web', image: 'web', ports: [{ containerPort: 80 }], livenessProbe: { grpc: { port: 80 } } }],
  volumes: [
    { name: 'a', emptyDir: {} },
    { name: 'b', projected: {} },
  ],
}

/** As empty as the server lets them be: that is where it writes null. */
const emptyOnes: readonly (readonly [string, object])[] = [
  ['/api/v1/namespaces/NS/configmaps', {}],
  ['/api/v1/namespaces/NS/endpoints', {}],
  ['/api/v1/namespaces/NS/limitranges', {}],
  ['/api/v1/namespaces/NS/pods', { spec: podSpec }],
  ['/api/v1/namespaces/NS/secrets', {}],
  ['/api/v1/namespaces/NS/services', { spec: { ports: [{ port: 80 }] } }],
  [
    '/apis/apps/v1/namespaces/NS/deployments',
    { spec: { selector, template: { metadata: { labels: { app: 'web' } }, spec: podSpec } } },
  ],
  ['/apis/batch/v1/namespaces/NS/jobs', { spec: { template: { spec: { ...podSpec, restartPolicy: 'Never' } } } }],
  ['/apis/coordination.k8s.io/v1/namespaces/NS/leases', {}],
  ['/apis/discovery.k8s.io/v1/namespaces/NS/endpointslices', { addressType: 'IPv4' }],
  ['/apis/networking.k8s.io/v1/namespaces/NS/networkpolicies', { spec: { podSelector: {} } }],
  ['/apis/policy/v1/namespaces/NS/poddisruptionbudgets', {}],
  ['/apis/rbac.authorization.k8s.io/v1/namespaces/NS/roles', {}],
]

conformance('what is created fits its type', async ({ core, namespace }) => {
  for (const [path, object] of emptyOnes) {
    if (!(await isServed(core, path))) continue
    const body = { metadata: { name: 'types' }, ...object }
    const stored = await core.post().absPath(path.replace('NS', namespace)).body(body).into<KubernetesObject>()
    expect((await checker).mismatches(stored), path).toEqual([])
  }
})

conformance('what a server has stored fits its type', async ({ core }) => {
  const found: string[] = []
  for (const path of await listPaths(core)) {
    const list = await core.get().absPath(path.url).into<Partial<KubernetesList<KubernetesObject>>>()
    // 1.27 leaves out the items of an empty list of v1alpha1's admission policies.
    for (const item of list.items ?? []) {
      const object = { ...item, apiVersion: path.groupVersion, kind: path.kind }
      found.push(...(await checker).mismatches(object).map((mismatch) => `${path.url} ${mismatch}`))
    }
  }
  expect(found).toEqual([])
})

async function isServed(core: RESTClient, path: string): Promise<boolean> {
  const [root = '', resource = ''] = path.split('/namespaces/NS/')
  const list = await resourcesAt(core, root)
  return list.some(({ name }) => name === resource)
}

/** Lists of custom resources are left out: nothing is known of their types. */
async function listPaths(core: RESTClient): Promise<{ url: string; groupVersion: string; kind: string }[]> {
  const { groups } = await core.get().absPath('/apis').into<APIGroupList>()
  const versions = groups.flatMap((group) => group.versions.map(({ groupVersion }) => groupVersion))
  const paths: { url: string; groupVersion: string; kind: string }[] = []
  for (const groupVersion of ['v1', ...versions.filter((version) => !version.includes('example.'))]) {
    const root = groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`
    for (const { name, verbs, kind } of await resourcesAt(core, root)) {
      if (!name.includes('/') && verbs.includes('list')) paths.push({ url: `${root}/${name}`, groupVersion, kind })
    }
  }
  return paths
}

/** None where the group is not served, or its server is not there. */
async function resourcesAt(core: RESTClient, root: string): Promise<APIResourceList['resources']> {
  try {
    return (await core.get().absPath(root).into<APIResourceList>()).resources
  } catch (error) {
    if (error instanceof StatusError) return []
    throw error
  }
}

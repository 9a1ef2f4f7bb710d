import { expect } from 'vitest'
import type { Clientset } from '../../src/kubernetes/index.ts'
import type { CaseOptions } from './conformance.ts'
import { expectStatus } from './expect-status.ts'
import { pod } from './objects.ts'
import { withClientset } from './with-clientset.ts'

const notYet = (what: string): CaseOptions => ({ embedded: { notYet: `${what} is not served` } })

const deployment = (name: string, replicas: number) => ({
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'main', image: 'registry.example/app:1' }] },
    },
  },
})

withClientset('a pod is evicted', notYet('eviction'), async (clientset, { namespace }) => {
  const pods = clientset.coreV1.pods(namespace)
  await pods.create(pod('a'))
  await expect(pods.evict('a', {}, { dryRun: ['All'] })).resolves.toMatchObject({ kind: 'Status', status: 'Success' })
  await pods.evict('a', { deleteOptions: { gracePeriodSeconds: 0 } })
  await expectStatus(pods.get('a'), { code: 404 })
  await expectStatus(pods.evict('a'), { code: 404, details: { name: 'a', kind: 'pods' } })
})

withClientset('an eviction of policy evicts the pod that it names', notYet('eviction'), async (clientset, context) => {
  const pods = clientset.coreV1.pods(context.namespace)
  await pods.create(pod('a'))
  const eviction = { metadata: { name: 'a', namespace: context.namespace } }
  await expect(clientset.policyV1.evictions('default').evict(eviction)).resolves.toMatchObject({ status: 'Success' })
  await expectStatus(pods.get('a'), { code: 404 })
})

withClientset('a pod is bound to a node', notYet('binding'), async (clientset, { namespace }) => {
  const pods = clientset.coreV1.pods(namespace)
  await pods.create(pod('a'))
  await pods.bind('a', { target: { kind: 'Node', name: 'n1' } })
  const bound = await pods.get('a')
  expect(bound.spec?.nodeName).toBe('n1')
  await expectStatus(pods.bind('a', { target: { kind: 'Node', name: 'n2' } }), { code: 409, reason: 'Conflict' })
})

withClientset(
  'a log of a pod that runs nowhere is refused, with a reason',
  notYet('log'),
  async (clientset, context) => {
    const pods = clientset.coreV1.pods(context.namespace)
    await expectStatus(pods.getLogs('none').text(), { code: 404, reason: 'NotFound' })
    await pods.create(pod('a'))
    // There is no node, and so nobody to ask: the server gives an empty log until the pod is bound.
    await expect(pods.getLogs('a', { container: 'main', tailLines: 5 }).text()).resolves.toBe('')
    await pods.bind('a', { target: { kind: 'Node', name: 'n1' } })
    await expectStatus(pods.getLogs('a').text(), { code: 404, message: /n1/ })
    await expectStatus(pods.getLogs('a', { follow: true }).lines()[Symbol.asyncIterator]().next(), { code: 404 })
    await expectStatus(pods.getLogs('a', { container: 'other' }).stream(), { code: 400, reason: 'BadRequest' })
  },
)

withClientset('an ephemeral container is added', notYet('ephemeralcontainers'), async (clientset, { namespace }) => {
  const pods = clientset.coreV1.pods(namespace)
  const created = await pods.create(pod('a'))
  if (created.spec === undefined) throw new Error('a pod without a spec')
  const updated = await pods.updateEphemeralContainers('a', {
    ...created,
    spec: {
      ...created.spec,
      ephemeralContainers: [{ name: 'debug', image: 'registry.example/debug:1', terminationMessagePolicy: 'File' }],
    },
  })
  expect(updated.spec?.ephemeralContainers).toMatchObject([{ name: 'debug' }])
})

withClientset(
  'the resources of a container are changed in place',
  {
    ...notYet('resize'),
    only: { targets: ['embedded', '1.37.2'], because: 'resize is behind a gate in 1.27' },
  },
  async (clientset, { namespace }) => {
    const pods = clientset.coreV1.pods(namespace)
    const [main] = pod('a').spec.containers
    const sized = (cpu: string) => ({
      containers: [{ name: 'main', image: '', ...main, resources: { requests: { cpu } } }],
    })
    const created = await pods.create({ ...pod('a'), spec: sized('100m') })
    if (created.spec === undefined) throw new Error('a pod without a spec')
    const resized = {
      ...created.spec,
      containers: created.spec.containers.map((each) => ({ ...each, resources: { requests: { cpu: '200m' } } })),
    }
    const updated = await pods.updateResize('a', { ...created, spec: resized })
    expect(updated.spec?.containers[0]?.resources?.requests).toEqual({ cpu: '200m' })
  },
)

withClientset('a proxied GET of nothing says so', notYet('proxy'), async (clientset, { namespace }) => {
  const ports = [{ port: 80 }]
  await clientset.coreV1.services(namespace).create({ metadata: { name: 'a' }, spec: { ports } })
  // 404 or 503: servers differ in what they call a service without endpoints.
  await expect(clientset.coreV1.services(namespace).proxyGet('a', { port: 80, path: 'x' }).text()).rejects.toThrow(
    /"a" not found|no endpoints available/,
  )
  await expectStatus(clientset.coreV1.pods(namespace).proxyGet('none', { port: 80 }).text(), { code: 404 })
  await expectStatus(clientset.coreV1.nodes().proxyGet('none').text(), { code: 404 })
})

withClientset('a deployment is scaled', notYet('apps/v1'), async (clientset, { namespace }) => {
  const deployments = clientset.appsV1.deployments(namespace)
  await deployments.create(deployment('a', 0))
  const scale = await deployments.getScale('a')
  expect(scale).toMatchObject({ kind: 'Scale', apiVersion: 'autoscaling/v1', status: { selector: 'app=a' } })
  const updated = await deployments.updateScale('a', { ...scale, spec: { replicas: 2 } })
  expect(updated.spec.replicas).toBe(2)
  await expectStatus(deployments.updateScale('a', { ...scale, spec: { replicas: 3 } }), { code: 409 })
  const applied = await deployments.applyScale('a', { spec: { replicas: 4 } }, { fieldManager: 'me', force: true })
  expect(applied.spec.replicas).toBe(4)
  expect((await deployments.get('a')).spec?.replicas).toBe(4)
})

withClientset('a replication controller is scaled', notYet('replicationcontrollers'), async (clientset, context) => {
  const controllers = clientset.coreV1.replicationControllers(context.namespace)
  const { template } = deployment('a', 1).spec
  await controllers.create({ metadata: { name: 'a' }, spec: { replicas: 1, template } })
  await controllers.updateScale('a', { spec: { replicas: 2 } })
  const applied = await controllers.applyScale('a', { spec: { replicas: 3 } }, { fieldManager: 'me', force: true })
  expect(applied).toMatchObject({ kind: 'Scale', spec: { replicas: 3 } })
})

withClientset('a service account gets a token', notYet('serviceaccounts'), async (clientset, { namespace }) => {
  const accounts = clientset.coreV1.serviceAccounts(namespace)
  await accounts.create({ metadata: { name: 'a' } })
  const { status } = await accounts.createToken('a', { spec: { expirationSeconds: 600 } })
  expect(status.token?.split('.')).toHaveLength(3)
  expect(Date.parse(status.expirationTimestamp ?? '')).toBeGreaterThan(Date.now())
  await expect(accounts.createToken('a')).resolves.toMatchObject({ kind: 'TokenRequest' })
})

withClientset('a signing request is approved', notYet('certificates.k8s.io/v1'), async (clientset, { namespace }) => {
  const requests = clientset.certificatesV1.certificateSigningRequests()
  const created = await requests.create({
    metadata: { name: namespace },
    spec: { request: signingRequest, signerName: 'example.com/none', usages: ['digital signature'] },
  })
  const condition = { type: 'Approved', status: 'True', reason: 'Test', message: 'why not' } as const
  const approved = await requests.updateApproval(namespace, { ...created, status: { conditions: [condition] } })
  expect(approved.status?.conditions).toMatchObject([condition])
  await requests.delete(namespace)
})

withClientset('a namespace is finalized', {}, async (clientset, context) => {
  const name = await context.newNamespace()
  const created = await clientset.coreV1.namespaces().get(name)
  const finalized = await clientset.coreV1.namespaces().finalize({ ...created, spec: { finalizers: [] } })
  expect(finalized.spec?.finalizers).toBeUndefined()
})

withClientset('events are found by what they are about', notYet('events'), async (clientset, { namespace }) => {
  const events = clientset.coreV1.events()
  const about = { kind: 'Pod', apiVersion: 'v1', name: 'a', namespace, uid: 'u1' }
  const event = { metadata: { name: 'e', namespace }, involvedObject: about, reason: 'Tested', type: 'Normal' }
  const created = await events.createWithEventNamespace(event)
  await events.createWithEventNamespace({
    ...event,
    metadata: { name: 'other', namespace },
    involvedObject: { ...about, uid: 'u2' },
  })
  const updated = await events.updateWithEventNamespace({ ...created, reason: 'Updated' })
  expect(updated.reason).toBe('Updated')
  const patched = await events.patchWithEventNamespace(created, { type: 'strategic', body: { reason: 'Patched' } })
  expect(patched.reason).toBe('Patched')
  const found = await clientset.coreV1.events(namespace).search(about)
  expect(found.items.map(({ metadata }) => metadata.name)).toEqual(['e'])
})

withClientset('the status of a node is patched', notYet('nodes'), async (clientset, { namespace }) => {
  const nodes = clientset.coreV1.nodes()
  await nodes.create({ metadata: { name: namespace } })
  const patched = await nodes.patchStatus(namespace, { status: { capacity: { cpu: '4' } } })
  expect(patched).toMatchObject({ kind: 'Node', status: { capacity: { cpu: '4' } } })
  await nodes.delete(namespace)
})

withClientset('reviews are answered', notYet('authorization.k8s.io/v1'), async (clientset, { namespace }) => {
  const resourceAttributes = { verb: 'get', resource: 'pods', namespace }
  const { authorizationV1, authenticationV1 } = clientset
  const self = await authorizationV1.selfSubjectAccessReviews().create({ spec: { resourceAttributes } })
  expect(self).toMatchObject({ kind: 'SelfSubjectAccessReview', status: { allowed: true } })
  const user = 'nobody'
  const local = await authorizationV1
    .localSubjectAccessReviews(namespace)
    .create({ metadata: { namespace }, spec: { resourceAttributes, user } })
  expect(local.status).toMatchObject({ allowed: false })
  const other = await authorizationV1.subjectAccessReviews().create({ spec: { resourceAttributes, user } })
  expect(other.status).toMatchObject({ allowed: false })
  const rules = await authorizationV1.selfSubjectRulesReviews().create({ spec: { namespace } })
  expect(rules.status).toMatchObject({ incomplete: false })
  const token = await authenticationV1.tokenReviews().create({ spec: { token: 'none' } })
  expect(token.status?.authenticated ?? false).toBe(false)
})

withClientset(
  'who one is, is answered',
  {
    ...notYet('authentication.k8s.io/v1'),
    only: { targets: ['embedded', '1.37.2'], because: '1.27 has it as v1beta1' },
  },
  async (clientset: Clientset) => {
    const me = await clientset.authenticationV1.selfSubjectReviews().create({})
    expect(me).toMatchObject({ kind: 'SelfSubjectReview', status: { userInfo: { groups: expect.any(Array) } } })
  },
)

withClientset('what no server has is refused', {}, async (clientset, { namespace }) => {
  await expectStatus(clientset.extensionsV1beta1.deployments(namespace).get('a'), { code: 404, reason: 'NotFound' })
})

/** Of a key that nobody has kept. */
const signingRequest =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlISU1IRUNBUUF3RHpFTk1Bc0dBMVVFQXd3RWRHVnpkREJaTUJNR0J5cUdTTTQ5QWdFR0NDcUdTTTQ5QXdFSApBMElBQkZDRTQwMUxnVGpjMHRCYnRWL21SNENzNmI2c0FBS21UTTl4RjVRSVk1b0hCN2tNTER2MzgrajJKSnZTClpiM3FLTHh0TDY1Y3Zzanp5anVkUU1wWmczU2dBREFLQmdncWhrak9QUVFEQWdOSEFEQkVBaUFnMFB0eWlWUXUKUitoRU1RTVptcHpIRlZLaW9RV0dwT3VNc05UL2I1My90QUlnWFVEMkdaZk9LY0w0aVlyUmYxeG0zT2VadVlhTwpnT2JFRi82OFVLdGQxeWc9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo='

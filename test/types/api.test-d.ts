import { describe, expectTypeOf, it } from 'vitest'
import type { CustomResourceDefinition, JSONSchemaProps } from '../../src/api/apiextensions/v1.ts'
import type {
  Deployment,
  DeploymentApplyConfiguration,
  DeploymentList,
  StoredDeployment,
} from '../../src/api/apps/v1.ts'
import type { SubjectAccessReview, SubjectAccessReviewResponse } from '../../src/api/authorization/v1.ts'
import type {
  Container,
  ContainerApplyConfiguration,
  Event,
  Pod,
  PodSpec,
  Secret,
  Service,
  StoredEvent,
  StoredNode,
  StoredPod,
} from '../../src/api/core/v1.ts'
import type { EndpointSlice } from '../../src/api/discovery/v1.ts'
import type { KubernetesList, KubernetesObject, NamespacedObjectMeta, Stored } from '../../src/api/meta/v1.ts'
import type { StoredClusterRole } from '../../src/api/rbac/v1.ts'
import type { GroupVersionAccessor, TypedResource, TypedResources } from '../../src/resources/index.ts'

describe('what is sent', () => {
  it('needs what is required, and no more', () => {
    const container: Container = { name: 'web', image: undefined }
    const pod: Pod = { metadata: { name: 'web' }, spec: { containers: [container], nodeName: undefined } }
    expectTypeOf(pod).toExtend<KubernetesObject>()
    // @ts-expect-error a container has a name
    const nameless: Container = { image: 'web' }
    // @ts-expect-error a pod has containers
    const empty: PodSpec = {}
    expectTypeOf([nameless, empty]).toBeArray()
  })

  it('has the apiVersion and kind of its type', () => {
    expectTypeOf<Deployment['apiVersion']>().toEqualTypeOf<'apps/v1' | undefined>()
    // @ts-expect-error that is another one's kind
    const wrong: Deployment = { kind: 'Pod' }
    expectTypeOf(wrong).toExtend<Deployment>()
  })

  it('has the values that there are', () => {
    expectTypeOf<PodSpec['restartPolicy']>().toEqualTypeOf<'Always' | 'Never' | 'OnFailure' | undefined>()
    // @ts-expect-error there is no such policy
    const wrong: PodSpec = { containers: [], restartPolicy: 'Sometimes' }
    // Kubernetes may add others here.
    const secret: Secret = { type: 'example.com/token' }
    expectTypeOf([wrong, secret]).toBeArray()
  })

  it('is what is on the wire', () => {
    expectTypeOf<NonNullable<Secret['data']>>().toEqualTypeOf<Record<string, string>>()
    expectTypeOf<NonNullable<Container['livenessProbe']>['periodSeconds']>().toEqualTypeOf<number | undefined>()
    type Port = NonNullable<NonNullable<Service['spec']>['ports']>[number]
    expectTypeOf<Port['targetPort']>().toEqualTypeOf<number | string | undefined>()
    expectTypeOf<Event['eventTime']>().toEqualTypeOf<string | null | undefined>()
    expectTypeOf<JSONSchemaProps['additionalProperties']>().toEqualTypeOf<JSONSchemaProps | boolean | undefined>()
    expectTypeOf<JSONSchemaProps['default']>().toEqualTypeOf<unknown>()
  })
})

describe('what comes back', () => {
  it('has its metadata, and what is always sent', () => {
    expectTypeOf<StoredPod['metadata']>().toEqualTypeOf<NamespacedObjectMeta>()
    expectTypeOf<StoredPod['metadata']['uid']>().toEqualTypeOf<string>()
    expectTypeOf<StoredPod['metadata']['namespace']>().toEqualTypeOf<string>()
    expectTypeOf<StoredNode['metadata']['namespace']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<StoredPod['spec']['containers']>().toEqualTypeOf<Container[]>()
    expectTypeOf<StoredPod['kind']>().toEqualTypeOf<'Pod'>()
    expectTypeOf<StoredEvent['involvedObject']['name']>().toEqualTypeOf<string | undefined>()
  })

  it('is null where servers write null', () => {
    expectTypeOf<null>().toExtend<StoredClusterRole['rules']>()
    expectTypeOf<undefined>().not.toExtend<StoredClusterRole['rules']>()
    expectTypeOf<null>().toExtend<EndpointSlice['endpoints']>()
    expectTypeOf<null>().not.toExtend<PodSpec['containers']>()
  })

  it('is told apart by its kind', () => {
    const nameOf = (object: StoredPod | StoredNode): string =>
      object.kind === 'Pod' ? (object.spec.nodeName ?? '') : (object.spec.podCIDR ?? '')
    expectTypeOf(nameOf).returns.toBeString()
  })

  it('can be sent again, and is a Stored of its kind', () => {
    expectTypeOf<StoredPod>().toExtend<Pod>()
    expectTypeOf<StoredPod>().toExtend<Stored<Pod>>()
    expectTypeOf<StoredDeployment>().toExtend<KubernetesObject>()
  })

  it('is a list of such', () => {
    expectTypeOf<DeploymentList['items']>().toEqualTypeOf<StoredDeployment[]>()
    expectTypeOf<DeploymentList>().toExtend<KubernetesList<StoredDeployment>>()
  })

  it('is an answer where nothing is stored', () => {
    expectTypeOf<SubjectAccessReviewResponse['status']['allowed']>().toEqualTypeOf<boolean>()
    expectTypeOf<SubjectAccessReview['status']>().extract<undefined>().toEqualTypeOf<undefined>()
  })
})

describe('what is applied', () => {
  it('needs its name only, and the keys of list items', () => {
    const named: DeploymentApplyConfiguration = { metadata: { name: 'web' }, spec: { replicas: 3 } }
    const nested: DeploymentApplyConfiguration = {
      metadata: { name: 'web' },
      spec: { template: { spec: { containers: [{ name: 'web', ports: [{ containerPort: 80 }] }] } } },
    }
    // @ts-expect-error it has a name
    const nameless: DeploymentApplyConfiguration = { metadata: {} }
    // @ts-expect-error a container is told apart by its name
    const noKey: ContainerApplyConfiguration = { image: 'web' }
    // @ts-expect-error nobody applies what others own
    const managed: DeploymentApplyConfiguration = { metadata: { name: 'web', managedFields: [] } }
    expectTypeOf([named, nested, nameless, noKey, managed]).toBeArray()
  })
})

describe('the resources', () => {
  it('are there for each group and version', () => {
    expectTypeOf<keyof TypedResources>().toEqualTypeOf<GroupVersionAccessor>()
    expectTypeOf<TypedResources['coreV1'][keyof TypedResources['coreV1']]>().toExtend<TypedResource>()
    expectTypeOf<TypedResources['authenticationV1']['tokenReviews']>().toExtend<TypedResource>()
  })

  it('have the methods that a server serves', () => {
    expectTypeOf<'evict' | 'getLogs'>().toExtend<TypedResources['coreV1']['pods']['methods']>()
    expectTypeOf<'deleteCollection'>().not.toExtend<TypedResources['coreV1']['namespaces']['methods']>()
    expectTypeOf<TypedResources['coreV1']['componentStatuses']['methods']>().toEqualTypeOf<'get' | 'list'>()
    expectTypeOf<TypedResources['authorizationV1']['subjectAccessReviews']['methods']>().toEqualTypeOf<'create'>()
    expectTypeOf<TypedResources['rbacV1']['clusterRoles']['namespaced']>().toEqualTypeOf<false>()
  })

  it('have those of client-go where none serves them any more', () => {
    expectTypeOf<'rollback'>().toExtend<TypedResources['extensionsV1beta1']['deployments']['methods']>()
  })
})

it('describes definitions of custom resources, too', () => {
  expectTypeOf<CustomResourceDefinition['spec']['versions'][number]['name']>().toEqualTypeOf<string>()
})

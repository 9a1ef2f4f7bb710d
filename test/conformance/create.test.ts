import { expect } from 'vitest'
import { formatTime } from './clock.ts'
import type { Stored } from './collect.ts'
import { conformance } from './conformance.ts'
import { expectStatus } from './expect-status.ts'
import { configMap, pod } from './objects.ts'

conformance('a created object comes back with what the server gave it', async ({ core, namespace }) => {
  const result = await core
    .post()
    .namespace(namespace)
    .resource('configmaps')
    .body(configMap('a', { x: '1' }))
    .do()
  expect(result.statusCode).toBe(201)
  expect(result.contentType).toBe('application/json')
  const created = result.into<Stored<{ data: unknown }>>()
  expect(created).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', data: { x: '1' } })
  expect(created.metadata).toMatchObject({ name: 'a', namespace })
  expect(created.metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(created.metadata.resourceVersion).toMatch(/^[1-9]\d*$/)
  expect(formatTime(created.metadata.creationTimestamp)).toBe(created.metadata.creationTimestamp)
})

conformance('what was created can be read, byte for byte the same object', async ({ core, namespace }) => {
  const created = await core
    .post()
    .namespace(namespace)
    .resource('configmaps')
    .body(configMap('a', { x: 'ü\n"' }))
    .into()
  await expect(core.get().namespace(namespace).resource('configmaps').name('a').into()).resolves.toEqual(created)
})

conformance('a name that is taken is refused', async ({ core, namespace }) => {
  const create = () => core.post().namespace(namespace).resource('configmaps').body(configMap('a')).into()
  await create()
  await expectStatus(create(), {
    code: 409,
    reason: 'AlreadyExists',
    message: 'configmaps "a" already exists',
    details: { name: 'a', kind: 'configmaps' },
  })
})

conformance(
  'the same name is free in another namespace, and for another kind',
  async ({ core, namespace, newNamespace }) => {
    const other = await newNamespace()
    const results = [
      await core.post().namespace(namespace).resource('configmaps').body(configMap('a')).do(),
      await core.post().namespace(other).resource('configmaps').body(configMap('a')).do(),
      await core.post().namespace(namespace).resource('pods').body(pod('a')).do(),
    ]
    expect(results.map((result) => result.statusCode)).toEqual([201, 201, 201])
  },
)

conformance('a name is made of a prefix', async ({ core, namespace }) => {
  const create = () =>
    core
      .post()
      .namespace(namespace)
      .resource('configmaps')
      .body({ metadata: { generateName: 'cm-' } })
      .into<Stored>()
  const first = await create()
  const second = await create()
  for (const { metadata } of [first, second]) {
    expect(metadata.name).toMatch(/^cm-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
    expect(metadata.generateName).toBe('cm-')
  }
  expect(first.metadata.name).not.toBe(second.metadata.name)
})

conformance('a long prefix is cut so that the name keeps within 63 characters', async ({ core, namespace }) => {
  const created = await core
    .post()
    .namespace(namespace)
    .resource('configmaps')
    .body({ metadata: { generateName: 'x'.repeat(80) } })
    .into<Stored>()
  expect(created.metadata.name).toHaveLength(63)
  expect(created.metadata.name.slice(0, 58)).toBe('x'.repeat(58))
})

conformance('an object without any name is refused', async ({ core, namespace }) => {
  await expectStatus(core.post().namespace(namespace).resource('configmaps').body({ metadata: {} }).into(), {
    code: 422,
    reason: 'Invalid',
    message: /metadata\.name.*name or generateName is required/,
  })
})

conformance('a name that cannot be one is refused with the field it is in', async ({ core, namespace }) => {
  const error = await expectStatus(
    core.post().namespace(namespace).resource('configmaps').body(configMap('Not_A_Name')).into(),
    { code: 422, reason: 'Invalid', message: /^ConfigMap "Not_A_Name" is invalid: metadata\.name: Invalid value: / },
  )
  expect(error.details).toMatchObject({
    name: 'Not_A_Name',
    kind: 'ConfigMap',
    causes: [{ reason: 'FieldValueInvalid', field: 'metadata.name' }],
  })
})

conformance('a namespace that is not there is named', async ({ core }) => {
  await expectStatus(core.post().namespace('not-there').resource('configmaps').body(configMap('a')).into(), {
    code: 404,
    reason: 'NotFound',
    message: 'namespaces "not-there" not found',
    details: { name: 'not-there', kind: 'namespaces' },
  })
})

conformance('the namespace of the body has to be that of the path', async ({ core, namespace }) => {
  const body = { metadata: { name: 'a', namespace: 'default' } }
  await expectStatus(core.post().namespace(namespace).resource('configmaps').body(body).into(), {
    code: 400,
    reason: 'BadRequest',
    message: 'the namespace of the provided object does not match the namespace sent on the request',
  })
})

conformance('a new object must not have a resourceVersion', async ({ core, namespace }) => {
  const body = { metadata: { name: 'a', resourceVersion: '5' } }
  await expectStatus(core.post().namespace(namespace).resource('configmaps').body(body).into(), {
    code: 500,
    message: 'resourceVersion should not be set on objects to be created',
  })
})

conformance('what only the server sets cannot be chosen', async ({ core, namespace }) => {
  const created = await core
    .post()
    .namespace(namespace)
    .resource('configmaps')
    .body({
      metadata: {
        name: 'a',
        uid: '00000000-0000-4000-8000-000000000000',
        creationTimestamp: '2001-01-01T00:00:00Z',
        deletionTimestamp: '2001-01-01T00:00:00Z',
        deletionGracePeriodSeconds: 5,
        generation: 7,
        selfLink: '/x',
      },
    })
    .into<Stored>()
  expect(created.metadata.uid).not.toBe('00000000-0000-4000-8000-000000000000')
  expect(created.metadata.creationTimestamp).not.toBe('2001-01-01T00:00:00Z')
  expect(created.metadata).not.toHaveProperty('deletionTimestamp')
  expect(created.metadata).not.toHaveProperty('deletionGracePeriodSeconds')
  expect(created.metadata).not.toHaveProperty('selfLink')
})

conformance('a status cannot be created, only the object that has it', async ({ core, namespace }) => {
  const body = { ...pod('a'), status: { phase: 'Running', podIP: '10.1.2.3' } }
  const created = await core.post().namespace(namespace).resource('pods').body(body).into<Stored<{ status: unknown }>>()
  expect(created.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' })
})

conformance('a body of another kind is refused', async ({ core, namespace }) => {
  const body = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } }
  await expectStatus(core.post().namespace(namespace).resource('configmaps').body(body).into(), {
    code: 400,
    reason: 'BadRequest',
  })
})

conformance('a dry run answers like the real thing and keeps nothing', async ({ core, namespace }) => {
  const created = await core
    .post()
    .namespace(namespace)
    .resource('configmaps')
    .param('dryRun', 'All')
    .body(configMap('a', { x: '1' }))
    .into<Stored>()
  expect(created.metadata).toMatchObject({ name: 'a', namespace })
  expect(created.metadata).not.toHaveProperty('resourceVersion')
  await expectStatus(core.get().namespace(namespace).resource('configmaps').name('a').into(), {
    code: 404,
    reason: 'NotFound',
  })
})

conformance('an unknown dry run is refused', async ({ core, namespace }) => {
  const request = core.post().namespace(namespace).resource('configmaps').param('dryRun', 'Some').body(configMap('a'))
  await expectStatus(request.into(), {
    code: 422,
    reason: 'Invalid',
    message: /dryRun: Unsupported value: .*supported values: "All"$/,
  })
})

conformance(
  'managedFields tell who wrote what',
  { embedded: { notYet: 'managedFields are not kept' } },
  async ({ core, namespace }) => {
    const created = await core
      .post()
      .namespace(namespace)
      .resource('configmaps')
      .param('fieldManager', 'tester')
      .body(configMap('a', { x: '1' }))
      .into<Stored>()
    expect(created.metadata.managedFields).toEqual([
      {
        manager: 'tester',
        operation: 'Update',
        apiVersion: 'v1',
        time: created.metadata.creationTimestamp,
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { '.': {}, 'f:x': {} } },
      },
    ])
  },
)

import { describe, expect, it } from 'vitest'
import { type Embedded, settle, startServer } from '../embedded.test-support.ts'

const maps = '/api/v1/namespaces/default/configmaps'

async function names(embedded: Embedded): Promise<string[]> {
  const { items } = await embedded.must('GET', maps)
  return items.map((item) => item.metadata.name)
}

interface Owner {
  metadata: { name: string; uid?: string | undefined }
}

const owned = (name: string, owners: Owner[], block = false) => ({
  metadata: {
    name,
    ownerReferences: owners.map(({ metadata }) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: metadata.name,
      uid: metadata.uid,
      blockOwnerDeletion: block,
    })),
  },
})

describe('a namespace that is deleted', () => {
  it('takes nothing new, loses its content and goes', async () => {
    const embedded = await startServer()
    await embedded.must('POST', '/api/v1/namespaces', { metadata: { name: 'gone' } })
    await embedded.must('POST', '/api/v1/namespaces/gone/configmaps', { metadata: { name: 'a' } })
    const watch = await embedded.watch(
      '/api/v1/namespaces?watch=1&fieldSelector=metadata.name%3Dgone&resourceVersion=0',
    )
    const answer = await embedded.call('DELETE', '/api/v1/namespaces/gone')
    expect(answer.body.status.phase).toBe('Terminating')
    const late = await embedded.call('POST', '/api/v1/namespaces/gone/configmaps', { metadata: { name: 'b' } })
    expect([late.status, late.body.details.causes[0].reason]).toEqual([403, 'NamespaceTerminating'])
    await settle()
    expect((await embedded.get('/api/v1/namespaces/gone')).status).toBe(404)
    expect((await embedded.must('GET', '/api/v1/namespaces/gone/configmaps')).items).toEqual([])
    expect(watch.summary).toEqual(['ADDED gone', 'MODIFIED gone', 'DELETED gone'])
  })

  it('stays until the last finalizer in it is gone', async () => {
    const embedded = await startServer()
    await embedded.must('POST', '/api/v1/namespaces', { metadata: { name: 'held' } })
    const map = '/api/v1/namespaces/held/configmaps'
    await embedded.must('POST', map, { metadata: { name: 'a', finalizers: ['example.com/hold'] } })
    await embedded.must('DELETE', '/api/v1/namespaces/held')
    await settle()
    expect((await embedded.must('GET', '/api/v1/namespaces/held')).status.phase).toBe('Terminating')
    await embedded.must('PUT', `${map}/a`, { metadata: { name: 'a' } })
    await settle()
    expect((await embedded.get('/api/v1/namespaces/held')).status).toBe(404)
  })

  it('is left to others without controllers', async () => {
    const embedded = await startServer({ controllers: false })
    await embedded.must('POST', '/api/v1/namespaces', { metadata: { name: 'kept' } })
    await embedded.must('DELETE', '/api/v1/namespaces/kept')
    await settle()
    expect((await embedded.get('/api/v1/namespaces/kept')).status).toBe(200)
    await embedded.must('PUT', '/api/v1/namespaces/kept/finalize', { metadata: { name: 'kept' }, spec: {} })
    expect((await embedded.get('/api/v1/namespaces/kept')).status).toBe(404)
  })
})

describe('an owner that is deleted', () => {
  it('takes along what only it owns, and theirs', async () => {
    const embedded = await startServer()
    const first = await embedded.must('POST', maps, { metadata: { name: 'first' } })
    const second = await embedded.must('POST', maps, { metadata: { name: 'second' } })
    const child = await embedded.must('POST', maps, owned('child', [first]))
    await embedded.must('POST', maps, owned('grandchild', [child]))
    await embedded.must('POST', maps, owned('shared', [first, second]))
    await embedded.must('DELETE', `${maps}/first`)
    await settle()
    expect(await names(embedded)).toEqual(['second', 'shared'])
    const shared = await embedded.must('GET', `${maps}/shared`)
    expect(shared.metadata.ownerReferences).toMatchObject([{ name: 'second' }])
  })

  it('leaves them behind when asked to orphan them', async () => {
    const embedded = await startServer()
    const owner = await embedded.must('POST', maps, { metadata: { name: 'owner' } })
    await embedded.must('POST', maps, owned('child', [owner]))
    await embedded.must('DELETE', `${maps}/owner`, { propagationPolicy: 'Orphan' })
    await settle()
    expect(await names(embedded)).toEqual(['child'])
    expect((await embedded.must('GET', `${maps}/child`)).metadata.ownerReferences).toBeUndefined()
  })

  it('waits in the foreground for those that block it', async () => {
    const embedded = await startServer()
    const owner = await embedded.must('POST', maps, { metadata: { name: 'owner' } })
    const child = owned('child', [owner], true)
    await embedded.must('POST', maps, { metadata: { ...child.metadata, finalizers: ['example.com/hold'] } })
    await embedded.must('DELETE', `${maps}/owner`, { propagationPolicy: 'Foreground' })
    await settle()
    expect(await names(embedded)).toEqual(['child', 'owner'])
    const held = await embedded.must('GET', `${maps}/child`)
    expect(held.metadata.deletionTimestamp).toBeDefined()
    await embedded.must('PUT', `${maps}/child`, child)
    await settle()
    expect(await names(embedded)).toEqual([])
  })

  it('that is gone already takes along what names it later', async () => {
    const embedded = await startServer()
    await embedded.must('POST', maps, owned('late', [{ metadata: { name: 'nobody', uid: 'gone' } }]))
    await settle()
    expect(await names(embedded)).toEqual([])
  })
})

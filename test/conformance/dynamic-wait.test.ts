import { expect } from 'vitest'
import { conditions, waitFor } from '../../src/dynamic/index.ts'
import { TimeoutError } from '../../src/errors/index.ts'
import { configMaps, defineWidgets, definitions, needsDefinitions, widget, withDynamic } from './dynamic-support.ts'

withDynamic('waitFor sees an object come, change and go', {}, async (dynamic, { namespace, signal }) => {
  const client = dynamic.resource(configMaps).namespace(namespace)
  const reference = { resource: client, name: 'a' }
  const coming = waitFor(reference, conditions.exists(), { signal, timeoutMs: 10_000 })
  const changing = waitFor(reference, conditions.jsonPath('.data.x', '2'), { signal, timeoutMs: 10_000 })
  const created = await client.create({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a' },
    data: { x: '1' },
  })
  await expect(coming).resolves.toEqual(created)
  const updated = await client.update({ ...created, data: { x: '2' } })
  await expect(changing).resolves.toEqual(updated)
  const going = waitFor(reference, conditions.deleted(created.metadata.uid), { signal, timeoutMs: 10_000 })
  await client.delete('a')
  await expect(going).resolves.toBeUndefined()
  await expect(waitFor(reference, conditions.exists(), { timeoutMs: 100 })).rejects.toBeInstanceOf(TimeoutError)
})

withDynamic('waitFor waits for a condition of a custom resource', needsDefinitions, async (dynamic, context) => {
  const gvr = await defineWidgets(dynamic, context)
  const client = dynamic.resource(gvr).namespace(context.namespace)
  const created = await client.create(widget(gvr.group, 'a'))
  const ready = waitFor({ resource: client, name: 'a' }, conditions.condition('Ready'), { timeoutMs: 10_000 })
  const updated = await client.updateStatus({ ...created, status: { conditions: [{ type: 'Ready', status: 'True' }] } })
  await expect(ready).resolves.toEqual(updated)
  await dynamic.resource(definitions).delete(`widgets.${gvr.group}`)
})

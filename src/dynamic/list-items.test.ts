import { expect, it } from 'vitest'
import { json } from '../kubernetes/clientset.test-support.ts'
import { scriptedDynamic, widgets } from './dynamic.test-support.ts'

it.each([{}, { items: null }])('a list of %j has items: an array without any', async (items) => {
  const list = { kind: 'WidgetList', apiVersion: 'example.com/v1', metadata: { resourceVersion: '5' } }
  const answer = json({ ...list, ...items })
  const { dynamic } = scriptedDynamic(answer, answer, answer, answer)
  const client = dynamic.resource(widgets)
  await expect(client.list()).resolves.toEqual({ ...list, items: [] })
  await expect(client.deleteCollection()).resolves.toEqual({ ...list, items: [] })
  for await (const page of client.listPages()) expect(page).toEqual({ ...list, items: [] })
  for await (const each of client.each()) expect(each).toBeUndefined()
})

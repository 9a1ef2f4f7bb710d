import type { GroupVersionFacts } from '../schema/facts.ts'
import type { ApiModel, ApiModels } from './model.ts'
import { readModels } from './model-from-facts.ts'

/** A small API: a group with what a test says of it, beside the machinery's types. */
export function smallApi(facts: Partial<GroupVersionFacts>): { model: ApiModel; models: ApiModels } {
  const empty = { newest: '1.37.2', served: ['1.37.2'], types: {}, strings: {}, kinds: {}, resources: [] }
  const models = readModels([
    {
      ...empty,
      folder: 'meta',
      group: 'meta.k8s.io',
      version: 'v1',
      types: { ObjectMeta: 'name:?string', ListMeta: 'continue:?string', LabelSelector: 'matchLabels:?{}string' },
    },
    { ...empty, folder: 'toys', group: 'toys.example.com', version: 'v1', ...facts },
  ])
  const model = models.get('toys/v1')
  if (model === undefined) throw new Error('no model')
  return { model, models }
}

import type { GroupVersionFacts } from '../schema/facts.ts'
import { parseFields } from '../schema/parse-fields.ts'
import { type ApiModel, type ApiModels, modelKey, type StringModel } from './model.ts'

export function readModels(all: readonly GroupVersionFacts[]): ApiModels {
  return new Map(all.map((facts) => [modelKey(facts), readModel(facts)]))
}

function readModel(facts: GroupVersionFacts): ApiModel {
  const { folder, group, version, newest, served, resources } = facts
  const types = Object.entries(facts.types).map(([name, text]) => [name, { name, fields: parseFields(text) }] as const)
  const strings = Object.entries(facts.strings).map(([name, text]) => [name, readString(text)] as const)
  return {
    folder,
    group,
    version,
    newest,
    served,
    resources,
    types: new Map(types),
    strings: new Map(strings),
    kinds: new Map(Object.entries(facts.kinds)),
  }
}

function readString(text: string): StringModel {
  const isClosed = text.startsWith('!')
  return { isClosed, values: (isClosed ? text.slice(1) : text).split('|') }
}

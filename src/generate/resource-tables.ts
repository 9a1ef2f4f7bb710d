import { baseMethods } from '../resources/methods.ts'
import { pluralOf } from '../resources/plural-of.ts'
import type { ResourceFacts } from '../schema/facts.ts'
import { allMethods, summarise } from './method-set.ts'
import { type ApiModel, type ApiModels, accessorOf } from './model.ts'
import { importTypes, importValues } from './text.ts'

const tableType = importTypes('{ ResourceTable }', './parse-table.ts')

/** The tables of all resources: one string a group and version, in the form that `parseResourceTable` reads. */
export function resourceTables(models: ApiModels, header: string): string {
  const tables = withResources(models).map(
    (model) => `export const ${accessorOf(model)}: ResourceTable = \`${tableOf(model)}\`\n`,
  )
  return `${header}\n${tableType}\n\n${tables.join('\n')}`
}

/** The tables by accessor. */
export function allTables(models: ApiModels, header: string): string {
  const names = withResources(models).map(accessorOf)
  return [
    header,
    tableType,
    importValues(`{\n${names.map((name) => `  ${name},\n`).join('')}}`, './tables.ts'),
    '',
    '/** Every built-in group and version, by what a Clientset calls it: `coreV1`, `rbacV1`. */',
    'export const resourceTables: Readonly<Record<string, ResourceTable>> = {',
    ...names.map((name) => `  ${name},`),
    '}',
    '',
    'export type GroupVersionAccessor =',
    ...names.map((name) => `  | '${name}'`),
    '',
  ].join('\n')
}

export function withResources(models: ApiModels): ApiModel[] {
  return [...models.values()].filter(({ resources }) => resources.length > 0)
}

function tableOf(model: ApiModel): string {
  return [`${model.group}/${model.version}`, ...model.resources.map(lineOf)].join('\n')
}

function lineOf(resource: ResourceFacts): string {
  const marked = (mark: string, words: readonly string[]) => (words.length === 0 ? [] : [mark + words.join(',')])
  return [
    ...(resource.resource === pluralOf(resource.kind) ? [] : [resource.resource]),
    resource.kind,
    ...(resource.namespaced ? [] : ['^']),
    ...marked('=', resource.shortNames ?? []),
    ...marked('@', resource.categories ?? []),
    ...methodWords(resource, marked),
    ...marked(
      '/',
      (resource.subresources ?? []).map(({ name }) => name),
    ),
  ].join(' ')
}

function methodWords(resource: ResourceFacts, marked: (mark: string, words: readonly string[]) => string[]): string[] {
  const { base, sets, single } = summarise(allMethods(resource))
  if (base.length === 0) return marked('!', [...sets, ...single])
  const lacking = baseMethods.filter((method) => !base.includes(method))
  const few = lacking.length <= baseMethods.length / 2
  return [...(few ? marked('-', lacking) : marked('!', base)), ...marked('+', [...sets, ...single])]
}

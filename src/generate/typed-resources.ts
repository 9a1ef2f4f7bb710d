import { accessorName } from '../resources/accessor-name.ts'
import { baseMethods } from '../resources/methods.ts'
import type { ResourceFacts } from '../schema/facts.ts'
import { returnedName } from './kind-shape.ts'
import { allMethods, summarise, typedMethods } from './method-set.ts'
import { type ApiModel, type ApiModels, accessorOf } from './model.ts'
import { withResources } from './resource-tables.ts'
import { importTypes } from './text.ts'

/** The types of every resource of every group and version, for the typed client. */
export function typedResources(models: ApiModels, header: string): string {
  const groups = withResources(models)
  const imports = groups.map(
    (model) => `${importTypes(`* as ${accessorOf(model)}`, `../api/${model.folder}/${model.version}.ts`)}\n`,
  )
  const all = groups.map((model) => `  ${accessorOf(model)}: ${interfaceName(model)}\n`)
  return [
    `${header}\n${imports.join('')}${importTypes('{ BaseMethod, ScaleMethod, StatusMethod }', './methods.ts')}\n`,
    ...groups.map(groupInterface),
    `/** Each group and version by its accessor. */\nexport interface TypedResources {\n${all.join('')}}\n`,
  ].join('\n')
}

function interfaceName(model: ApiModel): string {
  const accessor = accessorOf(model)
  return `${accessor.slice(0, 1).toUpperCase()}${accessor.slice(1)}Resources`
}

function groupInterface(model: ApiModel): string {
  const lines = model.resources.map((resource) => resourceProperty(model, resource))
  return `export interface ${interfaceName(model)} {\n${lines.join('')}}\n`
}

function resourceProperty(model: ApiModel, resource: ResourceFacts): string {
  const { kind } = resource
  const from = accessorOf(model)
  const list = model.kinds.has(`${kind}List`) ? `${from}.${kind}List` : 'never'
  return [
    `  ${accessorName(kind, resource.resource)}: {`,
    `    object: ${from}.${kind}`,
    `    stored: ${from}.${returnedName(model, kind)}`,
    `    list: ${list}`,
    `    apply: ${allMethods(resource).has('apply') ? `${from}.${kind}ApplyConfiguration` : 'never'}`,
    `    namespaced: ${resource.namespaced}`,
    `    methods: ${methodsType(resource)}`,
    '  }\n',
  ].join('\n')
}

const setTypes: Readonly<Record<string, string>> = { status: 'StatusMethod', scale: 'ScaleMethod' }

/** The methods of a resource's client, as a type; `nameOf` gives the names of those that come together. */
export function methodsType(resource: ResourceFacts, nameOf: (set: string) => string = (set) => set): string {
  const methods = typedMethods(resource)
  const { base, sets, single } = summarise(methods)
  const named = sets.filter((set) => setTypes[set] !== undefined)
  const loose = [...methods].filter((method) => /WithEventNamespace$/.test(method)).sort()
  const lacking = baseMethods.filter((method) => !base.includes(method))
  const words = lacking.length === 0 ? [nameOf('BaseMethod')] : base.map((method) => `'${method}'`)
  return [
    ...words,
    ...named.map((set) => nameOf(setTypes[set] ?? '')),
    ...[...new Set([...single, ...loose])].sort().map((method) => `'${method}'`),
  ].join(' | ')
}

import { accessorName } from '../../resources/accessor-name.ts'
import { baseMethods, methodSets } from '../../resources/methods.ts'
import { isApplied } from '../api-file.ts'
import { listOf, returnedName } from '../kind-shape.ts'
import { typedMethods } from '../method-set.ts'
import { apiVersionOf } from '../model.ts'
import { docComment, quote } from '../text.ts'
import type { NameOf } from '../type-expression.ts'
import { methodsType } from '../typed-resources.ts'
import type { CustomKind } from './custom-kind.ts'
import { type CustomModel, resourceOf } from './custom-model.ts'
import { TypeNames, typeWord } from './type-names.ts'

/** In the place of a group and version: the types of the clientset. */
export const clientKey = 'kubernetes'

/** Words that no constant may be called. */
const reserved = new Set(
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield'.split(
    ' ',
  ),
)

/** A descriptor for each resource, with which a clientset makes its client, and the types that go with it. */
export function descriptorsText(custom: CustomModel, nameOf: NameOf): string {
  const constants = new TypeNames()
  return custom.kinds
    .map(({ kind, type }) => {
      const name = constants.take(constantName(kind))
      return `${descriptorText(custom, kind, type, name, nameOf)}\n${resourceTypes(custom, kind, type, nameOf)}`
    })
    .join('\n')
}

/** The names that it declares. */
export function descriptorTypes({ kinds }: CustomModel): string[] {
  return kinds.map(({ type }) => `${type}Resource`)
}

function constantName({ kind, resource }: CustomKind): string {
  const word = typeWord(accessorName(kind, resource))
  const name = /^\d/.test(word) ? `resource${word}` : word.slice(0, 1).toLowerCase() + word.slice(1)
  return reserved.has(name) ? `${name}Resource` : name
}

function descriptorText({ model }: CustomModel, kind: CustomKind, type: string, name: string, nameOf: NameOf): string {
  const namespace = kind.namespaced ? ", 'default'" : ''
  const comment = `The ${kind.resource} of ${apiVersionOf(model)}: \`clientset.resource(${name}${namespace})\`.`
  const facts = Object.entries(descriptorOf(kind)).map(([field, value]) => `  ${field}: ${literalOf(value)},\n`)
  const typed = `${nameOf(clientKey, 'TypedDescriptor')}<${type}Resource>`
  const old = kind.deprecated === undefined ? [] : ['', `@deprecated ${kind.deprecated}`]
  return `${docComment([comment, ...old])}export const ${name}: ${typed} = {\n${facts.join('')}}\n`
}

function descriptorOf(kind: CustomKind): Readonly<Record<string, string | boolean | readonly string[]>> {
  const { group, version, resource, kind: name, namespaced, singular, listKind, shortNames, categories } = kind
  const subresources = kind.subresources.map((each) => each.name)
  const unlessEmpty = (field: string, list: readonly string[] = []) => (list.length === 0 ? {} : { [field]: list })
  return {
    ...{ group, version, resource, kind: name, namespaced },
    ...(singular === undefined || singular === name.toLowerCase() ? {} : { singular }),
    ...(listKind === undefined || listKind === `${name}List` ? {} : { listKind }),
    ...unlessEmpty('shortNames', shortNames),
    ...unlessEmpty('categories', categories),
    ...unlessEmpty('subresources', subresources),
    ...unlessEmpty('methods', unusualMethods(kind)),
  }
}

/** The methods, where they are not those that a client takes a resource of these subresources to have. */
function unusualMethods(kind: CustomKind): string[] {
  const methods = [...typedMethods(resourceOf(kind))]
  const sets = kind.subresources.flatMap(({ name }) => methodSets[name] ?? [])
  const usual = new Set<string>([...baseMethods, ...sets])
  const isUsual = methods.length === usual.size && methods.every((method) => usual.has(method))
  return isUsual ? [] : methods
}

function resourceTypes({ model }: CustomModel, kind: CustomKind, type: string, nameOf: NameOf): string {
  const applied = model.types.get(type)
  const lines = [
    `object: ${type}`,
    `stored: ${returnedName(model, type)}`,
    `list: ${listOf(model, type) ?? 'never'}`,
    `apply: ${applied !== undefined && isApplied(model, applied) ? `${type}ApplyConfiguration` : 'never'}`,
    `namespaced: ${kind.namespaced}`,
    `methods: ${methodsType(resourceOf(kind), (set) => nameOf(clientKey, set))}`,
  ]
  const comment = `What the client of ${kind.resource} takes and gives.`
  return `${docComment([comment])}export interface ${type}Resource {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`
}

function literalOf(value: string | boolean | readonly string[]): string {
  if (typeof value === 'string') return quote(value)
  return typeof value === 'boolean' ? String(value) : `[${value.map(quote).join(', ')}]`
}

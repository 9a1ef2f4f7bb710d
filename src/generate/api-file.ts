import type { ApplyNeeds } from './apply-needs.ts'
import { referenceOf } from './apply-needs.ts'
import {
  type Descriptions,
  type FileContext,
  kindApplyDeclaration,
  listDeclaration,
  partApplyDeclaration,
  returnedDeclaration,
  structDeclaration,
} from './declarations.ts'
import { Imports } from './imports.ts'
import { isObject, returnedName, shapeOf, wireKind } from './kind-shape.ts'
import { metaPreamble, metaPreambleNames } from './meta-preamble.ts'
import { allMethods } from './method-set.ts'
import { type ApiModel, type ApiModels, modelKey, type TypeModel } from './model.ts'
import { stringUnion } from './string-union.ts'
import type { NameOf } from './type-expression.ts'

export interface ApiFileOptions {
  readonly needs: ApplyNeeds
  /** The parts that are in some kind's apply configuration, as `core/v1.PodSpec`. */
  readonly appliedParts: ReadonlySet<string>
  readonly header: string
  readonly linkOf: FileContext['linkOf']
  readonly descriptions?: Descriptions | undefined
  /** Where the types of another group and version are. Default: beside these. */
  readonly pathTo?: ((key: string) => string) | undefined
  readonly preamble?: Preamble | undefined
}

/** What stands before the types. */
export interface Preamble {
  /** What it declares. */
  readonly names: readonly string[]
  readonly text: (nameOf: NameOf) => string
}

/** The types of one group and version: what stands in `api/FOLDER/VERSION.ts`. */
export function apiFile(model: ApiModel, options: ApiFileOptions): string {
  const preamble = options.preamble ?? (model.folder === 'meta' ? ofMeta : undefined)
  const imports = new Imports(model, declaredNames(model, options, preamble), options.pathTo)
  const key = modelKey(model)
  const nameOf = (other: string | undefined, name: string) => imports.name(other ?? key, name)
  const context: FileContext = {
    model,
    nameOf,
    needs: options.needs,
    linkOf: options.linkOf,
    descriptions: options.descriptions,
  }
  const blocks = [...model.types.values()].flatMap((type) => typeBlocks(context, type, options))
  const strings = [...model.strings].map(([name, values]) => `export type ${name} = ${stringUnion(values)}\n`)
  const first = preamble === undefined ? [] : [preamble.text(nameOf)]
  const head = imports.text()
  return `${options.header}\n${head === '' ? '' : `\n${head}`}\n${[...first, ...blocks, ...strings].join('\n')}`
}

const ofMeta: Preamble = { names: metaPreambleNames, text: () => metaPreamble }

function typeBlocks(context: FileContext, type: TypeModel, options: ApiFileOptions): string[] {
  const { model } = context
  const shape = model.kinds.has(type.name) ? shapeOf(model, type.name) : undefined
  if (shape?.form === 'list') return [listDeclaration(context, type, shape.item)]
  const part = options.appliedParts.has(`${modelKey(model)}.${type.name}`)
  return [
    structDeclaration(context, type),
    model.kinds.has(type.name) ? returnedDeclaration(context, type.name) : '',
    isApplied(model, type) ? kindApplyDeclaration(context, type) : part ? partApplyDeclaration(context, type) : '',
  ].filter((block) => block !== '')
}

/** Whether a whole object of the kind is applied somewhere. */
export function isApplied(model: ApiModel, type: TypeModel): boolean {
  if (!model.kinds.has(type.name) || !isObject(type.fields)) return false
  if (type.name === 'Scale') return true
  const kind = wireKind(model, type.name)
  return model.resources.some((resource) => resource.kind === kind && allMethods(resource).has('apply'))
}

/** All parts whose apply configuration is not the type itself and that are in some kind that is applied. */
export function appliedParts(models: ApiModels, needs: ApplyNeeds): Set<string> {
  const parts = new Set<string>()
  const visit = (id: string): void => {
    const dot = id.lastIndexOf('.')
    const key = id.slice(0, dot)
    const type = models.get(key)?.types.get(id.slice(dot + 1))
    if (type === undefined || parts.has(id) || !needs.has(key, type.name)) return
    parts.add(id)
    for (const field of type.fields) visit(referenceOf(field.type, key) ?? '')
  }
  visit('meta/v1.ObjectMeta')
  for (const [key, model] of models) {
    for (const type of model.types.values()) {
      if (!isApplied(model, type)) continue
      for (const field of type.fields) if (field.name !== 'metadata') visit(referenceOf(field.type, key) ?? '')
    }
  }
  return parts
}

function declaredNames(
  model: ApiModel,
  { appliedParts: parts }: ApiFileOptions,
  preamble: Preamble | undefined,
): Set<string> {
  const names = new Set([...(preamble?.names ?? []), ...model.types.keys(), ...model.strings.keys()])
  for (const type of model.types.values()) {
    if (model.kinds.has(type.name)) names.add(returnedName(model, type.name))
    if (isApplied(model, type) || parts.has(`${modelKey(model)}.${type.name}`))
      names.add(`${type.name}ApplyConfiguration`)
  }
  return names
}

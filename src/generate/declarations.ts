import { isAlwaysSent } from '../schema/nullability.ts'
import type { ApplyNeeds } from './apply-needs.ts'
import { answeredFields, ownFields, returnedName, shapeOf, typeMeta } from './kind-shape.ts'
import { type ApiModel, modelKey, type TypeField, type TypeModel } from './model.ts'
import { type Direction, property } from './properties.ts'
import { docComment } from './text.ts'
import { globalKey, type NameOf } from './type-expression.ts'

/** What the declarations of one file have in common. */
export interface FileContext {
  readonly model: ApiModel
  readonly nameOf: NameOf
  readonly needs: ApplyNeeds
  /** Where a type is described, if anywhere. */
  readonly linkOf: (model: ApiModel, type: string) => string | undefined
  readonly descriptions?: Descriptions | undefined
}

/** Descriptions of types and fields, where they are at hand: a type's is under the empty name. */
export type Descriptions = (type: string, field: string) => string | undefined

/** Only ever received: the machinery's answers. */
const outputs =
  /^(APIGroup|APIGroupList|APIResource|APIResourceList|APIVersions|GroupVersionForDiscovery|ListMeta|PartialObjectMetadataList|ServerAddressByClientCIDR|Status|StatusCause|StatusDetails|Table|TableColumnDefinition|TableRow|TableRowCondition|WatchEvent)$/

export function structDeclaration(context: FileContext, type: TypeModel): string {
  const { model } = context
  const isKind = model.kinds.has(type.name) && type.fields.some(({ name }) => name === 'kind')
  const direction: Direction = model.folder === 'meta' && outputs.test(type.name) ? 'output' : 'input'
  const fields = isKind ? ownFields(type) : type.fields
  const head = isKind ? typeMeta(model, type.name, ' | undefined') : ''
  const body = head + propertiesOf(context, type.name, fields, direction) + rest(type)
  return declare(context, type.name, docOf(context, type.name), body)
}

/** The list of a kind, as a server returns it. */
export function listDeclaration(context: FileContext, type: TypeModel, item: string): string {
  const { model, nameOf } = context
  const body =
    typeMeta(model, type.name, '') +
    `  metadata: ${nameOf('meta/v1', 'ListMeta')}\n  items: ${returnedName(model, item)}[]\n`
  return declare(context, type.name, docOf(context, type.name), body)
}

/** What a server returns of a kind: `StoredPod`, `TokenReviewResponse`. Empty if there is nothing to add. */
export function returnedDeclaration(context: FileContext, kind: string): string {
  const { model, nameOf } = context
  const name = returnedName(model, kind)
  if (name === kind) return ''
  const shape = shapeOf(model, kind)
  const isNamespaced = shape.form === 'stored' && shape.resource?.namespaced === true
  const metadata =
    shape.form === 'stored'
      ? `  metadata: ${nameOf('meta/v1', isNamespaced ? 'NamespacedObjectMeta' : 'StoredObjectMeta')}\n`
      : ''
  const fields = answeredFields(model, kind).map((field) => {
    const line = property(field, { owner: ownerOf(context, kind), nameOf, direction: 'output', required: true })
    return shape.form === 'other' && field.name === 'status' ? withAnswer(context, field, line) : line
  })
  const body = `${typeMeta(model, kind, '')}${metadata}${fields.join('')}`
  return `${docComment([`{@link ${kind}} as a server returns it.`])}export interface ${name} extends ${kind} {\n${body}}\n`
}

/** Nobody but the server writes the answer to a question: what it always writes is there. */
function withAnswer(context: FileContext, { type }: TypeField, line: string): string {
  const answer = type.form === 'reference' && type.groupVersion === undefined ? type.name : ''
  const always = (context.model.types.get(answer)?.fields ?? []).filter(
    (field) => !field.required && isAlwaysSent(field),
  )
  if (always.length === 0) return line
  const { nameOf } = context
  const fields = always.map((field) =>
    property(field, { owner: ownerOf(context, answer), nameOf, direction: 'output', required: true }).trim(),
  )
  return `${line.trimEnd()} & { ${fields.join('; ')} }\n`
}

/** What is applied of a kind: all is optional but its name. */
export function kindApplyDeclaration(context: FileContext, type: TypeModel): string {
  const { model, nameOf } = context
  const fields = ownFields(type).filter(({ name }) => name !== 'metadata')
  const body = `${typeMeta(model, type.name, ' | undefined')}  metadata: ${nameOf('meta/v1', 'ApplyMetadata')}\n`
  return applyInterface(context, type.name, body + applyProperties(context, type.name, fields) + rest(type))
}

/** What is applied of a part: all is optional but what tells list items apart. */
export function partApplyDeclaration(context: FileContext, type: TypeModel): string {
  return applyInterface(context, type.name, applyProperties(context, type.name, type.fields) + rest(type))
}

function applyInterface(context: FileContext, kind: string, body: string): string {
  return declare(context, `${kind}ApplyConfiguration`, [`What one field manager wants of {@link ${kind}}.`], body)
}

/** What else may be in an object that keeps what its schema does not know. */
function rest({ isOpen }: TypeModel): string {
  return isOpen === true ? '  [field: string]: unknown\n' : ''
}

function applyProperties(context: FileContext, owner: string, fields: readonly TypeField[]): string {
  const { model, needs, nameOf } = context
  const keys = needs.keys(modelKey(model), owner)
  const applied: NameOf = (key, name) =>
    nameOf(key, needs.has(key ?? modelKey(model), name) ? `${name}ApplyConfiguration` : name)
  return fields
    .map((field) => {
      const required = keys.has(field.name)
      // Nothing that is applied is null: what is not there is not owned.
      const plain = { ...field, required: true }
      return property(
        { ...plain, omitEmpty: true, formerlyNull: false },
        { owner: ownerOf(context, owner), nameOf: applied, direction: 'input', required },
      )
    })
    .join('')
}

function propertiesOf(context: FileContext, owner: string, fields: readonly TypeField[], direction: Direction): string {
  const { nameOf, descriptions } = context
  return fields
    .map((field) => {
      const doc = descriptions?.(owner, field.name)?.split('\n') ?? []
      return property(field, { owner: ownerOf(context, owner), nameOf, direction, doc })
    })
    .join('')
}

function docOf({ model, linkOf, descriptions }: FileContext, type: string): string[] {
  const link = linkOf(model, type)
  const text = descriptions?.(type, '')?.split('\n') ?? []
  return link === undefined ? text : text.length === 0 ? [link] : [...text, '', link]
}

function declare({ nameOf }: FileContext, name: string, doc: readonly string[], body: string): string {
  return body === ''
    ? `${docComment(doc)}export type ${name} = ${nameOf(globalKey, 'Record')}<string, never>\n`
    : `${docComment(doc)}export interface ${name} {\n${body}}\n`
}

function ownerOf({ model }: FileContext, type: string): string {
  return `${modelKey(model)}.${type}`
}

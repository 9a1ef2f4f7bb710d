/** What a field may hold. */
export type FieldType =
  | { readonly form: 'scalar'; readonly scalar: Scalar }
  | { readonly form: 'array'; readonly items: FieldType }
  | { readonly form: 'map'; readonly values: FieldType }
  | { readonly form: 'struct'; readonly definition: string }

export type Scalar =
  | 'any'
  | 'boolean'
  | 'bytes'
  | 'integer'
  | 'IntOrString'
  | 'MicroTime'
  | 'number'
  | 'Quantity'
  | 'string'
  | 'Time'

export interface Field {
  readonly name: string
  /** Not written when it is zero: an empty string, list or map, 0, false. */
  readonly omitZero: boolean
  /** Zero and absent are two things. */
  readonly pointer: boolean
  readonly type: FieldType
}

export interface Definition {
  readonly fields: readonly Field[]
  readonly byName: ReadonlyMap<string, Field>
}

const scalars = new Set<string>([
  'any',
  'boolean',
  'bytes',
  'integer',
  'IntOrString',
  'MicroTime',
  'number',
  'Quantity',
  'string',
  'Time',
] satisfies Scalar[])

/** Definitions by name, read from their compact text when they are first used. */
export class FieldTypes {
  readonly #texts: Readonly<Record<string, string>>
  readonly #definitions = new Map<string, Definition>()

  constructor(texts: Readonly<Record<string, string>>) {
    this.#texts = texts
  }

  /** @throws {RangeError} if there is no such definition */
  get(name: string): Definition {
    let definition = this.#definitions.get(name)
    if (definition === undefined) {
      const text = this.#texts[name]
      if (text === undefined) throw new RangeError(`no definition of ${name}`)
      const fields = text === '' ? [] : text.split(' ').map(parseField)
      definition = { fields, byName: new Map(fields.map((field) => [field.name, field])) }
      this.#definitions.set(name, definition)
    }
    return definition
  }
}

function parseField(text: string): Field {
  const [, name = '', flags = '', type = ''] = /^([^:]+):([?*]*)(.+)$/.exec(text) ?? []
  return { name, omitZero: flags.includes('?'), pointer: flags.includes('*'), type: parseType(type) }
}

function parseType(text: string): FieldType {
  if (text.startsWith('[]')) return { form: 'array', items: parseType(text.slice(2)) }
  if (text.startsWith('{}')) return { form: 'map', values: parseType(text.slice(2)) }
  return scalars.has(text) ? { form: 'scalar', scalar: text as Scalar } : { form: 'struct', definition: text }
}

import type { GroupVersionFacts } from './facts.ts'
import type { Field, FieldType, Scalar } from './field.ts'
import { parseFields } from './parse-fields.ts'

/** What a field holds, with names looked up. */
export type ResolvedType =
  | { readonly form: 'scalar'; readonly scalar: Scalar }
  /** A string with values that are known; if it is closed, there are no others. */
  | { readonly form: 'words'; readonly words: readonly string[]; readonly closed: boolean }
  | { readonly form: 'array'; readonly items: ResolvedType }
  | { readonly form: 'map'; readonly values: ResolvedType }
  /** Made of fields: a {@link Definition} of this name. */
  | { readonly form: 'struct'; readonly definition: string }

export interface ResolvedField extends Omit<Field, 'type'> {
  readonly type: ResolvedType
}

/** What a type that is made of fields consists of. */
export interface Definition {
  /** `core/v1.PodSpec` */
  readonly name: string
  /** In the order in which a server writes them. */
  readonly fields: readonly ResolvedField[]
  readonly byName: ReadonlyMap<string, ResolvedField>
  /** What an object of this type calls itself, if it is one that does. */
  readonly is: { readonly apiVersion: string; readonly kind: string } | undefined
}

/** Definitions by their names, read from the facts' compact text when they are first used. */
export class Definitions {
  /** By `FOLDER/VERSION`. */
  readonly #facts = new Map<string, GroupVersionFacts>()
  readonly #known = new Map<string, Definition>()

  constructor(facts: Iterable<GroupVersionFacts> = []) {
    for (const each of facts) this.add(each)
  }

  add(facts: GroupVersionFacts): void {
    this.#facts.set(`${facts.folder}/${facts.version}`, facts)
  }

  /**
   * @param name `core/v1.PodSpec`
   * @throws {RangeError} if there is no such definition
   */
  get(name: string): Definition {
    let definition = this.#known.get(name)
    if (definition === undefined) {
      definition = this.#read(name)
      this.#known.set(name, definition)
    }
    return definition
  }

  #read(name: string): Definition {
    const dot = name.lastIndexOf('.')
    const groupVersion = name.slice(0, dot)
    const type = name.slice(dot + 1)
    const facts = this.#facts.get(groupVersion)
    if (facts === undefined || !Object.hasOwn(facts.types, type)) throw new RangeError(`no definition of ${name}`)
    const fields = parseFields(facts.types[type] ?? '').map((field) => ({
      ...field,
      type: this.#resolve(field.type, groupVersion),
    }))
    const { group, version, kinds } = facts
    const is = Object.hasOwn(kinds, type)
      ? { apiVersion: group === '' ? version : `${group}/${version}`, kind: type }
      : undefined
    return { name, fields, byName: new Map(fields.map((field) => [field.name, field])), is }
  }

  #resolve(type: FieldType, groupVersion: string): ResolvedType {
    switch (type.form) {
      case 'scalar':
        return type
      case 'array':
        return { form: 'array', items: this.#resolve(type.items, groupVersion) }
      case 'map':
        return { form: 'map', values: this.#resolve(type.values, groupVersion) }
      case 'reference': {
        const owner = type.groupVersion ?? groupVersion
        const strings = this.#facts.get(owner)?.strings ?? {}
        const words = Object.hasOwn(strings, type.name) ? strings[type.name] : undefined
        return words === undefined
          ? { form: 'struct', definition: `${owner}.${type.name}` }
          : { form: 'words', words: words.replace(/^!/, '').split('|'), closed: words.startsWith('!') }
      }
    }
  }
}

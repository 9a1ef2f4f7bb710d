import type { GroupVersionFacts } from '../../src/schema/facts.ts'
import type { Field, FieldType } from '../../src/schema/field.ts'
import { knownApiVersions, loadFacts, parseFields } from '../../src/schema/index.ts'
import { isAlwaysSent, isNullable } from '../../src/schema/nullability.ts'

/** Tells where an object does not fit its type: what is null, missing, or of another type than declared. */
export interface TypeChecker {
  mismatches(object: { apiVersion?: string | undefined; kind?: string | undefined }): string[]
}

const scalarTypes: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  bytes: 'string',
  Duration: 'string',
  int32: 'number',
  int64: 'number',
  MicroTime: 'string',
  number: 'number',
  Quantity: 'string',
  string: 'string',
  Time: 'string',
}

export async function createTypeChecker(): Promise<TypeChecker> {
  const facts = new Map<string, GroupVersionFacts>()
  const keys = new Map<string, string>()
  for (const apiVersion of knownApiVersions()) {
    const loaded = await loadFacts(apiVersion)
    if (loaded === undefined) continue
    const key = `${loaded.folder}/${loaded.version}`
    facts.set(key, loaded)
    keys.set(apiVersion, key)
  }
  return {
    mismatches: (object) => {
      const key = keys.get(object.apiVersion ?? '')
      if (key === undefined) return []
      const check = new Check(facts)
      check.struct(key, object.kind ?? '', object, object.kind ?? '', true)
      return check.found
    },
  }
}

class Check {
  readonly found: string[] = []
  readonly #facts: ReadonlyMap<string, GroupVersionFacts>

  constructor(facts: ReadonlyMap<string, GroupVersionFacts>) {
    this.#facts = facts
  }

  struct(key: string, name: string, value: unknown, path: string, isObject = false): void {
    const text = this.#facts.get(key)?.types[name]
    if (text === undefined || !isRecord(value)) {
      this.found.push(`${path}: not a ${name}`)
      return
    }
    for (const field of parseFields(text)) this.#field(field, value[field.name], { key, name, path, isObject })
  }

  #field(field: Field, value: unknown, of: { key: string; name: string; path: string; isObject: boolean }): void {
    const path = `${of.path}.${field.name}`
    if (value === undefined) {
      if (field.required || (of.isObject && isAlwaysSent(field))) this.found.push(`${path}: missing`)
    } else if (value === null) {
      const mayBeAnything = field.type.form === 'scalar' && ['any', 'JSON'].includes(field.type.scalar)
      if (!mayBeAnything && !isNullable(field, `${of.key}.${of.name}`)) this.found.push(`${path}: null`)
    } else {
      this.#value(field.type, value, of.key, path)
    }
  }

  #value(type: FieldType, value: unknown, key: string, path: string): void {
    if (type.form === 'scalar') {
      const expected = scalarTypes[type.scalar]
      if (expected !== undefined && expected !== typeof value) this.found.push(`${path}: a ${typeof value}`)
    } else if (type.form === 'array') {
      if (!Array.isArray(value)) this.found.push(`${path}: no array`)
      else for (const [index, item] of value.entries()) this.#value(type.items, item, key, `${path}[${index}]`)
    } else if (type.form === 'map') {
      if (!isRecord(value)) this.found.push(`${path}: no map`)
      else for (const [name, item] of Object.entries(value)) this.#value(type.values, item, key, `${path}.${name}`)
    } else {
      this.#reference(type.groupVersion ?? key, type.name, value, path)
    }
  }

  #reference(key: string, name: string, value: unknown, path: string): void {
    const values = this.#facts.get(key)?.strings[name]
    if (values === undefined) this.struct(key, name, value, path)
    else if (typeof value !== 'string') this.found.push(`${path}: a ${typeof value}`)
    else if (values.startsWith('!') && !values.slice(1).split('|').includes(value)) this.found.push(`${path}: ${value}`)
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import { type ApiModel, modelKey } from './model.ts'
import { importTypes } from './text.ts'
import { globalKey } from './type-expression.ts'

/** Collects what a file needs from others while it is written. */
export class Imports {
  readonly #model: ApiModel
  readonly #pathTo: (key: string) => string
  readonly #own: ReadonlySet<string>
  /** What is imported under which name, by file. */
  readonly #files = new Map<string, Map<string, string>>()
  readonly #names = new Set<string>()
  #hidesRecord = false

  /**
   * @param own the names that the file itself declares
   * @param pathTo where another group and version's types are; default: beside this one's
   */
  constructor(model: ApiModel, own: ReadonlySet<string>, pathTo: (key: string) => string = pathBeside(model)) {
    this.#model = model
    this.#own = own
    this.#pathTo = pathTo
  }

  /** The name by which the file knows a type of this or another group and version. */
  name(key: string, name: string): string {
    if (key === modelKey(this.#model)) return name
    if (key === globalKey) return this.#global(name)
    const file = this.#files.get(key) ?? new Map<string, string>()
    this.#files.set(key, file)
    const known = file.get(name)
    if (known !== undefined) return known
    const isTaken = this.#own.has(name) || this.#names.has(name)
    const local = isTaken ? `${prefixOf(key)}${name}` : name
    this.#names.add(local)
    file.set(name, local)
    return local
  }

  /** The import statements, and other names for what the file's own hide of the language. */
  text(): string {
    return `${this.#imports()}${this.#hidesRecord ? `\n${recordAlias}` : ''}`
  }

  /** The one global name that is used is `Record`, which a custom resource may well be called. */
  #global(name: string): string {
    this.#hidesRecord ||= this.#own.has(name)
    return this.#own.has(name) ? `Global${name}` : name
  }

  #imports(): string {
    const files = [...this.#files].sort(([a], [b]) => (a < b ? -1 : 1))
    return files.map(([key, names]) => `${importTypes(`{ ${listOf(names)} }`, this.#pathTo(key))}\n`).join('')
  }
}

function pathBeside(model: ApiModel): (key: string) => string {
  return (key) => {
    const [folder = '', version = ''] = key.split('/')
    return folder === model.folder ? `./${version}.ts` : `../${folder}/${version}.ts`
  }
}

const recordAlias = 'type GlobalRecord<Key extends string, Value> = { [Name in Key]: Value }\n'

function listOf(names: ReadonlyMap<string, string>): string {
  const sorted = [...names].sort(([a], [b]) => (a < b ? -1 : 1))
  return sorted.map(([name, local]) => (name === local ? name : `${name} as ${local}`)).join(', ')
}

function prefixOf(key: string): string {
  return key.replace(/(^|\/)(\w)/g, (_, _slash, letter: string) => letter.toUpperCase())
}

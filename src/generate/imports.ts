import { type ApiModel, modelKey } from './model.ts'
import { importTypes } from './text.ts'

/** Collects what a file needs from others while it is written. */
export class Imports {
  readonly #model: ApiModel
  readonly #own: ReadonlySet<string>
  /** What is imported under which name, by file. */
  readonly #files = new Map<string, Map<string, string>>()
  readonly #names = new Set<string>()

  /** @param own the names that the file itself declares */
  constructor(model: ApiModel, own: ReadonlySet<string>) {
    this.#model = model
    this.#own = own
  }

  /** The name by which the file knows a type of this or another group and version. */
  name(key: string, name: string): string {
    if (key === modelKey(this.#model)) return name
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

  /** The import statements. */
  text(): string {
    const files = [...this.#files].sort(([a], [b]) => (a < b ? -1 : 1))
    return files.map(([key, names]) => `${importTypes(`{ ${listOf(names)} }`, this.#pathTo(key))}\n`).join('')
  }

  #pathTo(key: string): string {
    const [folder = '', version = ''] = key.split('/')
    return folder === this.#model.folder ? `./${version}.ts` : `../${folder}/${version}.ts`
  }
}

function listOf(names: ReadonlyMap<string, string>): string {
  const sorted = [...names].sort(([a], [b]) => (a < b ? -1 : 1))
  return sorted.map(([name, local]) => (name === local ? name : `${name} as ${local}`)).join(', ')
}

function prefixOf(key: string): string {
  return key.replace(/(^|\/)(\w)/g, (_, _slash, letter: string) => letter.toUpperCase())
}

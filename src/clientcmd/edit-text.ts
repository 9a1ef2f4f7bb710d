import type * as Yaml from 'yaml'
import {
  type EntryChanges,
  entryLists,
  type FieldChange,
  type FieldChanges,
  type KubeConfigChanges,
} from './changes.ts'
import { editKubeconfigJson } from './edit-json.ts'

/** The text cannot be changed as asked. The message quotes nothing of it. */
export class EditError extends Error {}

/**
 * Changes a kubeconfig's text. Of YAML, comments, order, line ends, and the spelling of everything that is not changed
 * stay; JSON stays JSON.
 *
 * @throws {EditError}
 */
export async function editKubeconfigText(text: string, changes: KubeConfigChanges): Promise<string> {
  const json = text.trimStart().startsWith('{') ? parseJson(text) : undefined
  if (json !== undefined) {
    const edited = editKubeconfigJson(json, changes)
    if (edited === undefined) throw new EditError('has a list of entries that is no list')
    return `${JSON.stringify(edited, undefined, 2)}\n`
  }
  const yaml = await import('yaml')
  // In this schema nothing is anything but a string, so that nothing is respelt.
  const document = yaml.parseDocument(text, {
    schema: 'failsafe',
    prettyErrors: false,
    logLevel: 'silent',
    uniqueKeys: false,
  })
  if (document.errors.length > 0) throw new EditError('cannot be parsed')
  const isFresh = isNothing(yaml, document.contents)
  const root: unknown = isFresh ? nodeOf(yaml, { apiVersion: 'v1', kind: 'Config' }) : document.contents
  if (!yaml.isMap(root)) throw new EditError('is not a mapping')
  if (isFresh) document.contents = root as unknown as typeof document.contents
  new Editor(yaml, document).apply(root, changes)
  try {
    // Lists as kubectl writes them, unless the file has them otherwise.
    const edited = document.toString({
      lineWidth: 0,
      indentSeq: /^[\w-]+:[^\S\n]*\n +- /m.test(text),
      flowCollectionPadding: /[[{] /.test(text),
    })
    return text.includes('\r\n') ? edited.replaceAll('\n', '\r\n') : edited
  } catch {
    // The message may quote the text.
    throw new EditError('cannot be changed like that: something removed has an anchor (&) that is used elsewhere')
  }
}

type Package = typeof Yaml

class Editor {
  readonly #yaml: Package
  readonly #document: Yaml.Document

  constructor(yaml: Package, document: Yaml.Document) {
    this.#yaml = yaml
    this.#document = document
  }

  apply(root: Yaml.YAMLMap, changes: KubeConfigChanges): void {
    for (const [list, content] of entryLists) {
      const entries = changes[list]
      if (entries !== undefined) this.#changeEntries(root, list, content, entries)
    }
    if (changes.currentContext !== undefined) this.#changeField(root, 'current-context', changes.currentContext ?? '')
  }

  #changeEntries(root: Yaml.YAMLMap, list: string, content: string, changes: EntryChanges): void {
    let entries = this.#resolved(root.get(list, true))
    if (isNothing(this.#yaml, entries)) {
      entries = new this.#yaml.YAMLSeq()
      root.set(list, entries)
    }
    if (!this.#yaml.isSeq(entries)) throw new EditError(`has ${list} that are no list`)
    for (const [name, fields] of Object.entries(changes)) {
      if (fields !== undefined) this.#changeEntry(entries, name, content, fields)
    }
  }

  #changeEntry(entries: Yaml.YAMLSeq, name: string, content: string, fields: FieldChanges | null): void {
    const index = entries.items.findIndex((item) => {
      const entry = this.#resolved(item)
      return this.#yaml.isMap(entry) && entry.get('name') === name
    })
    if (fields === null) {
      if (index !== -1) entries.delete(index)
      return
    }
    if (index === -1) {
      // Kubectl's own order has the name last; people read it first.
      const entry = new this.#yaml.YAMLMap()
      entry.set('name', this.#node(name))
      entry.set(content, this.#node(fields))
      entries.items.push(entry)
      entries.flow = entries.flow === true && entries.items.length > 1
      return
    }
    this.#changeField(this.#resolved(entries.items[index]) as Yaml.YAMLMap, content, fields)
  }

  #changeField(map: Yaml.YAMLMap, field: string, change: FieldChange | undefined): void {
    if (change === undefined) return
    if (change === null) {
      map.delete(field)
      return
    }
    const old = this.#resolved(map.get(field, true))
    if (isMapping(change) && this.#yaml.isMap(old)) {
      for (const [name, value] of Object.entries(change)) this.#changeField(old, name, value)
      return
    }
    const node = this.#node(change)
    if (this.#yaml.isNode(old) && old.comment) node.comment = old.comment
    map.set(field, node)
  }

  /** An alias is followed: what it stands for is what is changed, wherever it is used. */
  #resolved(node: unknown): unknown {
    return this.#yaml.isAlias(node) ? node.resolve(this.#document) : node
  }

  #node(value: FieldChange): Yaml.Node {
    return nodeOf(this.#yaml, value)
  }
}

/** Plain scalars that nothing takes for anything but text. */
const plainText = /^(?!(?:true|false|yes|no|on|off|null|y|n)$)[A-Za-z][\w./@-]*$/i

function nodeOf(yaml: Package, value: FieldChange): Yaml.Node {
  if (Array.isArray(value)) {
    const seq = new yaml.YAMLSeq()
    seq.items = (value as readonly FieldChange[]).map((item) => nodeOf(yaml, item))
    return seq
  }
  if (isMapping(value)) {
    const map = new yaml.YAMLMap()
    for (const [name, item] of Object.entries(value)) {
      // Where everything is new, there is nothing to remove.
      if (item !== null && item !== undefined) map.set(nodeOf(yaml, name), nodeOf(yaml, item))
    }
    return map
  }
  const scalar = new yaml.Scalar(typeof value === 'string' ? value : JSON.stringify(value))
  scalar.type = typeof value !== 'string' || plainText.test(value) ? 'PLAIN' : 'QUOTE_DOUBLE'
  return scalar
}

function isNothing(yaml: Package, node: unknown): boolean {
  if (node === null || node === undefined) return true
  return yaml.isScalar(node) && ['', 'null', '~', null].some((nothing) => nothing === node.value)
}

function isMapping(value: unknown): value is FieldChanges {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

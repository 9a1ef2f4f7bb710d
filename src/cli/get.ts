import type { Table } from '../api/meta/v1.ts'
import { formatGroupResource, type RESTMapping } from '../discovery/index.ts'
import { isNotFound, StatusError } from '../errors/index.ts'
import type { KubernetesObject } from '../meta/index.ts'
import { type ClusterSession, withCluster } from './cluster-session.ts'
import { type FlagValues, readFlagsAndNames } from './flags.ts'
import { type ObjectPrinter, objectPrinter, objectsOf } from './get-output.ts'
import { getRaw } from './get-raw.ts'
import { ObjectReader, tableIn } from './get-reader.ts'
import { type Sorter, sorterBy } from './get-sort.ts'
import { TablePrinter } from './get-table.ts'
import { globalFlags } from './global-flags.ts'
import { reportErrors } from './report-errors.ts'
import { TypeResolver } from './resolve-types.ts'
import { parseResourceArguments, type ResourceArguments, refuseSelectorsWithNames } from './resource-arguments.ts'
import { UsageError } from './usage-error.ts'

const specs = {
  ...globalFlags,
  'all-namespaces': { type: 'boolean', short: 'A', help: 'of all namespaces' },
  'field-selector': { type: 'string', value: 'SELECTOR', help: 'such as status.phase=Running' },
  'ignore-not-found': { type: 'boolean', help: 'do not count it as a failure if a name is not there' },
  'label-columns': {
    type: 'string',
    short: 'L',
    value: 'LABEL,...',
    multiple: true,
    help: 'labels that get columns of their own; more may follow',
  },
  'no-headers': { type: 'boolean', help: 'leave the heads of the columns out' },
  output: {
    type: 'string',
    short: 'o',
    value: 'FORMAT',
    help: 'wide, yaml, json, name, jsonpath=..., custom-columns=...',
  },
  raw: { type: 'string', value: 'PATH', help: 'print what the server answers at this path, such as /version' },
  selector: { type: 'string', short: 'l', value: 'SELECTOR', help: 'such as app=web' },
  'show-kind': { type: 'boolean', help: 'put the kind before each name' },
  'show-labels': { type: 'boolean', help: 'put all labels into the last column' },
  'show-managed-fields': { type: 'boolean', help: 'show what servers keep about ownership, in YAML and JSON' },
  'sort-by': { type: 'string', value: 'PATH', help: 'a JSON path to sort by, such as .metadata.name' },
  watch: { type: 'boolean', short: 'w', help: 'go on with changes until it is interrupted' },
  'watch-only': { type: 'boolean', help: 'only changes, without what is there' },
} as const

type Flags = FlagValues<typeof specs>

const usage = `Usage: kubeclient get TYPE[,TYPE...] [NAME...] [FLAGS]
       kubeclient get TYPE/NAME... [FLAGS]
       kubeclient get --raw PATH

Lists objects as the server shows them, or prints them whole. TYPE is a plural, singular or short name, perhaps with its
group (deployments.apps), or a category, such as all.`

/** Lists objects, as `kubectl get` does. */
export async function get(args: readonly string[]): Promise<number> {
  const given = readFlagsAndNames(usage, specs, args)
  if (given === undefined) return 0
  const { flags, names } = given
  const {
    selector,
    'field-selector': fieldSelector,
    output,
    raw,
    watch = false,
    'watch-only': watchOnly = false,
  } = flags
  if (raw) {
    const others = { output, watch, 'watch-only': watchOnly, selector, 'field-selector': fieldSelector }
    return getRaw(raw, flags, { names, flags: others })
  }
  const wanted = parseResourceArguments(names)
  refuseSelectorsWithNames(wanted, { selector, 'field-selector': fieldSelector })
  const printObjects = objectPrinter(output ?? '', {
    hasNoHeads: flags['no-headers'] === true,
    showsManagedFields: flags['show-managed-fields'] === true,
  })
  const sorter = flags['sort-by'] === undefined ? undefined : sorterBy(flags['sort-by'])
  return withCluster(flags, async (session) => {
    const namespace = flags['all-namespaces'] === true ? '' : session.kubeconfig.namespace()
    const targets = await resolveTargets(wanted, session, namespace)
    const asTable = printObjects === undefined
    const reader = new ObjectReader(session.config, { namespace, asTable, withObjects: sorter !== undefined })
    try {
      const getter = new Getter(reader, flags, namespace, printObjects, sorter)
      return await (watch || watchOnly ? getter.watch(targets) : getter.run(targets))
    } finally {
      await reader.close()
    }
  })
}

/** What is asked for: all objects of a resource, or the one of a name. */
interface Target {
  readonly mapping: RESTMapping
  readonly name?: string
}

async function resolveTargets(
  wanted: ResourceArguments,
  { discovery }: ClusterSession,
  namespace: string,
): Promise<Target[]> {
  const resolver = new TypeResolver(discovery)
  if (wanted.form === 'types') return (await resolver.all(wanted.types)).map((mapping) => ({ mapping }))
  const targets: Target[] = []
  for (const { type, name } of wanted.objects) {
    for (const mapping of await resolver.all([type])) targets.push({ mapping, name })
  }
  if (namespace === '' && targets.some(({ mapping }) => mapping.namespaced)) {
    throw new UsageError('an object cannot be found by name in all namespaces')
  }
  return targets
}

/** What the server says of a target. */
interface Answer {
  readonly mapping: RESTMapping
  readonly answer: KubernetesObject
}

/** Reads and prints what is asked for. */
class Getter {
  readonly #reader: ObjectReader
  readonly #flags: Flags
  readonly #namespace: string
  /** Undefined for the server's tables. */
  readonly #printObjects: ObjectPrinter | undefined
  readonly #sorter: Sorter | undefined

  constructor(
    reader: ObjectReader,
    flags: Flags,
    namespace: string,
    printObjects: ObjectPrinter | undefined,
    sorter: Sorter | undefined,
  ) {
    this.#reader = reader
    this.#flags = flags
    this.#namespace = namespace
    this.#printObjects = printObjects
    this.#sorter = sorter
  }

  async run(targets: readonly Target[]): Promise<number> {
    const answers: Answer[] = []
    const errors: Error[] = []
    for (const target of targets) {
      try {
        answers.push({ mapping: target.mapping, answer: await this.#read(target) })
      } catch (error) {
        // What one server's answer says about one target does not hide the others.
        if (!(error instanceof StatusError)) throw error
        if (!(isNotFound(error) && this.#flags['ignore-not-found'] === true)) errors.push(error)
      }
    }
    const isList = targets.length > 1 || targets[0]?.name === undefined
    const isPrinted = answers.length > 0 || (isList && errors.length === 0)
    if (this.#printObjects !== undefined) {
      if (isPrinted) process.stdout.write(await this.#formatWhole(answers, this.#printObjects, isList))
    } else {
      const text = this.#formatTables(answers)
      process.stdout.write(text)
      const isQuiet = errors.length > 0 || this.#flags['ignore-not-found'] === true
      if (text === '' && !isQuiet) process.stderr.write(this.#nothingFound(targets))
    }
    return reportErrors(errors)
  }

  /** Prints what is there, unless only changes are wanted, and what changes until the program is interrupted. */
  async watch(targets: readonly Target[]): Promise<number> {
    const [target, ...others] = targets
    if (target === undefined || others.length > 0) {
      throw new UsageError('one type, or one object, can be watched at a time')
    }
    const { mapping, name } = target
    const { selector: labelSelector, 'field-selector': fields } = this.#flags
    const selection = { labelSelector, fieldSelector: name === undefined ? fields : `metadata.name=${name}` }
    const printer = this.#printerFor(mapping, this.#flags['show-kind'] === true, mapping.namespaced)
    const print = async (answer: KubernetesObject, isList: boolean) => {
      const whole = this.#printObjects
      const text = whole ? await this.#formatWhole([{ mapping, answer }], whole, isList) : undefined
      process.stdout.write(text ?? printer.format(tableIn(answer)))
    }
    const interrupted = new AbortController()
    const stop = () => interrupted.abort()
    process.once('SIGINT', stop).once('SIGTERM', stop)
    try {
      const list = await this.#reader.list(mapping, selection)
      if (this.#flags['watch-only'] !== true) await print(list, true)
      for await (const object of this.#reader.watch(mapping, selection, list, interrupted.signal)) {
        await print(object, false)
      }
      return 0
    } finally {
      process.off('SIGINT', stop).off('SIGTERM', stop)
    }
  }

  #read({ mapping, name }: Target): Promise<KubernetesObject> {
    if (name !== undefined) return this.#reader.get(mapping, name)
    const { selector: labelSelector, 'field-selector': fieldSelector } = this.#flags
    return this.#reader.list(mapping, { labelSelector, fieldSelector })
  }

  async #formatWhole(answers: readonly Answer[], print: ObjectPrinter, isList: boolean): Promise<string> {
    const objects = answers.flatMap(({ mapping, answer }) => objectsOf(answer, mapping.kind))
    const sorted = isList ? (this.#sorter?.(objects, (object) => object) ?? objects) : objects
    return print(sorted, isList)
  }

  /** One table for all answers in a row that are of one resource, with a line between tables. */
  #formatTables(answers: readonly Answer[]): string {
    const groups: { mapping: RESTMapping; tables: Table[] }[] = []
    for (const { mapping, answer } of answers) {
      const last = groups.at(-1)
      if (last !== undefined && isSame(last.mapping, mapping)) last.tables.push(tableIn(answer))
      else groups.push({ mapping, tables: [tableIn(answer)] })
    }
    const kinds = new Set(groups.map(({ mapping }) => formatGroupResource(mapping.resource)))
    const showsKind = kinds.size > 1 || this.#flags['show-kind'] === true
    let isNamespaced = false
    const texts = groups.map(({ mapping, tables }) => {
      // As kubectl has it: once there is a column for namespaces, the tables below have it, too.
      isNamespaced ||= mapping.namespaced
      return this.#printerFor(mapping, showsKind, isNamespaced).format(this.#merged(tables))
    })
    return texts.filter((text) => text !== '').join(this.#flags['no-headers'] === true ? '' : '\n')
  }

  #merged(tables: readonly Table[]): Table {
    const rows = tables.flatMap((table) => table.rows)
    return {
      columnDefinitions: tables[0]?.columnDefinitions ?? [],
      rows: rows.length === 0 ? rows : (this.#sorter?.(rows, ({ object }) => object) ?? rows),
    }
  }

  #printerFor({ kind: { group, kind } }: RESTMapping, showsKind: boolean, isNamespaced: boolean): TablePrinter {
    return new TablePrinter({
      isWide: this.#flags.output === 'wide',
      showsNamespace: this.#namespace === '' && isNamespaced,
      hasNoHeads: this.#flags['no-headers'] === true,
      prefix: showsKind ? `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}` : undefined,
      labelColumns: this.#flags['label-columns']?.flatMap((labels) => labels.split(',')),
      showsLabels: this.#flags['show-labels'],
    })
  }

  #nothingFound(targets: readonly Target[]): string {
    const isOfNamespace = this.#namespace !== '' && targets.every(({ mapping }) => mapping.namespaced)
    return isOfNamespace ? `No resources found in ${this.#namespace} namespace.\n` : 'No resources found\n'
  }
}

function isSame(a: RESTMapping, b: RESTMapping): boolean {
  return formatGroupResource(a.resource) === formatGroupResource(b.resource)
}

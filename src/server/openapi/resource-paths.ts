import type { OpenAPIOperation, OpenAPIPathItem } from '../../discovery/openapi-document.ts'
import type { KindStrategy, SubresourceStrategy } from '../kinds/kind-strategy.ts'
import {
  deleteCollectionParameters,
  deleteParameters,
  inPath,
  listParameters,
  type Parameter,
  patchParameters,
  pretty,
  sorted,
  writeParameters,
} from './operation-parameters.ts'
import { groupVersionTag, groupVersionWord, kindSchema, metaSchema, reference } from './schema-names.ts'

const patchTypes = [
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
]

/** The paths of a kind and their operations, below the prefix of its group and version. */
export function resourcePaths(kind: KindStrategy, prefix: string): Record<string, OpenAPIPathItem> {
  const place = kind.namespaced ? `${prefix}/namespaces/{namespace}` : prefix
  const parameters = kind.namespaced ? [inPath('namespace'), pretty] : [pretty]
  const one = [inPath('name'), ...parameters]
  const operations = new KindOperations(kind)
  const paths: Record<string, OpenAPIPathItem> = {
    [`${place}/${kind.plural}`]: item(operations.ofCollection(), parameters),
    [`${place}/${kind.plural}/{name}`]: item(operations.ofObject(), one),
    [`${watched(place)}/${kind.plural}`]: item(operations.ofWatch('List'), parameters),
    [`${watched(place)}/${kind.plural}/{name}`]: item(operations.ofWatch(''), one),
  }
  for (const part of kind.subresources) {
    paths[`${place}/${kind.plural}/{name}/${part.name}`] = item(operations.ofSubresource(part), one)
  }
  if (kind.namespaced) {
    paths[`${prefix}/${kind.plural}`] = item(operations.ofAllNamespaces(), [pretty])
    paths[`${watched(prefix)}/${kind.plural}`] = item(operations.ofWatch('ListForAllNamespaces'), [pretty])
  }
  return paths
}

/** The old paths of watches have a word behind the version: `/api/v1/watch/pods`. */
function watched(path: string): string {
  return path.replace(/^(\/api\/[^/]+|\/apis\/[^/]+\/[^/]+)/, '$1/watch')
}

/** What all operations of a path take stands beside them, as Kubernetes writes it. */
function item(operations: Record<string, OpenAPIOperation>, parameters: readonly Parameter[]): OpenAPIPathItem {
  const all = Object.values(operations)
  const [first, ...others] = all.map(parametersOf)
  const shared = (first ?? []).filter((parameter) => others.every((list) => list.includes(parameter)))
  const lean = Object.entries(operations).map(([method, { parameters: _moved, ...operation }], index) => {
    const own = parametersOf(all[index]).filter((parameter) => !shared.includes(parameter))
    return [method, own.length === 0 ? operation : { ...operation, parameters: own }]
  })
  return { ...Object.fromEntries(lean), parameters: sorted([...parameters, ...shared]) }
}

function parametersOf(operation: OpenAPIOperation | undefined): readonly Parameter[] {
  return (operation?.['parameters'] ?? []) as readonly Parameter[]
}

/** The operations of a kind. Each is listed if it is served; of patches see {@link KindOperations.ofObject}. */
class KindOperations {
  readonly #kind: KindStrategy
  readonly #namespaced: string

  constructor(kind: KindStrategy) {
    this.#kind = kind
    this.#namespaced = kind.namespaced ? 'Namespaced' : ''
  }

  ofCollection(): Record<string, OpenAPIOperation> {
    const { verbs, kind } = this.#kind
    const id = `${this.#namespaced}${kind}`
    const answer = { body: kindSchema(this.#kind), codes: ['200', '201', '202'] }
    return {
      get: this.#operation('list', `list${groupVersionWord(this.#kind)}${id}`, {
        parameters: listParameters,
        answer: { body: kindSchema(this.#kind, 'List'), codes: ['200'], stream: true },
      }),
      post: this.#operation('post', `create${groupVersionWord(this.#kind)}${id}`, {
        parameters: writeParameters,
        body: { schema: kindSchema(this.#kind), required: true },
        answer,
      }),
      ...(verbs.includes('deletecollection')
        ? {
            delete: this.#operation('deletecollection', `delete${groupVersionWord(this.#kind)}Collection${id}`, {
              parameters: deleteCollectionParameters,
              body: { schema: metaSchema('DeleteOptions') },
              answer: { body: metaSchema('Status'), codes: ['200'] },
            }),
          }
        : {}),
    }
  }

  /**
   * Patches are listed although they are answered with a 501: it is there that kubectl looks whether the server checks
   * fields itself, before it sends anything.
   */
  ofObject(): Record<string, OpenAPIOperation> {
    const { kind, returnsDeletedObject, namespaced } = this.#kind
    // A namespace comes back from its deletion, too, but the documents of Kubernetes say otherwise.
    const deleted = returnsDeletedObject && namespaced ? kindSchema(this.#kind) : metaSchema('Status')
    return {
      ...this.#readAndWrite(''),
      delete: this.#operation('delete', `delete${groupVersionWord(this.#kind)}${this.#namespaced}${kind}`, {
        parameters: deleteParameters,
        body: { schema: metaSchema('DeleteOptions') },
        answer: { body: deleted, codes: ['200', '202'] },
      }),
    }
  }

  ofSubresource({ name, verbs }: SubresourceStrategy): Record<string, OpenAPIOperation> {
    const suffix = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
    const { get, put, patch } = this.#readAndWrite(suffix)
    return verbs.includes('get') ? { get, put, patch } : { put }
  }

  ofAllNamespaces(): Record<string, OpenAPIOperation> {
    const answer = { body: kindSchema(this.#kind, 'List'), codes: ['200'], stream: true }
    return {
      get: this.#operation('list', `list${groupVersionWord(this.#kind)}${this.#kind.kind}ForAllNamespaces`, {
        parameters: listParameters,
        answer,
      }),
    }
  }

  ofWatch(suffix: '' | 'List' | 'ListForAllNamespaces'): Record<string, OpenAPIOperation> {
    const namespaced = suffix === 'ListForAllNamespaces' ? '' : this.#namespaced
    const answer = { body: metaSchema('WatchEvent'), codes: ['200'], stream: true }
    const id = `watch${groupVersionWord(this.#kind)}${namespaced}${this.#kind.kind}${suffix}`
    return { get: this.#operation(suffix === '' ? 'watch' : 'watchlist', id, { parameters: listParameters, answer }) }
  }

  #readAndWrite(suffix: string): { get: OpenAPIOperation; put: OpenAPIOperation; patch: OpenAPIOperation } {
    const id = `${groupVersionWord(this.#kind)}${this.#namespaced}${this.#kind.kind}${suffix}`
    const body = kindSchema(this.#kind)
    const written = { body, codes: ['200', '201'] }
    return {
      get: this.#operation('get', `read${id}`, { answer: { body, codes: ['200'] } }),
      put: this.#operation('put', `replace${id}`, {
        parameters: writeParameters,
        body: { schema: body, required: true },
        answer: written,
      }),
      patch: this.#operation('patch', `patch${id}`, {
        parameters: patchParameters,
        body: { schema: metaSchema('Patch'), required: true, types: patchTypes },
        answer: written,
      }),
    }
  }

  #operation(action: string, operationId: string, { parameters, body, answer }: OperationParts): OpenAPIOperation {
    const { group, version, kind } = this.#kind
    return {
      tags: [groupVersionTag(this.#kind)],
      operationId,
      ...(parameters === undefined ? {} : { parameters }),
      ...(body === undefined ? {} : { requestBody: requestBody(body) }),
      responses: responses(answer),
      'x-kubernetes-action': action,
      'x-kubernetes-group-version-kind': { group, version, kind },
    }
  }
}

interface OperationParts {
  readonly parameters?: readonly Parameter[]
  readonly body?: RequestBody
  readonly answer: Answer
}

interface RequestBody {
  readonly schema: string
  readonly required?: true
  /** Default: whatever the server reads. */
  readonly types?: readonly string[]
}

interface Answer {
  readonly body: string
  readonly codes: readonly string[]
  /** Whether a watch may be asked for, too. */
  readonly stream?: boolean
}

function requestBody({ schema, required, types = ['*/*'] }: RequestBody): object {
  const content = Object.fromEntries(types.map((type) => [type, { schema: reference(schema) }]))
  return { content, ...(required === undefined ? {} : { required }) }
}

const codeTexts: Readonly<Record<string, string>> = { '200': 'OK', '201': 'Created', '202': 'Accepted' }

function responses({ body, codes, stream }: Answer): object {
  const types = ['application/json', ...(stream === true ? ['application/json;stream=watch'] : [])]
  const content = Object.fromEntries(types.map((type) => [type, { schema: reference(body) }]))
  const good = codes.map((code) => [code, { description: codeTexts[code], content }])
  return { ...Object.fromEntries(good), '401': { description: 'Unauthorized' } }
}

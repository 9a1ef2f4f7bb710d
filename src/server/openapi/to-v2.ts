import type {
  OpenAPIOperation,
  OpenAPIPathItem,
  OpenAPISchema,
  OpenAPIV2Document,
  OpenAPIV3Document,
} from '../../discovery/openapi-document.ts'
import type { Parameter } from './operation-parameters.ts'
import { schemaPath } from './schema-names.ts'

/** Writes documents of OpenAPI v3 as one of v2, as far as Kubernetes' use of the two goes. */
export function toV2(documents: readonly OpenAPIV3Document[]): OpenAPIV2Document {
  const paths = Object.assign({}, ...documents.map((document) => document.paths)) as Record<string, OpenAPIPathItem>
  const schemas = Object.assign({}, ...documents.map((document) => document.components?.schemas)) as Record<
    string,
    OpenAPISchema
  >
  return {
    swagger: '2.0',
    info: documents[0]?.info ?? { title: 'Kubernetes' },
    paths: mapValues(paths, pathItem),
    definitions: mapValues(schemas, schemaOf),
    securityDefinitions: { BearerToken: { type: 'apiKey', name: 'authorization', in: 'header' } },
    security: [{ BearerToken: [] }],
  }
}

function pathItem(item: OpenAPIPathItem): OpenAPIPathItem {
  return Object.fromEntries(
    sortedEntries(item).map(([name, value]) => {
      if (name === 'parameters') return [name, parametersOf(value) as unknown as OpenAPIOperation]
      return [name, value === undefined ? undefined : operation(value)]
    }),
  )
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: OpenAPISchema }>>
}

function operation(from: OpenAPIOperation): OpenAPIOperation {
  const { parameters, requestBody, responses, ...rest } = from
  const body = requestBody as (Content & { required?: boolean }) | undefined
  const answers = (responses ?? {}) as Record<string, Content>
  const parts = [...bodyParameter(body), ...parametersOf(parameters)]
  return {
    ...rest,
    consumes: Object.keys(body?.content ?? { '*/*': {} }),
    produces: Object.keys(answers['200']?.content ?? {}),
    ...(parts.length === 0 ? {} : { parameters: parts }),
    responses: mapValues(answers, ({ content, ...answer }) => {
      const schema = Object.values(content ?? {})[0]?.schema
      return schema === undefined ? answer : { ...answer, schema: schemaOf(schema) }
    }),
  }
}

function bodyParameter(body: (Content & { required?: boolean }) | undefined): object[] {
  const schema = Object.values(body?.content ?? {})[0]?.schema
  if (body === undefined || schema === undefined) return []
  const { required } = body
  return [{ name: 'body', in: 'body', ...(required === true ? { required } : {}), schema: schemaOf(schema) }]
}

/** In v2 a parameter says its type itself. */
function parametersOf(parameters: unknown): object[] {
  return ((parameters ?? []) as readonly Parameter[]).map(({ schema, ...parameter }) => ({ ...parameter, ...schema }))
}

/** v2 has no alternatives, may say something beside a reference, and Kubernetes gives no defaults in it. */
function schemaOf(schema: OpenAPISchema): OpenAPISchema {
  const { allOf, oneOf, default: _without, $ref, ...rest } = schema
  const referred = $ref ?? allOf?.[0]?.$ref
  return {
    ...(referred === undefined ? {} : { $ref: referred.replace(schemaPath, '#/definitions/') }),
    ...(oneOf === undefined ? {} : { type: 'string' }),
    ...rest,
    ...(rest.properties === undefined ? {} : { properties: mapValues(rest.properties, schemaOf) }),
    ...(rest.items === undefined ? {} : { items: schemaOf(rest.items) }),
    ...(typeof rest.additionalProperties === 'object'
      ? { additionalProperties: schemaOf(rest.additionalProperties) }
      : {}),
  }
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(sortedEntries(record).map(([name, value]) => [name, map(value)]))
}

function sortedEntries<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
}

import { parseKubernetesYaml } from '../meta/kubernetes-yaml.ts'
import { badRequest, notSupported, tooLarge, unsupportedMediaType } from './api-error.ts'
import { type ApiRequest, headerOf } from './request.ts'
import { duplicateFields } from './schema/duplicate-fields.ts'

/** As the real server: 3 MiB. */
export const maxBodyBytes: number = 3 * 1024 * 1024

const protobufMagic = Buffer.from('k8s\0')

/**
 * Reads a request's body whole.
 *
 * @throws {ApiError} 413 if it is larger than {@link maxBodyBytes}
 */
export async function readBody(request: ApiRequest): Promise<Buffer> {
  const { body } = request
  if (Number(headerOf(request, 'content-length') ?? 0) > maxBodyBytes) throw tooLarge(maxBodyBytes)
  if (body === undefined) return Buffer.alloc(0)
  if (typeof body === 'string' || body instanceof Uint8Array) {
    const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.length)
    if (bytes.length > maxBodyBytes) throw tooLarge(maxBodyBytes)
    return bytes
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBodyBytes) throw tooLarge(maxBodyBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** A body, and what decoding it has lost. */
export interface DecodedBody {
  readonly value: unknown
  /** Paths of fields that came twice, of which the last was taken. */
  duplicates(): string[]
}

/**
 * Decodes a body by its media type: JSON, which is also what no type means, or YAML.
 *
 * @throws {ApiError} 415 for another type, 400 for text that is not what it says, 501 for protobuf
 */
export async function decodeBody(request: ApiRequest, bytes: Buffer): Promise<DecodedBody> {
  const [type = ''] = (headerOf(request, 'content-type') ?? '').split(';')
  switch (type.trim().toLowerCase()) {
    case '':
    case 'application/json':
      return parseJson(bytes)
    case 'application/yaml':
      return parseYaml(bytes)
    case 'application/vnd.kubernetes.protobuf':
      throw unsupportedMediaType(
        'request bodies in protobuf are not supported by this server yet: send application/json',
      )
    default: {
      const known = 'application/json, application/yaml'
      throw unsupportedMediaType(`the body of the request was in an unknown format - accepted media types: ${known}`)
    }
  }
}

function parseJson(bytes: Buffer): DecodedBody {
  if (bytes.subarray(0, 4).equals(protobufMagic)) throw notSupported('request bodies in protobuf')
  try {
    const text = bytes.toString()
    return { value: JSON.parse(text), duplicates: () => duplicateFields(text) }
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${messageOf(error)}`)
  }
}

async function parseYaml(bytes: Buffer): Promise<DecodedBody> {
  const outcome = await parseKubernetesYaml(bytes.toString())
  if (!outcome.ok) {
    const where = outcome.line === undefined ? '' : `line ${outcome.line}, column ${outcome.column}: `
    throw badRequest(`yaml: ${where}${outcome.problem}`)
  }
  // Of two equal keys the last one wins, as it does on the real server; which ones came twice is not told.
  return { value: outcome.documents[0] ?? null, duplicates: () => [] }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

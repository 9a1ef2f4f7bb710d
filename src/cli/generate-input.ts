import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { isDefinition, kindsOfDefinition } from '../generate/custom/crd-kinds.ts'
import type { CustomKinds } from '../generate/custom/custom-files.ts'
import type { CustomKind } from '../generate/custom/custom-kind.ts'
import { kindsOfOpenApi } from '../generate/custom/openapi-kinds.ts'
import { Clientset } from '../kubernetes/index.ts'
import { ManifestError, parseManifest } from '../meta/index.ts'
import { filesOf } from './apply-manifests.ts'
import { type GlobalFlags, kubeConfigOf } from './global-flags.ts'
import { CommandError } from './usage-error.ts'

/** Where the kinds are described. */
export type GenerateSource =
  | { readonly from: 'crd'; readonly files: readonly string[] }
  | { readonly from: 'openapi'; readonly files: readonly string[] }
  | { readonly from: 'server'; readonly names: readonly string[]; readonly flags: GlobalFlags }

/**
 * Reads the kinds to make types of.
 *
 * @param groups only those; none for all of them
 */
export async function customKindsOf(source: GenerateSource, groups: readonly string[]): Promise<CustomKinds> {
  if (source.from === 'openapi') {
    const documents = await Promise.all(
      source.files.map(async (file) => ({ file: nameOf(file), document: await readJson(file) })),
    )
    return kindsOfOpenApi(documents, groups)
  }
  const from = source.from === 'server' ? 'the server' : source.files.map(nameOf).join(', ')
  const kinds =
    source.from === 'server' ? await kindsOfServer(source.names, source.flags) : await kindsOfFiles(source.files)
  if (kinds.length === 0)
    throw new CommandError(`${from}: expected a CustomResourceDefinition with a served version, found none`)
  const wanted = kinds.filter(({ group }) => groups.length === 0 || groups.includes(group))
  if (wanted.length > 0) return { kinds: wanted }
  const found = [...new Set(kinds.map(({ group }) => group))].join(', ')
  throw new CommandError(`${from}: no definitions of the group ${groups.join(', ')}, only of ${found}`)
}

/** What else is in the manifests is passed over: definitions often come with what serves them. */
async function kindsOfFiles(files: readonly string[]): Promise<CustomKind[]> {
  const kinds: CustomKind[] = []
  for (const file of (await Promise.all(files.map((each) => filesOf(each, false)))).flat()) {
    const { objects } = await asCommandError(async () => parseManifest(await read(file), { file: nameOf(file) }))
    for (const object of objects) if (isDefinition(object)) kinds.push(...kindsOfDefinition(object, nameOf(file)))
  }
  return kinds
}

async function kindsOfServer(names: readonly string[], flags: GlobalFlags): Promise<CustomKind[]> {
  const kubeconfig = await kubeConfigOf(flags)
  const clientset = new Clientset(kubeconfig.restConfig())
  try {
    const client = clientset.apiextensionsV1.customResourceDefinitions()
    const kinds: CustomKind[] = []
    for (const name of names) kinds.push(...kindsOfDefinition(await client.get(name), ''))
    if (names.length > 0) return kinds
    for await (const definition of client.each()) kinds.push(...kindsOfDefinition(definition, ''))
    return kinds
  } finally {
    await clientset.close()
  }
}

/** A document is JSON, which is YAML, too; as YAML it has lines and columns for what is wrong with it. */
async function readJson(file: string): Promise<unknown> {
  const content = await read(file)
  try {
    return JSON.parse(content) as unknown
  } catch {
    const { parseKubernetesDocuments } = await import('../meta/kubernetes-yaml.ts')
    const [document, ...others] = await parseKubernetesDocuments(content)
    if (document?.ok === true && others.length === 0) return document.value
    const place = document?.ok === false ? { ...document, file: nameOf(file) } : { file: nameOf(file) }
    const problem = document?.ok === false ? document.problem : 'expected one OpenAPI document'
    throw new CommandError(new ManifestError(problem, place).message)
  }
}

function read(file: string): Promise<string> {
  return file === '-' ? text(process.stdin) : readFile(file, 'utf8')
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file
}

async function asCommandError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof ManifestError ? new CommandError(error.message, { cause: error }) : error
  }
}

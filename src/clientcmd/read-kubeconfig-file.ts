import { type DecodeOptions, decodeEntries } from './decode-entries.ts'
import { type Entries, noEntries } from './entries.ts'
import { parseKubeconfigText, textOfBytes } from './kubeconfig-text.ts'
import type { Problem } from './problems.ts'

/**
 * Not imported: that makes a namespace of all that `node:fs` exports, for which Node loads its streams, its readline and
 * `node:fs/promises`. It is half of what reading a kubeconfig costs a new process.
 */
const fs: typeof import('node:fs') = process.getBuiltinModule('node:fs')

export type FileOutcome =
  | { readonly name: 'read'; readonly file: string; readonly entries: Entries }
  | { readonly name: 'missing'; readonly file: string; readonly cause: unknown }
  /** `entries` is what could be read all the same. */
  | {
      readonly name: 'bad'
      readonly problems: readonly Problem[]
      readonly entries?: Entries
      readonly cause?: unknown
    }

/** Reads and decodes one kubeconfig. What is wrong with it is an outcome, so that several files' problems add up. */
export async function readKubeconfigFile(file: string, options: DecodeOptions = {}): Promise<FileOutcome> {
  let bytes: Uint8Array
  try {
    bytes = await readBytes(file)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') return { name: 'missing', file, cause: error }
    return { name: 'bad', problems: [{ file, text: sentenceForCode(code) }], cause: error }
  }
  const text = textOfBytes(bytes)
  if (text === undefined) return { name: 'bad', problems: [{ file, text: 'is not text in UTF-8' }] }
  const { entries, problems } = await decodeText(text, file, options)
  return problems.length === 0 ? { name: 'read', file, entries } : { name: 'bad', problems, entries }
}

function readBytes(file: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    fs.readFile(file, (error, bytes) => (error ? reject(error) : resolve(bytes)))
  })
}

/** A kubeconfig's text to entries; `file` is for paths and for messages. */
export async function decodeText(
  text: string,
  file?: string,
  options: DecodeOptions = {},
): Promise<{ entries: Entries; problems: readonly Problem[] }> {
  const parsed = await parseKubeconfigText(text)
  if (!parsed.ok) {
    // What has no name needs a subject all the same.
    const text = file === undefined ? `the kubeconfig ${parsed.problem}` : parsed.problem
    return { entries: noEntries, problems: [{ file, text }] }
  }
  return decodeEntries(parsed.value, file, options)
}

/** Why a file that an entry names cannot be read, if so. Nothing of its content is looked at. */
export function fileProblemOnDisk(path: string): string | undefined {
  try {
    fs.accessSync(path, fs.constants.R_OK)
    return fs.statSync(path).isDirectory() ? `names ${path}, which is a folder` : undefined
  } catch (error) {
    return `names ${path}, which ${sentenceForCode(codeOf(error))}`
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

export function sentenceForCode(code: string): string {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'does not exist'
    case 'EACCES':
    case 'EPERM':
      return 'may not be read (permission denied)'
    case 'EISDIR':
      return 'is a folder'
    default:
      return code === '' ? 'cannot be read' : `cannot be read (${code})`
  }
}

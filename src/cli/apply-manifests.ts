import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { type ManifestError, type ManifestObject, parseManifest } from '../meta/index.ts'
import { CommandError, UsageError } from './usage-error.ts'

/** The flags of the commands that take manifests. */
export const manifestFlags = {
  filename: {
    type: 'string',
    short: 'f',
    value: 'FILE',
    multiple: true,
    help: 'a manifest, a folder of manifests, or - for standard input; more may follow',
  },
  recursive: { type: 'boolean', short: 'R', help: 'take the manifests of folders in folders, too' },
} as const

/** Reads manifests. What cannot be read is told and does not hide the rest. */
export async function readManifests(
  files: readonly string[],
  isRecursive = false,
): Promise<{ objects: ManifestObject[]; errors: ManifestError[] }> {
  const objects: ManifestObject[] = []
  const errors: ManifestError[] = []
  for (const file of (await Promise.all(files.map((each) => filesOf(each, isRecursive)))).flat()) {
    const content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8')
    const manifest = await parseManifest(content, {
      file: file === '-' ? 'standard input' : file,
      continueOnError: true,
    })
    objects.push(...manifest.objects)
    errors.push(...manifest.errors)
  }
  return { objects, errors }
}

/** The manifests of a folder, by name, as kubectl takes them: those of folders in it only if they are asked for. */
export async function filesOf(file: string, isRecursive: boolean): Promise<string[]> {
  if (file === '-') return [file]
  if (/^https?:\/\//.test(file))
    throw new UsageError(`manifests are read from files and standard input, not from ${file}`)
  if (!(await isFolder(file))) return [file]
  const names = (await readdir(file, { recursive: isRecursive })).filter((name) => /\.(json|ya?ml)$/.test(name)).sort()
  if (names.length === 0) throw new CommandError(`${file}: no file in it ends in .json, .yaml or .yml`)
  return names.map((name) => path.join(file, name))
}

async function isFolder(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isDirectory()
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw isMissing ? new CommandError(`the path "${file}" does not exist`, { cause: error }) : error
  }
}

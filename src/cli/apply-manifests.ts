import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { type ManifestError, type ManifestObject, parseManifest } from '../meta/index.ts'
import { UsageError } from './usage-error.ts'

/** The flags of the commands that take manifests. */
export const manifestFlags = {
  context: { type: 'string', value: 'NAME', help: "the context to use (default: the file's current one)" },
  filename: {
    type: 'string',
    short: 'f',
    value: 'FILE',
    multiple: true,
    help: 'a manifest, a folder of manifests, or - for standard input; more may follow',
  },
  kubeconfig: { type: 'string', value: 'PATH', help: 'a kubeconfig file (default: $KUBECONFIG, else ~/.kube/config)' },
  namespace: { type: 'string', short: 'n', value: 'NS', help: "for objects without one (default: the context's)" },
} as const

/** Reads manifests. What cannot be read is told and does not hide the rest. */
export async function readManifests(
  files: readonly string[],
): Promise<{ objects: ManifestObject[]; errors: ManifestError[] }> {
  if (files.length === 0) throw new UsageError('expected a manifest: -f FILE')
  const objects: ManifestObject[] = []
  const errors: ManifestError[] = []
  for (const file of (await Promise.all(files.map(filesOf))).flat()) {
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

/** The manifests of a folder, by name, as kubectl takes them: not those of folders in it. */
async function filesOf(file: string): Promise<string[]> {
  if (file === '-' || !(await stat(file)).isDirectory()) return [file]
  const names = (await readdir(file)).filter((name) => /\.(json|ya?ml)$/.test(name)).sort()
  return names.map((name) => path.join(file, name))
}

/** Tells of what went wrong, and gives the exit code. */
export function reportErrors(errors: readonly Error[]): number {
  for (const { message } of errors) process.stderr.write(`error: ${message}\n`)
  return errors.length === 0 ? 0 : 1
}

import { stat } from 'node:fs/promises'
import { type EntryChanges, entryLists, type KubeConfigChanges } from './changes.ts'
import { EditError, editKubeconfigText } from './edit-text.ts'
import type { Entries } from './entries.ts'
import type { KubeconfigPaths } from './kubeconfig-paths.ts'
import { configErrorOf, throwIfAny } from './problems.ts'
import { decodeText, readKubeconfigFile } from './read-kubeconfig-file.ts'
import { replaceFile } from './replace-file.ts'

/**
 * Makes each change in the file that its entry comes from, and what is new in the first file of the list that is
 * there, or the last one if none is.
 *
 * Source: `ModifyConfig` and `GetDefaultFilename` in k8s.io/client-go/tools/clientcmd.
 *
 * @throws {ConfigError}
 */
export async function modifyFiles(paths: KubeconfigPaths, changes: KubeConfigChanges): Promise<void> {
  const read: { file: string; entries: Entries }[] = []
  for (const file of paths.files) {
    const outcome = await readKubeconfigFile(file)
    if (outcome.name === 'bad') throw configErrorOf(outcome.problems, { cause: outcome.cause })
    if (outcome.name === 'read') read.push(outcome)
  }
  const fallback = await defaultFile(paths)
  for (const [file, own] of byFile(changes, read, fallback)) await modifyFile(file, own)
}

async function modifyFile(file: string, changes: KubeConfigChanges): Promise<void> {
  await replaceFile(file, async (text) => {
    try {
      const edited = await editKubeconfigText(text ?? '', changes)
      // What could not be read again is not written.
      throwIfAny((await decodeText(edited, file)).problems)
      return edited === text ? undefined : edited
    } catch (error) {
      if (!(error instanceof EditError)) throw error
      throw configErrorOf([{ file, text: error.message }])
    }
  })
}

type MutableChanges = { -readonly [Key in keyof KubeConfigChanges]: KubeConfigChanges[Key] }

function byFile(
  changes: KubeConfigChanges,
  read: readonly { file: string; entries: Entries }[],
  fallback: string,
): Map<string, KubeConfigChanges> {
  const files = new Map<string, MutableChanges>()
  const at = (file: string) => {
    const known = files.get(file) ?? {}
    files.set(file, known)
    return known
  }
  for (const [list] of entryLists) {
    for (const [name, fields] of Object.entries(changes[list] ?? {})) {
      if (fields === undefined) continue
      const own = at(read.find(({ entries }) => entries[list].has(name))?.file ?? fallback)
      const earlier: EntryChanges = own[list] ?? {}
      own[list] = { ...earlier, [name]: fields }
    }
  }
  if (changes.currentContext !== undefined) {
    const file = read.find(({ entries }) => entries.currentContext !== undefined)?.file ?? fallback
    at(file).currentContext = changes.currentContext
  }
  return files
}

async function defaultFile({ files }: KubeconfigPaths): Promise<string> {
  for (const file of files) {
    const isThere = await stat(file).then(
      () => true,
      () => false,
    )
    if (isThere) return file
  }
  const last = files.at(-1)
  if (last === undefined) throw configErrorOf([{ text: 'there is no kubeconfig to change' }])
  return last
}

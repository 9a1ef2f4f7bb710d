import { unversionedRestClientFor } from '../rest/index.ts'
import { type GlobalFlags, kubeConfigOf } from './global-flags.ts'
import { UsageError } from './usage-error.ts'

/** What beside `--raw` would be without effect. */
export interface RawConflicts {
  readonly names: readonly string[]
  /** Flags that say what to ask for or how to show it; undefined or false where they are not given. */
  readonly flags: Readonly<Record<string, unknown>>
}

/**
 * Writes what a server answers at a path, byte for byte and as it comes, as `kubectl get --raw` does.
 *
 * Source of the rules: `GetOptions.Validate` in k8s.io/kubectl/pkg/cmd/get.
 *
 * @param uri a path with a query
 * @throws {UsageError} if it is none, or something else is asked for, too
 */
export async function getRaw(uri: string, flags: GlobalFlags, conflicts: RawConflicts): Promise<number> {
  refuse(conflicts)
  if (!uri.startsWith('/')) throw new UsageError(`invalid --raw "${uri}": expected a path, such as /version`)
  const kubeconfig = await kubeConfigOf(flags)
  const client = unversionedRestClientFor(kubeconfig.restConfig())
  try {
    const answer = await client.get().requestUri(uri).stream()
    for await (const chunk of answer) await write(chunk)
    return 0
  } finally {
    await client.close()
  }
}

function refuse({ names, flags }: RawConflicts): void {
  if (names.length > 0) throw new UsageError(`--raw takes no other arguments, found "${names[0]}"`)
  const given = Object.entries(flags).find(([, value]) => value !== undefined && value !== false)
  if (given !== undefined) throw new UsageError(`--raw and --${given[0]} cannot be given together`)
}

/** A reader that is slow slows the server down. */
async function write(chunk: Uint8Array): Promise<void> {
  if (process.stdout.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))) return
  await new Promise((resolve) => process.stdout.once('drain', resolve))
}

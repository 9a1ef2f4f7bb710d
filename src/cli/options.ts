import { flagLines, readFlags } from './flags.ts'
import { globalFlags } from './global-flags.ts'

const heading = 'All commands that read a kubeconfig or talk to a server have these flags:'

/** Lists the flags that most commands have, as `kubectl options` does. */
export async function options(args: readonly string[]): Promise<number> {
  const flags = readFlags(
    'Usage: kubeclient options\n\nLists the flags of all commands that read a kubeconfig or talk to a server. They may stand before the command, too.',
    {},
    args,
  )
  if (flags === undefined) return 0
  process.stdout.write(`${heading}\n\n${flagLines(globalFlags).join('\n')}\n`)
  return 0
}

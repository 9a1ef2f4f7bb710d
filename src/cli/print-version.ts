import { version } from '../version.ts'
import { readFlags } from './flags.ts'

export async function printVersion(args: readonly string[]): Promise<number> {
  const flags = readFlags('Usage: kubeclient version', {}, args)
  if (flags !== undefined) process.stdout.write(`Client Version: v${version}\n`)
  return 0
}

import { BinaryUnavailableError, findBinary } from './binaries.ts'
import { allPrograms, apiServer, etcd, serverVersions } from './programs.ts'

/** Builds what the cache lacks. `--all`: with the controller manager. */
async function main(args: readonly string[]): Promise<number> {
  const programs = args.includes('--all') ? allPrograms() : [etcd, ...serverVersions.map(apiServer)]
  for (const program of programs) {
    try {
      const binary = await findBinary(program)
      if (args.includes('--print')) process.stdout.write(`${binary.file}\n`)
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
      // Without Go, the tests say what they skip. Anything else is a build that should have worked.
      if (!(error instanceof BinaryUnavailableError)) return 1
    }
  }
  return 0
}

process.exitCode = await main(process.argv.slice(2))

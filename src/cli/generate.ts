import { customFiles } from '../generate/custom/custom-files.ts'
import { GenerateError } from '../generate/custom/generate-error.ts'
import { type FlagValues, readFlagsAndNames } from './flags.ts'
import { customKindsOf, type GenerateSource } from './generate-input.ts'
import { checkFiles, writeFiles } from './generate-output.ts'
import { globalFlags } from './global-flags.ts'
import { CommandError, UsageError } from './usage-error.ts'

const { server: _address, ...clusterFlags } = globalFlags

const specs = {
  ...clusterFlags,
  check: { type: 'boolean', help: 'write nothing, and fail if a file is not as it would be written' },
  crd: {
    type: 'string',
    value: 'FILE',
    multiple: true,
    help: 'a manifest with definitions, a folder of them, or - for standard input; more may follow',
  },
  force: { type: 'boolean', help: 'also replace files that were not generated' },
  group: { type: 'string', value: 'GROUP', multiple: true, help: 'only kinds of this group; more may follow' },
  openapi: {
    type: 'string',
    value: 'FILE',
    multiple: true,
    help: 'an OpenAPI document, v3 of a group version or v2 of a cluster; more may follow',
  },
  output: { type: 'string', short: 'o', value: 'DIR', help: 'the folder to write to: DIR/GROUP/VERSION.ts' },
  server: { type: 'boolean', help: "the definitions that the kubeconfig's cluster has; names of some may follow" },
} as const

type Flags = FlagValues<typeof specs>

const usage = `Usage: kubeclient generate (--crd FILE... | --server [NAME...] | --openapi FILE...) -o DIR [FLAGS]

Writes the types of custom resources, one file for each group and version, and descriptors with which a Clientset
makes their clients:

  import { widgets } from './DIR/example.com/v1.ts'
  await clientset.resource(widgets, 'default').list()`

/** Writes types and descriptors of custom resources. */
export async function generate(args: readonly string[]): Promise<number> {
  const given = readFlagsAndNames(usage, specs, args)
  if (given === undefined) return 0
  const { flags, names } = given
  const folder = flags.output
  if (folder === undefined || folder === '') throw new UsageError('expected a folder to write to: -o DIR')
  const source = sourceOf(flags, names)
  try {
    const files = await customFiles(await customKindsOf(source, flags.group ?? []), commandOf(source, flags, folder))
    return await (flags.check === true ? checkFiles(folder, files) : writeFiles(folder, files, flags.force === true))
  } catch (error) {
    throw error instanceof GenerateError ? new CommandError(error.message, { cause: error }) : error
  }
}

function sourceOf(flags: Flags, names: readonly string[]): GenerateSource {
  const chosen = (['crd', 'server', 'openapi'] as const).filter(
    (name) => flags[name] !== undefined && flags[name] !== false,
  )
  if (chosen.length !== 1) {
    const found = chosen.length === 0 ? 'none' : chosen.map((name) => `--${name}`).join(' and ')
    throw new UsageError(`expected one of --crd FILE, --server and --openapi FILE, found ${found}`)
  }
  if (flags.crd !== undefined) return { from: 'crd', files: [...flags.crd, ...names] }
  if (flags.openapi !== undefined) return { from: 'openapi', files: [...flags.openapi, ...names] }
  const address = names.find((name) => name.includes('/'))
  if (address !== undefined) {
    throw new UsageError(`expected the name of a definition, such as widgets.example.com, found "${address}"`)
  }
  return { from: 'server', names, flags: { ...flags, server: undefined } }
}

/** How to make the files again. Whose kubeconfig it was does not belong there. */
function commandOf(source: GenerateSource, { group = [] }: Flags, folder: string): string {
  const words = source.from === 'server' ? ['--server', ...source.names] : [`--${source.from}`, ...source.files]
  const all = [...words, ...group.map((each) => `--group=${each}`), '-o', folder]
  return ['kubeclient', 'generate', ...all.map(shellWord)].join(' ')
}

function shellWord(word: string): string {
  const oneLine = word.replace(/[\r\n\u2028\u2029]/g, ' ')
  return /^[\w@%+=:,./-]+$/.test(oneLine) ? oneLine : `'${oneLine.replaceAll("'", "'\\''")}'`
}

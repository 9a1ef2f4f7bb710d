import { UsageError } from './usage-error.ts'

/** What the arguments of a command ask for. */
export type ResourceArguments =
  /** `pods,services`: all objects of some types. */
  | { readonly form: 'types'; readonly types: readonly string[] }
  /** `pods a b`, `pod/a service/b`: objects by name, in order. */
  | { readonly form: 'objects'; readonly objects: readonly { readonly type: string; readonly name: string }[] }

/**
 * Reads what kubectl takes for resources: TYPE[,TYPE...] [NAME...], or TYPE/NAME....
 *
 * Source of the rules: `ResourceTypeOrNameArgs` in k8s.io/cli-runtime/pkg/resource.
 *
 * @throws {UsageError}
 */
export function parseResourceArguments(args: readonly string[]): ResourceArguments {
  const [first, ...names] = args
  if (first === undefined) throw new UsageError('expected TYPE [NAME...] or TYPE/NAME...')
  if (args.some((argument) => argument.includes('/'))) return { form: 'objects', objects: args.map(parseTypeAndName) }
  const types = [...new Set(first.split(','))]
  if (types.includes('')) throw new UsageError(`expected types with commas between them, found "${first}"`)
  if (names.includes('')) throw new UsageError('a name may not be empty')
  if (names.length === 0) return { form: 'types', types }
  return { form: 'objects', objects: types.flatMap((type) => names.map((name) => ({ type, name }))) }
}

function parseTypeAndName(text: string): { type: string; name: string } {
  const [type = '', name = '', ...rest] = text.split('/')
  if (type !== '' && name !== '' && rest.length === 0 && !type.includes(',')) return { type, name }
  const all = text.includes('/') ? '' : ', as all arguments are if one of them is'
  throw new UsageError(`expected TYPE/NAME${all}; found "${text}"`)
}

/** Names and selectors say the same in two ways. */
export function refuseSelectorsWithNames(
  { form }: ResourceArguments,
  selectors: Readonly<Record<string, string | boolean | undefined>>,
): void {
  if (form === 'types') return
  const given = Object.keys(selectors).find((name) => selectors[name])
  if (given !== undefined) throw new UsageError(`objects are asked for by name, and by --${given}`)
}

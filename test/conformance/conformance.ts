import { randomBytes } from 'node:crypto'
import { afterAll, inject, type TestContext, test } from 'vitest'
import { formatGroupVersion, type GroupVersion } from '../../src/meta/index.ts'
import { type RESTClient, restClientFor } from '../../src/rest/index.ts'
import { OwnServers } from './own-servers.ts'
import { chosenTargets, fromShared, type Target, type TargetName } from './target.ts'

/** What a case gets to work with. */
export interface Case {
  readonly target: Target
  /** A client of the core group, as the administrator. */
  readonly core: RESTClient
  /** A client of another group/version. */
  readonly client: (groupVersion: GroupVersion) => RESTClient
  /** A namespace that nobody else uses. */
  readonly namespace: string
  /** Makes one more such namespace. */
  readonly newNamespace: () => Promise<string>
  /** Ends with the case, so that no watch outlives it. */
  readonly signal: AbortSignal
}

export interface CaseOptions {
  /** The embedded server does not do this yet. The case is run all the same: once it passes, this has to go. */
  readonly embedded?: { readonly notYet: string } | undefined
  /** Where the case applies, if not everywhere, and why. */
  readonly only?: { readonly targets: readonly TargetName[]; readonly because: string } | undefined
  /** Gives the case a server of its own (one a file), with a controller manager or with `target.compact()`. */
  readonly ownServer?: 'with controllers' | 'compactable' | undefined
  /** A program that the case runs. Where it is missing, the case is skipped; with `CI` set, it fails. */
  readonly needs?: { readonly what: string; readonly isThere: () => boolean } | undefined
  readonly timeoutMs?: number | undefined
}

/** How long a case that is known not to work may take to fail. */
const notYetMs = 5000
const ownServers = new OwnServers()
afterAll(() => ownServers.close())

/** Registers a case once for each target. The same assertions have to hold on all of them. */
export function conformance(name: string, run: (context: Case) => Promise<void>): void
export function conformance(name: string, options: CaseOptions, run: (context: Case) => Promise<void>): void
export function conformance(
  name: string,
  second: CaseOptions | ((context: Case) => Promise<void>),
  third?: (context: Case) => Promise<void>,
): void {
  const [options, run] = typeof second === 'function' ? [{}, second] : [second, third]
  if (run === undefined) throw new Error(`the case "${name}" has no body`)
  for (const target of chosenTargets()) {
    test(`[${target}] ${name}`, { timeout: options.timeoutMs ?? 30_000 }, (context) =>
      runOn(target, options, run, context),
    )
  }
}

async function runOn(
  name: TargetName,
  options: CaseOptions,
  run: (context: Case) => Promise<void>,
  context: TestContext,
): Promise<void> {
  context.task.meta.target = name
  if (options.only !== undefined && !options.only.targets.includes(name)) {
    skip(context, 'does-not-apply', options.only.because)
  }
  if (options.needs !== undefined && !options.needs.isThere()) {
    missing(context, 'tool-missing', `${options.needs.what} is not installed`)
  }
  const target = await findTarget(name, options, context)
  const notYet = name === 'embedded' ? options.embedded?.notYet : undefined
  if (notYet === undefined) return runOnTarget(target, run)

  const passed = await Promise.race([
    runOnTarget(target, run).then(
      () => true,
      () => false,
    ),
    new Promise<boolean>((resolve) => setTimeout(resolve, notYetMs, false).unref()),
  ])
  if (passed) throw new Error(`the embedded server does this now: remove notYet ("${notYet}")`)
  skip(context, 'embedded-not-yet', notYet)
}

async function findTarget(name: TargetName, options: CaseOptions, context: TestContext): Promise<Target> {
  const controllers = options.ownServer === 'with controllers'
  if (name === 'embedded') return ownServers.get(name, controllers)
  const shared = inject('realServers').find((server) => server.name === name)
  if (shared === undefined) throw new Error(`nobody started ${name}`)
  if ('reason' in shared) return missing(context, 'no-real-server', shared.reason)
  return options.ownServer === undefined ? fromShared(shared) : ownServers.get(name, controllers)
}

/** A suite that leaves out what it has no server or program for says little: where the result counts, it fails. */
function missing(context: TestContext, kind: 'no-real-server' | 'tool-missing', reason: string): never {
  if ((process.env['CI'] ?? '') !== '') throw new Error(reason)
  return skip(context, kind, reason)
}

function skip(context: TestContext, kind: NonNullable<TestContext['task']['meta']['skipKind']>, reason: string): never {
  context.task.meta.skipKind = kind
  return context.skip(reason)
}

async function runOnTarget(target: Target, run: (context: Case) => Promise<void>): Promise<void> {
  const clients = new Map<string, RESTClient>()
  const client = (groupVersion: GroupVersion) => {
    const key = formatGroupVersion(groupVersion)
    const known = clients.get(key)
    if (known !== undefined) return known
    const made = restClientFor({
      ...target.config,
      apiPath: groupVersion.group === '' ? '/api' : '/apis',
      groupVersion,
      warningHandler: { handleWarningHeader: () => undefined },
    })
    clients.set(key, made)
    return made
  }
  const core = client({ group: '', version: 'v1' })
  const newNamespace = async () => {
    const namespace = `case-${randomBytes(6).toString('hex')}`
    await core
      .post()
      .resource('namespaces')
      .body({ metadata: { name: namespace } })
      .into()
    return namespace
  }
  const ending = new AbortController()
  try {
    const namespace = await newNamespace()
    await run({ target, core, client, namespace, newNamespace, signal: ending.signal })
  } finally {
    ending.abort(new Error('the case is over'))
    await Promise.all([...clients.values()].map((made) => made.close()))
  }
}

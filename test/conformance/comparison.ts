import { randomBytes } from 'node:crypto'
import { expect, inject, type TestContext, test } from 'vitest'
import { exchange } from './exchange.ts'
import { normalise } from './normalise.ts'
import { OwnServers } from './own-servers.ts'
import { chosenTargets, fromShared, type SharedServer, type Target } from './target.ts'

/** One request. `$ns` in it stands for the namespace that the scenario has for itself. */
export interface Step {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Sent as JSON if it is no text. */
  readonly body?: unknown
  /** The embedded server does not do this one yet. */
  readonly notYet?: string | undefined
}

/** The server that the embedded one is to be told from by nothing. */
export const reference = '1.37.2'

interface Pair {
  readonly step: Step
  readonly embedded: unknown
  readonly real: unknown
}

/**
 * Sends the same requests to the embedded server and to a real one, and expects the same answers, once what differs
 * from run to run (times, versions, uids) is out of the way. A step that is known to differ is a case of its own.
 */
export function comparison(name: string, steps: readonly Step[]): void {
  const chosen = chosenTargets()
  if (!chosen.includes('embedded') || !chosen.includes(reference)) return
  let once: Promise<Pair[]> | undefined
  const pairs = (context: TestContext): Promise<Pair[]> => {
    context.task.meta.target = `embedded compared with ${reference}`
    once ??= sendToBoth(requireReference(context), steps)
    return once
  }
  test(`[embedded = ${reference}] ${name}`, { timeout: 30_000 }, async (context) => {
    const compared = (await pairs(context)).filter(({ step }) => step.notYet === undefined)
    // Only what differs, so that a failure shows nothing else.
    const different = compared.filter(({ embedded, real }) => JSON.stringify(embedded) !== JSON.stringify(real))
    expect(different.map(({ embedded }) => embedded)).toEqual(different.map(({ real }) => real))
  })
  for (const [i, step] of steps.entries()) {
    const reason = step.notYet
    if (reason === undefined) continue
    test(`[embedded = ${reference}] ${name}: ${step.method} ${step.path}`, { timeout: 30_000 }, async (context) => {
      const pair = (await pairs(context))[i]
      if (JSON.stringify(pair?.embedded) === JSON.stringify(pair?.real)) {
        throw new Error(`the answers are the same now: remove notYet ("${reason}")`)
      }
      context.task.meta.skipKind = 'embedded-not-yet'
      context.skip(reason)
    })
  }
}

/** The real server that the embedded one is compared with. Without it the test is skipped, or fails in CI. */
export function requireReference(context: TestContext): SharedServer {
  const shared = inject('realServers').find((server) => server.name === reference)
  if (shared !== undefined && !('reason' in shared)) return shared
  const reason = shared?.reason ?? `nobody started ${reference}`
  if ((process.env['CI'] ?? '') !== '') throw new Error(reason)
  context.task.meta.skipKind = 'no-real-server'
  return context.skip(reason)
}

async function sendToBoth(shared: SharedServer, steps: readonly Step[]): Promise<Pair[]> {
  const servers = new OwnServers()
  try {
    const real = await answers(fromShared(shared), steps)
    const embedded = await answers(await servers.get('embedded', false), steps)
    return steps.map((step, i) => ({ step, embedded: embedded[i], real: real[i] }))
  } finally {
    await servers.close()
  }
}

async function answers(target: Target, steps: readonly Step[]): Promise<unknown[]> {
  const namespace = `case-${randomBytes(6).toString('hex')}`
  const fill = (text: string) => text.replaceAll('$ns', namespace)
  const send = (step: Step) =>
    exchange(target.config, step.method, fill(step.path), {
      headers: { ...(step.body === undefined ? {} : { 'content-type': 'application/json' }), ...step.headers },
      ...(step.body === undefined
        ? {}
        : { body: fill(typeof step.body === 'string' ? step.body : JSON.stringify(step.body)) }),
    })
  await send({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: '$ns' } } })
  const all: unknown[] = []
  for (const step of steps) {
    const answer = await send(step)
    all.push({
      request: `${step.method} ${step.path}`,
      status: answer.status,
      contentType: answer.headers['content-type'],
      warning: answer.headers['warning'],
      body: normalise(answer.text, namespace),
    })
  }
  return all
}

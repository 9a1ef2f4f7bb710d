import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type RestConfig, transportFor } from '../../src/rest/index.ts'
import type { Transport } from '../../src/transport/index.ts'
import type { Case } from './conformance.ts'

/** A config over connections that count what is asked. */
export interface Counted {
  readonly config: RestConfig
  /** Paths and queries, in order. */
  readonly asked: string[]
}

/** Runs with a config of the target that counts its requests. */
export async function counting<T>({ target }: Case, run: (counted: Counted) => Promise<T>): Promise<T> {
  const asked: string[] = []
  // It carries the credentials, so that the config above it needs none.
  const inner = transportFor(target.config)
  const transport: Transport = {
    send: (request) => {
      asked.push(request.url.pathname)
      return inner.send(request)
    },
    close: () => inner.close(),
  }
  try {
    return await run({ config: { host: target.config.host, transport }, asked })
  } finally {
    await inner.close()
  }
}

export async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kubeclient-discovery-'))
  try {
    return await run(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

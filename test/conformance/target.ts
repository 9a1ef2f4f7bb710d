import type { RestConfig } from '../../src/rest/index.ts'
import { type ServerVersion, serverVersions } from '../envtest/programs.ts'

/** A server that the suite runs against: the embedded one, or a kube-apiserver by its version. */
export type TargetName = 'embedded' | ServerVersion

export const targetNames: readonly TargetName[] = ['embedded', ...serverVersions]

/** A running server, as the cases see it. */
export interface Target {
  readonly name: TargetName
  /** As the administrator. */
  readonly config: RestConfig
  readonly kubeconfigPath: string
  readonly adminToken: string
  /** Of a user without any rights. */
  readonly limitedToken: string
  /** Forgets old versions. Only a server that a file has for itself can be made to. */
  readonly compact?: (() => Promise<void>) | undefined
}

/** A real server, in the values that can be handed from the process that started it to those that run the tests. */
export interface SharedServer {
  readonly name: ServerVersion
  readonly host: string
  readonly caData: string
  readonly certData: string
  readonly keyData: string
  readonly adminToken: string
  readonly limitedToken: string
  readonly kubeconfigPath: string
}

/** Why there is none of this version. */
export interface MissingServer {
  readonly name: ServerVersion
  readonly reason: string
}

declare module 'vitest' {
  interface ProvidedContext {
    realServers: readonly (SharedServer | MissingServer)[]
  }
}

/** The targets that were asked for (`KUBECLIENT_TEST_TARGETS`, names with commas between them), by default all. */
export function chosenTargets(): readonly TargetName[] {
  const chosen = (process.env['KUBECLIENT_TEST_TARGETS'] ?? '').split(',').filter((name) => name !== '')
  const unknown = chosen.find((name) => !targetNames.some((known) => known === name))
  if (unknown !== undefined) {
    throw new Error(`KUBECLIENT_TEST_TARGETS: unknown target "${unknown}", expected ${targetNames.join(', ')}`)
  }
  return chosen.length === 0 ? targetNames : targetNames.filter((name) => chosen.includes(name))
}

export function fromShared(server: SharedServer): Target {
  return {
    name: server.name,
    config: {
      host: server.host,
      tls: { caData: server.caData, certData: server.certData, keyData: server.keyData },
    },
    kubeconfigPath: server.kubeconfigPath,
    adminToken: server.adminToken,
    limitedToken: server.limitedToken,
  }
}

import { clientOver, ScriptedTransport, type ScriptStep } from '../rest/scripted-transport.test-support.ts'
import type { TransportRequest } from '../transport/index.ts'
import { DynamicClient } from './dynamic-client.ts'

export const widgets = { group: 'example.com', version: 'v1', resource: 'widgets' }
export const pods = { group: '', version: 'v1', resource: 'pods' }

/** A dynamic client that is answered from a script, and what it was asked. */
export function scriptedDynamic(...steps: ScriptStep[]): {
  dynamic: DynamicClient
  requests: readonly TransportRequest[]
} {
  const transport = new ScriptedTransport(...steps)
  return { dynamic: new DynamicClient(clientOver(transport)), requests: transport.requests }
}

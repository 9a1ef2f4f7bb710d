import { clientOver, ScriptedTransport, type ScriptStep } from '../rest/scripted-transport.test-support.ts'
import type { TransportRequest } from '../transport/index.ts'
import { Clientset } from './clientset.ts'

/** A clientset that is answered from a script, and what it was asked. */
export function scripted(...steps: ScriptStep[]): { clientset: Clientset; requests: readonly TransportRequest[] } {
  const transport = new ScriptedTransport(...steps)
  return { clientset: new Clientset(clientOver(transport)), requests: transport.requests }
}

/** `GET /api/v1/pods?limit=5`, without the server's origin. */
export function lineOf(request: TransportRequest | undefined): string {
  return `${request?.method} ${request?.url.pathname}${request?.url.search}`
}

/** The body that was sent, read again. */
export function bodyOf(request: TransportRequest | undefined): unknown {
  return typeof request?.body === 'string' ? JSON.parse(request.body) : undefined
}

export function json(value: unknown): { body: string } {
  return { body: JSON.stringify(value) }
}

/** Freezes an object and all that is in it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze)
    Object.freeze(value)
  }
  return value
}

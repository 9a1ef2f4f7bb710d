import { createHash, timingSafeEqual } from 'node:crypto'
import { ApiError, notSupported, unauthorized } from './api-error.ts'
import { type ApiRequest, headerOf } from './request.ts'

export interface User {
  readonly name: string
  readonly groups: readonly string[]
}

/** A static token and whom it stands for. */
export interface TokenUser {
  /** User name. */
  readonly user: string
  /** Default: none. */
  readonly groups?: readonly string[] | undefined
}

const administrator: User = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }
const anonymous: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] }

interface KnownToken {
  readonly digest: Buffer
  readonly user: User
}

/** Who may come in, and as whom. */
export class Authenticator {
  readonly #tokens: readonly KnownToken[]
  readonly #anonymousIsAdministrator: boolean

  /** @param options.anonymousAllowed whether callers without credentials may do everything */
  constructor(options: { tokens: Readonly<Record<string, TokenUser>>; anonymousAllowed: boolean }) {
    this.#anonymousIsAdministrator = options.anonymousAllowed
    this.#tokens = Object.entries(options.tokens).map(([token, { user, groups = [] }]) => ({
      digest: digestOf(token),
      user: { name: user, groups: [...groups, 'system:authenticated'] },
    }))
  }

  /** @throws {ApiError} 401 for credentials that are wrong: they are never taken for none; 501 for impersonation */
  authenticate(request: ApiRequest): User {
    const { caller } = request
    // To act as the caller instead of whom the caller asks for would be wrong in a dangerous way.
    if (Object.keys(request.headers).some((name) => name.startsWith('impersonate-')))
      throw notSupported('impersonation')
    const authorization = headerOf(request, 'authorization') ?? ''
    const [, token] = /^bearer +(\S+) *$/i.exec(authorization) ?? []
    if (token !== undefined) return this.#userOf(token)
    const certificate = caller?.via === 'network' ? caller.certificate : undefined
    if (certificate !== undefined) {
      if (!certificate.trusted) throw unauthorized()
      return { name: certificate.commonName, groups: [...certificate.organizations, 'system:authenticated'] }
    }
    return caller?.via === 'process' ? administrator : anonymous
  }

  /** @throws {ApiError} 403 if the user may not do this */
  authorize(user: User, request: ApiRequest, path: string): void {
    if (user !== anonymous) return
    if (this.#anonymousIsAdministrator) {
      refuseForeignPages(request)
      return
    }
    if (['/healthz', '/livez', '/readyz', '/version', '/version/'].includes(path)) return
    const message = `forbidden: User "${user.name}" cannot ${request.method.toLowerCase()} path "${path}"`
    throw new ApiError(403, 'Forbidden', message, { details: {} })
  }

  #userOf(token: string): User {
    const digest = digestOf(token)
    // Digests have one length and are compared in constant time, all of them.
    let found: User | undefined
    for (const known of this.#tokens) if (timingSafeEqual(known.digest, digest)) found = known.user
    if (found === undefined) throw unauthorized()
    return found
  }
}

/**
 * A browser on this machine reaches loopback too, on behalf of whatever page it shows. Such requests carry the
 * page's origin, or, after DNS rebinding, a host that is not this machine.
 */
function refuseForeignPages(request: ApiRequest): void {
  const origin = headerOf(request, 'origin')
  const host = headerOf(request, 'host')
  const foreign =
    (origin !== undefined && !isLoopbackUrl(origin)) || (host !== undefined && !isLoopbackUrl(`http://${host}`))
  if (foreign) {
    const message =
      'forbidden: callers without credentials must come from this machine and ask for it by a loopback name'
    throw new ApiError(403, 'Forbidden', message, { details: {} })
  }
}

function isLoopbackUrl(text: string): boolean {
  try {
    return isLoopback(new URL(text).hostname)
  } catch {
    return false
  }
}

/** Tells whether a host, as in a URL or given to listen on, is this machine and nothing else. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase()
  return name === 'localhost' || name === '::1' || /^127\.\d+\.\d+\.\d+$/.test(name)
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

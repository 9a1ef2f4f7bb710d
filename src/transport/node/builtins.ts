// Modules of Node, taken without importing them: an import makes a namespace of all that a module exports, for which
// Node loads what it would otherwise load on demand (undici for node:http, web crypto for node:crypto, all root
// certificates for node:tls, streams for node:fs). A first request waits for that.

export const nodeNet: typeof import('node:net') = process.getBuiltinModule('node:net')
export const nodeTls: typeof import('node:tls') = process.getBuiltinModule('node:tls')

/** Only where an answer is compressed. */
export function nodeZlib(): typeof import('node:zlib') {
  return process.getBuiltinModule('node:zlib')
}

/** Only where there are certificates to look into. */
export function nodeCrypto(): typeof import('node:crypto') {
  return process.getBuiltinModule('node:crypto')
}

/** Only where TLS material is in files. */
export function nodeFs(): typeof import('node:fs/promises') {
  return process.getBuiltinModule('node:fs/promises')
}

/** Only on the way through a proxy. */
export function nodeHttp(): typeof import('node:http') {
  return process.getBuiltinModule('node:http')
}

/** Only on the way through a proxy that speaks TLS. */
export function nodeHttps(): typeof import('node:https') {
  return process.getBuiltinModule('node:https')
}

/** Only where a body is an iterable. */
export function nodeAsyncHooks(): typeof import('node:async_hooks') {
  return process.getBuiltinModule('node:async_hooks')
}

/**
 * `node:http` and `node:https`, for what they are still needed for, without importing them: an import makes a namespace
 * of all their exports, for which newer Nodes load what they otherwise load on demand (undici, for `WebSocket`: 20 ms and
 * 10 MB).
 */
export function nodeHttp(): typeof import('node:http') {
  return process.getBuiltinModule('node:http')
}

export function nodeHttps(): typeof import('node:https') {
  return process.getBuiltinModule('node:https')
}

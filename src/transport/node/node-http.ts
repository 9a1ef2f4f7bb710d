/**
 * `node:http` and `node:https` without importing them: an import makes a namespace of all their exports, for which newer
 * Nodes load what they otherwise load on demand (undici, for `WebSocket`: 20 ms and 10 MB).
 */
export const http: typeof import('node:http') = process.getBuiltinModule('node:http')
export const https: typeof import('node:https') = process.getBuiltinModule('node:https')

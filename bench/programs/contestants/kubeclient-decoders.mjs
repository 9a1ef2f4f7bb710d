import { Clientset, restClientFor } from 'kubeclient'

/** The package as it is, over a transport that has the answer in memory. */
function configOver(body) {
  const headers = { 'content-type': 'application/json' }
  const transport = { send: async () => ({ status: 200, headers, body: body() }), close: async () => {} }
  return { host: 'http://bench.test', transport }
}

/** `do()` gives answers that nobody has decoded yet, `into()` decodes. */
export function objects(bytes) {
  const body = () => ({ bytes: async () => bytes, async *[Symbol.asyncIterator]() {} })
  const core = restClientFor({ ...configOver(body), apiPath: '/api', groupVersion: { group: '', version: 'v1' } })
  const answer = () => core.get().namespace('bench').resource('pods').name('pod').do()
  return { prepare: (count) => Promise.all(Array.from({ length: count }, answer)), decode: (result) => result.into() }
}

/** Gives each event of a watch whose chunks come as fast as they are taken. */
export function events(chunks) {
  return new Clientset(configOver(chunks)).coreV1.pods('bench').watch()
}

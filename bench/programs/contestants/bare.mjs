import { readFile } from 'node:fs/promises'
import https from 'node:https'

const aggregated =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json'

/** The floor: what Node itself has, with as little around it as it takes to do the same work. */
export async function connect({ connection }) {
  const { host, caData, certData, keyData } = JSON.parse(await readFile(connection, 'utf8'))
  const { hostname, port, protocol } = new URL(host)
  // Importing node:http as a module loads all of Node's fetch for the names of some globals: https does without.
  const { Agent, request } = protocol === 'https:' ? https : process.getBuiltinModule('node:http')
  const tls = caData === undefined ? {} : { ca: caData, cert: certData, key: keyData }
  const requests = new Agent({ keepAlive: true, maxSockets: 64, ...tls })
  const streams = new Agent({ keepAlive: false, ...tls })

  /** @returns {Promise<import('node:http').IncomingMessage>} */
  const send = (method, path, { body, agent = requests, accept = 'application/json', signal } = {}) =>
    new Promise((resolve, reject) => {
      const headers = { accept }
      if (body !== undefined) {
        headers['content-type'] = 'application/json'
        headers['content-length'] = Buffer.byteLength(body)
      }
      const sent = request({ agent, hostname, port, method, path, headers, signal }, (response) => {
        if (response.statusCode < 300) resolve(response)
        else reject(new Error(`${method} ${path}: ${response.statusCode}`))
      })
      sent.on('error', reject)
      sent.end(body)
    })
  const read = async (method, path, options) => {
    const response = await send(method, path, options)
    return new Promise((resolve, reject) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => resolve(Buffer.concat(chunks)))
      response.on('error', reject)
    })
  }
  const json = async (method, path, options) => JSON.parse((await read(method, path, options)).toString())
  const podsPath = (namespace) => `/api/v1/namespaces/${namespace}/pods`

  return {
    getPod: (namespace, name) => json('GET', `${podsPath(namespace)}/${name}`),
    createConfigMap: (namespace, body) =>
      json('POST', `/api/v1/namespaces/${namespace}/configmaps`, { body: JSON.stringify(body) }),
    listWhole: async (namespace) => (await json('GET', podsPath(namespace))).items,
    async listPaged(namespace, limit) {
      const items = []
      let token = ''
      do {
        const page = await json('GET', `${podsPath(namespace)}?limit=${limit}&continue=${token}`)
        items.push(...page.items)
        token = encodeURIComponent(page.metadata.continue ?? '')
      } while (token !== '')
      return items
    },
    watch(resource, namespace, onEvent, onError) {
      const abort = new AbortController()
      let rest = ''
      const path = `/api/v1/namespaces/${namespace}/${resource}?watch=true`
      const fail = (error) => {
        if (!abort.signal.aborted) onError(error)
      }
      send('GET', path, { agent: streams, signal: abort.signal })
        .then((response) => {
          response.setEncoding('utf8')
          response.on('error', fail)
          response.on('data', (text) => {
            const lines = (rest + text).split('\n')
            rest = lines.pop() ?? ''
            for (const line of lines) onEvent(JSON.parse(line).object)
          })
        })
        .catch(fail)
      return () => abort.abort()
    },
    discovery: () => undefined,
    async discover() {
      const answers = ['/api', '/apis'].map((path) => json('GET', path, { accept: aggregated }))
      return (await Promise.all(answers)).flatMap((answer) => answer.items).length
    },

    // For what is measured about servers, not clients: nothing is decoded.
    readBytes: async (path) => (await read('GET', path)).byteLength,
    post: (path, body) => read('POST', path, { body }),
    /** Counts the events of a watch by their line ends. */
    countEvents(path, onEvents, onError) {
      const abort = new AbortController()
      send('GET', path, { agent: streams, signal: abort.signal })
        .then((response) => {
          response.on('error', () => {})
          response.on('data', (chunk) => onEvents(lineEnds(chunk)))
        })
        .catch((error) => {
          if (!abort.signal.aborted) onError(error)
        })
      return () => abort.abort()
    },
  }
}

function lineEnds(chunk) {
  let count = 0
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count++
  return count
}

// Asks for what is not there, and tells the kinds of failure apart.
import { isNotFound, loadConfig, restClientFor, StatusError, TransportError } from 'kubeclient'

const config = await loadConfig()
const client = restClientFor({ ...config, apiPath: '/api', groupVersion: { group: '', version: 'v1' } })

try {
  await client.get().namespace('default').resource('configmaps').name('settings').into({ timeoutMs: 5000 })
} catch (error) {
  if (isNotFound(error)) console.log('there are no settings yet')
  else if (error instanceof StatusError) console.log(`the server refused: ${error.code} ${error.reason}`)
  else if (error instanceof TransportError) console.log(`no answer: ${error.message}`)
  else throw error
} finally {
  await client.close()
}

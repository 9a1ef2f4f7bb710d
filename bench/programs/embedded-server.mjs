// The embedded server, as a process of its own. It ends with its standard input.
import { ApiServer } from 'kubeclient/server'

const server = await ApiServer.start({ port: 0 })
const { host, tls } = server.config
console.log(JSON.stringify({ ready: true, host, caData: tls.caData, certData: tls.certData, keyData: tls.keyData }))
process.stdin.on('end', () => process.exit(0)).resume()

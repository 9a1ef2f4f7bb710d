// A server whose every GET is a watch that never waits: it sends events as fast as its reader takes them.
//   argument 1: a file with the events of one turn, one a line
// It speaks plain http, so that what is compared is decoding, and the cost of TLS, the same for all, does not hide it.
import { readFileSync } from 'node:fs'
import http from 'node:http'

const events = readFileSync(process.argv[2])
const server = http.createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const pour = () => {
    while (!response.destroyed && response.write(events)) {
      // Goes on until the socket is full.
    }
  }
  response.on('drain', pour)
  pour()
})
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ ready: true, host: `http://127.0.0.1:${server.address().port}` }))
})
process.stdin.on('end', () => process.exit(0)).resume()

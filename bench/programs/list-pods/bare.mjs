import { readFileSync } from 'node:fs'
import https from 'node:https'

const { host, caData, certData, keyData } = JSON.parse(readFileSync(process.argv[4], 'utf8'))
const url = `${host}/api/v1/namespaces/${process.argv[3]}/pods`
https.get(url, { ca: caData, cert: certData, key: keyData }, (response) => {
  const chunks = []
  response.on('data', (chunk) => chunks.push(chunk))
  response.on('end', () => console.log(JSON.parse(Buffer.concat(chunks).toString()).items.length))
})

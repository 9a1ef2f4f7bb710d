import { createPrivateKey, X509Certificate } from 'node:crypto'
import { createServer, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TLSSocket } from 'node:tls'
import { expect, it } from 'vitest'
import { createCertificateAuthority } from './certificates.ts'

it('issues server and client certificates that a TLS connection accepts on both sides', async () => {
  const ca = await createCertificateAuthority('test-ca')
  const serving = await ca.issue({
    commonName: 'server',
    dnsNames: ['localhost'],
    ipAddresses: ['127.0.0.1', '::1'],
    usage: 'server',
  })
  const client = await ca.issue({ commonName: 'ann', organizations: ['system:masters', 'dev'], usage: 'client' })
  const server = createServer(
    { cert: serving.certPem, key: serving.keyPem, ca: ca.certPem, requestCert: true, rejectUnauthorized: true },
    (incoming, response) => {
      response.setHeader('connection', 'close')
      response.end(JSON.stringify((incoming.socket as TLSSocket).getPeerCertificate().subject))
    },
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const body = await new Promise<string>((resolve, reject) => {
      request(
        {
          port: (server.address() as AddressInfo).port,
          host: '127.0.0.1',
          ca: ca.certPem,
          cert: client.certPem,
          key: client.keyPem,
          agent: false,
        },
        (response) => {
          resolve(text(response))
        },
      )
        .on('error', reject)
        .end()
    })
    expect(JSON.parse(body)).toEqual({ CN: 'ann', O: ['system:masters', 'dev'] })
  } finally {
    server.close()
  }
})

it('keeps an end in the past, and never outlives the authority', async () => {
  const ca = await createCertificateAuthority('test-ca')
  const past = new Date('2020-01-01T00:00:00Z')
  const expired = new X509Certificate((await ca.issue({ commonName: 'x', usage: 'client', notAfter: past })).certPem)
  expect(new Date(expired.validTo)).toEqual(past)
  expect(new Date(expired.validFrom) < past).toBe(true)
  const far = await ca.issue({ commonName: 'x', usage: 'client', notAfter: new Date('2200-01-01T00:00:00Z') })
  expect(new X509Certificate(far.certPem).validTo).toBe(new X509Certificate(ca.certPem).validTo)
})

it('says who issued a certificate, to whom, and for what', async () => {
  const ca = await createCertificateAuthority('test-ca')
  const authority = new X509Certificate(ca.certPem)
  expect(authority.ca).toBe(true)
  expect(authority.subject).toBe('CN=test-ca')
  expect(authority.verify(authority.publicKey)).toBe(true)

  const dnsNames = ['localhost', '*.example.com']
  const ipAddresses = ['127.0.0.1', 'fd00::1:2']
  const issued = await ca.issue({ commonName: 'zoë', organizations: ['a:b'], dnsNames, ipAddresses, usage: 'server' })
  const certificate = new X509Certificate(issued.certPem)
  expect(certificate.ca).toBe(false)
  expect(certificate.subject).toBe('CN=zoë\nO=a:b')
  expect(certificate.subjectAltName).toBe(
    'DNS:localhost, DNS:*.example.com, IP Address:127.0.0.1, IP Address:FD00:0:0:0:0:0:1:2',
  )
  // Node's `keyUsage` are the extended ones: serverAuth.
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  expect(certificate.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/)
  expect(certificate.checkIssued(authority)).toBe(true)
  expect(certificate.verify(authority.publicKey)).toBe(true)
  expect(certificate.checkPrivateKey(createPrivateKey(issued.keyPem))).toBe(true)
})

import { webcrypto } from 'node:crypto'
import type * as X509 from '@peculiar/x509'

/** A certificate and its private key, both PEM text (the key as PKCS #8). */
export interface KeyedCertificate {
  readonly certPem: string
  readonly keyPem: string
}

/** What a certificate is to say. */
export interface CertificateRequest {
  /** A client certificate's user name. */
  readonly commonName: string
  /** A client certificate's groups. Default: none. */
  readonly organizations?: readonly string[] | undefined
  /** Names that a server certificate is good for. Default: none. */
  readonly dnsNames?: readonly string[] | undefined
  /** Addresses that a server certificate is good for, IPv4 or IPv6 without brackets. Default: none. */
  readonly ipAddresses?: readonly string[] | undefined
  readonly usage: 'server' | 'client'
  /** Default: one year from now, and never later than the authority's own end. A time in the past is kept. */
  readonly notAfter?: Date | undefined
}

/** A certificate authority that lives in memory: its own certificate and key, and the power to issue more. */
export interface CertificateAuthority extends KeyedCertificate {
  /** Makes a key pair and signs a certificate for it (ECDSA P-256 with SHA-256). */
  issue(request: CertificateRequest): Promise<KeyedCertificate>
}

const dayMs = 86_400_000
const signingAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/**
 * Makes a self-signed certificate authority (ECDSA P-256), good for ten years, for tests and for servers of one's own.
 *
 * The first call loads the X.509 library, which takes about 0.1 s.
 */
export async function createCertificateAuthority(name: string): Promise<CertificateAuthority> {
  const x509 = await loadX509()
  const keys = await generateKeys()
  const notAfter = new Date(Date.now() + 3650 * dayMs)
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serialNumber(),
      name: [{ CN: [name] }],
      // A day of slack, for a machine whose clock is behind.
      notBefore: new Date(Date.now() - dayMs),
      notAfter,
      keys,
      signingAlgorithm,
      extensions: [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyCertSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  )
  return {
    certPem: toPem(certificate.rawData, 'CERTIFICATE'),
    keyPem: await privateKeyPem(keys.privateKey),
    issue: (request) => issue(x509, { certificate, keys, notAfter }, request),
  }
}

interface Issuer {
  readonly certificate: X509.X509Certificate
  readonly keys: webcrypto.CryptoKeyPair
  readonly notAfter: Date
}

async function issue(x509: typeof X509, issuer: Issuer, request: CertificateRequest): Promise<KeyedCertificate> {
  const keys = await generateKeys()
  const wanted = request.notAfter ?? new Date(Date.now() + 365 * dayMs)
  const notAfter = wanted < issuer.notAfter ? wanted : issuer.notAfter
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(),
      subject: [{ CN: [request.commonName] }, ...(request.organizations ?? []).map((group) => ({ O: [group] }))],
      issuer: issuer.certificate.subjectName,
      // A certificate made to be expired still has to start before it ends.
      notBefore: new Date(Math.min(Date.now(), notAfter.getTime()) - dayMs),
      notAfter,
      publicKey: keys.publicKey,
      signingKey: issuer.keys.privateKey,
      signingAlgorithm,
      extensions: await leafExtensions(x509, issuer, keys, request),
    },
    webcrypto,
  )
  return { certPem: toPem(certificate.rawData, 'CERTIFICATE'), keyPem: await privateKeyPem(keys.privateKey) }
}

async function leafExtensions(
  x509: typeof X509,
  issuer: Issuer,
  keys: webcrypto.CryptoKeyPair,
  request: CertificateRequest,
): Promise<X509.Extension[]> {
  const names = [
    ...(request.dnsNames ?? []).map((value) => ({ type: 'dns' as const, value })),
    ...(request.ipAddresses ?? []).map((value) => ({ type: 'ip' as const, value })),
  ]
  const usage = request.usage === 'server' ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([usage], false),
    ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)]),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
    await x509.AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey, false, webcrypto),
  ]
}

/** Loaded only when a certificate is made: importing it takes about 0.1 s and 20 MB. */
async function loadX509(): Promise<typeof X509> {
  // Its dependency injection reads decorator metadata, so the polyfill has to be there before it is.
  await import('reflect-metadata/lite')
  return import('@peculiar/x509')
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  return keys
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  return toPem(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')
}

function toPem(der: ArrayBuffer, label: string): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

/** 16 random bytes in hex. The first bit is cleared (serial numbers are positive), the second set (no leading zeros). */
function serialNumber(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16))
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return Buffer.from(bytes).toString('hex')
}

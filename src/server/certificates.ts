import {
  createHash,
  generateKeyPair,
  type KeyObject,
  type KeyPairKeyObjectResult,
  randomBytes,
  sign,
} from 'node:crypto'
import { promisify } from 'node:util'
import type * as Asn1 from '@peculiar/asn1-schema'
import type * as X509 from '@peculiar/asn1-x509'

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

/** Object identifiers: ecdsa-with-SHA256 (RFC 5758), commonName and organizationName (X.520). */
const ecdsaWithSha256 = '1.2.840.10045.4.3.2'
const commonNameType = '2.5.4.3'
const organizationNameType = '2.5.4.10'

/**
 * Makes a self-signed certificate authority (ECDSA P-256), good for ten years, for tests and for servers of one's own.
 *
 * The first call loads the X.509 library, which takes about 0.1 s.
 */
export async function createCertificateAuthority(name: string): Promise<CertificateAuthority> {
  const library = await loadLibrary()
  const { x509 } = library
  const keys = await generateKeys()
  const publicKey = publicKeyOf(library, keys.publicKey)
  const subject = nameOf(library, [[commonNameType, name]])
  const notAfter = new Date(Date.now() + 3650 * dayMs)
  const issuer: Issuer = { name: subject, privateKey: keys.privateKey, keyId: keyIdOf(publicKey), notAfter }
  const certPem = signCertificate(library, issuer, {
    subject,
    publicKey,
    // A day of slack, for a machine whose clock is behind.
    notBefore: new Date(Date.now() - dayMs),
    notAfter,
    extensions: [
      extension(library, x509.id_ce_basicConstraints, new x509.BasicConstraints({ cA: true }), true),
      keyUsage(library, x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyCertSign),
      extension(library, x509.id_ce_subjectKeyIdentifier, new x509.SubjectKeyIdentifier(issuer.keyId)),
    ],
  })
  return { certPem, keyPem: privateKeyPem(keys), issue: (request) => issue(library, issuer, request) }
}

/** Structures of X.509, and what writes them. */
interface Library {
  readonly x509: typeof X509
  readonly asn1: typeof Asn1
}

interface Issuer {
  readonly name: X509.Name
  readonly privateKey: KeyObject
  readonly keyId: Uint8Array
  readonly notAfter: Date
}

async function issue(library: Library, issuer: Issuer, request: CertificateRequest): Promise<KeyedCertificate> {
  const keys = await generateKeys()
  const publicKey = publicKeyOf(library, keys.publicKey)
  const wanted = request.notAfter ?? new Date(Date.now() + 365 * dayMs)
  const notAfter = wanted < issuer.notAfter ? wanted : issuer.notAfter
  const organizations = (request.organizations ?? []).map((group) => [organizationNameType, group] as const)
  const certPem = signCertificate(library, issuer, {
    subject: nameOf(library, [[commonNameType, request.commonName], ...organizations]),
    publicKey,
    // A certificate made to be expired still has to start before it ends.
    notBefore: new Date(Math.min(Date.now(), notAfter.getTime()) - dayMs),
    notAfter,
    extensions: leafExtensions(library, issuer, publicKey, request),
  })
  return { certPem, keyPem: privateKeyPem(keys) }
}

function leafExtensions(
  library: Library,
  issuer: Issuer,
  publicKey: X509.SubjectPublicKeyInfo,
  request: CertificateRequest,
): X509.Extension[] {
  const { x509 } = library
  const names = [
    ...(request.dnsNames ?? []).map((dNSName) => new x509.GeneralName({ dNSName })),
    ...(request.ipAddresses ?? []).map((iPAddress) => new x509.GeneralName({ iPAddress })),
  ]
  const usage = request.usage === 'server' ? x509.id_kp_serverAuth : x509.id_kp_clientAuth
  const keyIdentifier = new x509.KeyIdentifier(issuer.keyId)
  return [
    extension(library, x509.id_ce_basicConstraints, new x509.BasicConstraints(), true),
    keyUsage(library, x509.KeyUsageFlags.digitalSignature),
    extension(library, x509.id_ce_extKeyUsage, new x509.ExtendedKeyUsage([usage])),
    ...(names.length === 0
      ? []
      : [extension(library, x509.id_ce_subjectAltName, new x509.SubjectAlternativeName(names))]),
    extension(library, x509.id_ce_subjectKeyIdentifier, new x509.SubjectKeyIdentifier(keyIdOf(publicKey))),
    extension(library, x509.id_ce_authorityKeyIdentifier, new x509.AuthorityKeyIdentifier({ keyIdentifier })),
  ]
}

interface CertificateContents {
  readonly subject: X509.Name
  readonly publicKey: X509.SubjectPublicKeyInfo
  readonly notBefore: Date
  readonly notAfter: Date
  readonly extensions: X509.Extension[]
}

/** @returns PEM text */
function signCertificate({ x509, asn1 }: Library, issuer: Issuer, contents: CertificateContents): string {
  const signatureAlgorithm = new x509.AlgorithmIdentifier({ algorithm: ecdsaWithSha256 })
  const tbsCertificate = new x509.TBSCertificate({
    version: x509.Version.v3,
    serialNumber: serialNumber(),
    signature: signatureAlgorithm,
    issuer: issuer.name,
    validity: new x509.Validity({ notBefore: contents.notBefore, notAfter: contents.notAfter }),
    subject: contents.subject,
    subjectPublicKeyInfo: contents.publicKey,
    extensions: new x509.Extensions(contents.extensions),
  })
  const signed = Buffer.from(asn1.AsnConvert.serialize(tbsCertificate))
  const signatureValue = bytesOf(sign('sha256', signed, issuer.privateKey))
  const certificate = new x509.Certificate({ tbsCertificate, signatureAlgorithm, signatureValue })
  return toPem(asn1.AsnConvert.serialize(certificate), 'CERTIFICATE')
}

function extension({ x509, asn1 }: Library, extnID: string, value: object, critical = false): X509.Extension {
  const extnValue = new asn1.OctetString(asn1.AsnConvert.serialize(value))
  return new x509.Extension({ extnID, critical, extnValue })
}

function keyUsage(library: Library, flags: number): X509.Extension {
  return extension(library, library.x509.id_ce_keyUsage, new library.x509.KeyUsage(flags), true)
}

function nameOf({ x509 }: Library, parts: readonly (readonly [type: string, text: string])[]): X509.Name {
  return new x509.Name(
    parts.map(([type, utf8String]) => {
      const value = new x509.AttributeValue({ utf8String })
      return new x509.RelativeDistinguishedName([new x509.AttributeTypeAndValue({ type, value })])
    }),
  )
}

function publicKeyOf({ x509, asn1 }: Library, key: KeyObject): X509.SubjectPublicKeyInfo {
  return asn1.AsnConvert.parse(key.export({ type: 'spki', format: 'der' }), x509.SubjectPublicKeyInfo)
}

/** RFC 5280, section 4.2.1.2: the SHA-1 of the key's bits. A name, not a proof. */
function keyIdOf(publicKey: X509.SubjectPublicKeyInfo): Uint8Array {
  return createHash('sha1').update(new Uint8Array(publicKey.subjectPublicKey)).digest()
}

/** Loaded only when a certificate is made. */
async function loadLibrary(): Promise<Library> {
  const [x509, asn1] = await Promise.all([import('@peculiar/asn1-x509'), import('@peculiar/asn1-schema')])
  return { x509, asn1 }
}

const generateKeyPairAsync = promisify(generateKeyPair)

function generateKeys(): Promise<KeyPairKeyObjectResult> {
  return generateKeyPairAsync('ec', { namedCurve: 'P-256' })
}

function privateKeyPem({ privateKey }: KeyPairKeyObjectResult): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

function toPem(der: ArrayBuffer, label: string): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

/** 16 random bytes. The first bit is cleared (serial numbers are positive), the second set (no leading zeros). */
function serialNumber(): ArrayBuffer {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytesOf(bytes)
}

/** A buffer may be a part of a larger one. */
function bytesOf(buffer: Buffer): ArrayBuffer {
  return new Uint8Array(buffer).buffer
}

/**
 * The grammars of Kubernetes' names. Each function returns what is wrong, in words that may follow the name in a
 * message, or undefined if the name is good.
 *
 * Source: k8s.io/apimachinery/pkg/util/validation.
 */
export type NameCheck = (name: string) => string | undefined

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const namePart = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/

/** A lower-case RFC 1123 label, such as a namespace's name: letters, digits and `-`, at most 63 characters. */
export function checkDns1123Label(name: string): string | undefined {
  if (name.length > 63) return 'must be no more than 63 characters'
  if (label.test(name)) return undefined
  return "must consist of lower case letters, digits or '-', and start and end with a letter or digit (RFC 1123 label)"
}

/** A lower-case RFC 1123 subdomain, such as a pod's name: labels with dots between them, at most 253 characters. */
export function checkDns1123Subdomain(name: string): string | undefined {
  if (name.length > 253) return 'must be no more than 253 characters'
  if (subdomain.test(name)) return undefined
  return "must consist of lower case letters, digits, '-' or '.', and start and end with a letter or digit (RFC 1123 subdomain)"
}

/** A key of labels, annotations and the like: NAME or PREFIX/NAME, the prefix a DNS subdomain. */
export function checkQualifiedName(name: string): string | undefined {
  const parts = name.split('/')
  if (parts.length > 2) return "must be a name, with at most one prefix and '/' before it"
  const [prefix, part = ''] = parts.length === 2 ? parts : [undefined, parts[0]]
  if (prefix === '') return 'its prefix must not be empty'
  if (prefix !== undefined) {
    const problem = checkDns1123Subdomain(prefix)
    if (problem !== undefined) return `its prefix ${problem}`
  }
  if (part === '') return 'its name part must not be empty'
  if (part.length > 63) return 'its name part must be no more than 63 characters'
  if (namePart.test(part)) return undefined
  return "its name part must consist of letters, digits, '-', '_' or '.', and start and end with a letter or digit"
}

/** A label's value: empty, or like a name part of {@link checkQualifiedName}. */
export function checkLabelValue(value: string): string | undefined {
  if (value.length > 63) return 'must be no more than 63 characters'
  if (value === '' || namePart.test(value)) return undefined
  return "must be empty or consist of letters, digits, '-', '_' or '.', and start and end with a letter or digit"
}

/** A key in a ConfigMap's or Secret's data. */
export function checkConfigMapKey(key: string): string | undefined {
  if (key.length > 253) return 'must be no more than 253 characters'
  if (!/^[-._a-zA-Z0-9]+$/.test(key)) return "must consist of letters, digits, '-', '_' or '.'"
  if (key === '.' || key.startsWith('..')) return "must not be '.' and not start with '..'"
  return undefined
}

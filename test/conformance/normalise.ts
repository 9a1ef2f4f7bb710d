/** Fields whose value differs from run to run, and what is put in its place. */
const volatile: Readonly<Record<string, string>> = {
  uid: 'UID',
  resourceVersion: 'VERSION',
  creationTimestamp: 'TIME',
  deletionTimestamp: 'TIME',
  lastTransitionTime: 'TIME',
  continue: 'TOKEN',
  // Codes, reasons and fields have to be the same; the wording is each server's own.
  message: 'TEXT',
  description: 'TEXT',
}

/** Fields that the embedded server does not keep: each is a gap that docs/ and the suite's `notYet` cases name. */
const missing: ReadonlySet<string> = new Set(['managedFields'])

/**
 * The body of an answer without what differs from run to run. What is no JSON stays text. The order of the fields is
 * kept.
 */
export function normalise(text: string, namespace: string): unknown {
  const plain = text
    .replaceAll(namespace, 'NAMESPACE')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID')
  try {
    return replaceVolatile(JSON.parse(plain))
  } catch {
    return plain
  }
}

function replaceVolatile(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(replaceVolatile)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !missing.has(name))
      .map(([name, inner]) => {
        if (name === 'cells' && Array.isArray(inner)) return [name, inner.map(withoutAge)]
        const placeholder = volatile[name]
        return [name, placeholder !== undefined && typeof inner === 'string' ? placeholder : replaceVolatile(inner)]
      }),
  )
}

/** A table shows ages in seconds, and the second may turn between two servers. */
function withoutAge(cell: unknown): unknown {
  return typeof cell === 'string' && /^\d+s$/.test(cell) ? 'AGE' : cell
}

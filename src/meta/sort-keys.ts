/** The same value with the fields of all mappings in it in alphabetical order, as Kubernetes' programs write YAML. */
export function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  // Makes a field even of `__proto__`, which an assignment would not.
  return Object.fromEntries(entries.map(([name, each]) => [name, sortKeys(each)]))
}

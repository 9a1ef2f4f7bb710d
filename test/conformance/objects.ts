/** A config map without its namespace: the simplest object there is. */
export function configMap(name: string, data: Record<string, string> = {}, labels?: Record<string, string>) {
  return { metadata: { name, ...(labels === undefined ? {} : { labels }) }, data }
}

/** A pod that no node has been chosen for. */
export function pod(name: string, labels?: Record<string, string>) {
  return {
    metadata: { name, ...(labels === undefined ? {} : { labels }) },
    spec: { containers: [{ name: 'main', image: 'registry.example/app:1' }] },
  }
}

type Sending = typeof import('./perform.ts')

let loaded: Sending | undefined

/**
 * What sends requests and reads answers. It is loaded with the first request, not with the import of a client: programs
 * that only may need a client start the quicker, and the others need a connection first anyway.
 */
export function sending(): Sending | Promise<Sending> {
  // Kept, because even a repeated import() goes through the loader.
  return loaded ?? load()
}

async function load(): Promise<Sending> {
  loaded = await import('./perform.ts')
  return loaded
}

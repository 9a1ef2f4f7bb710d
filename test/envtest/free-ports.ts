import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/**
 * Ports on the loopback address that nobody listens on right now. Somebody may take one before it is used: whoever
 * uses them has to try again with others then.
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  try {
    return await Promise.all(
      servers.map(async (server) => {
        server.listen(0, '127.0.0.1')
        await once(server, 'listening')
        return (server.address() as AddressInfo).port
      }),
    )
  } finally {
    await Promise.all(
      servers.map(async (server) => {
        server.close()
        await once(server, 'close')
      }),
    )
  }
}

import { startUsage } from '../usage.mjs'

/** Reads a list as bytes: what the server takes for it. */
export async function open({ connect }, settings) {
  const client = await connect(settings)
  return async () => {
    const finish = startUsage()
    const bytes = await client.readBytes(settings.path)
    if (bytes < settings.minBytes) throw new Error(`the list has only ${bytes} bytes`)
    return { wallMs: finish().wallMs }
  }
}

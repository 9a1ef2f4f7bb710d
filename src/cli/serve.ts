import { rename, rm, writeFile } from 'node:fs/promises'
import { readFlags } from './flags.ts'
import { UsageError } from './usage-error.ts'

/** Runs the embedded API server until SIGINT or SIGTERM. */
export async function serve(args: readonly string[]): Promise<number> {
  const flags = readFlags(
    'Usage: kubeclient serve [FLAGS]\n\nRuns the embedded API server on the loopback interface until it is interrupted.',
    {
      port: { type: 'string', value: 'N', help: 'port to listen on (default: a free one)' },
      'write-kubeconfig': { type: 'string', value: 'PATH', help: 'write a kubeconfig there once the server listens' },
    },
    args,
  )
  if (flags === undefined) return 0
  const port = readPort(flags.port)
  const path = flags['write-kubeconfig']
  const { ApiServer } = await import('../server/index.ts')
  const server = await ApiServer.start({ port })
  try {
    if (path !== undefined) await writeWhole(path, server.kubeconfig())
    process.stdout.write(`listening on ${server.url}\n`)
    if (path !== undefined) process.stdout.write(`try: kubectl --kubeconfig ${path} get namespaces\n`)
    await interruption()
  } finally {
    await server.close()
  }
  return 0
}

function readPort(text: string | undefined): number {
  if (text === undefined) return 0
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new UsageError(`invalid --port "${text}": expected 0 to 65535`)
}

/** Writes a file at once, so that whoever waits for it never reads half of it. It holds a key: only the owner may read it. */
async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    await writeFile(temporary, text, { mode: 0o600 })
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

function interruption(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}

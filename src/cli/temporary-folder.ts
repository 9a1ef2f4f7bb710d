import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Makes a folder for some work, and removes it afterwards: also if the program ends in between, or is interrupted. */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kubeclient-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  // The codes that a shell gives a program that a signal has ended.
  const onInterrupt = () => process.exit(130)
  const onTermination = () => process.exit(143)
  process.once('exit', remove).once('SIGINT', onInterrupt).once('SIGTERM', onTermination)
  try {
    return await work(folder)
  } finally {
    process.off('exit', remove).off('SIGINT', onInterrupt).off('SIGTERM', onTermination)
    remove()
  }
}

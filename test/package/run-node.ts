import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** Runs a module in a Node of its own, in a folder, and gives what it prints as JSON. */
export async function runModule<T>(source: string, cwd: string): Promise<T> {
  const { stdout } = await execute(process.execPath, ['--input-type=module', '--eval', source], { cwd })
  return JSON.parse(stdout) as T
}

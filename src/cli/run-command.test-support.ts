import { vi } from 'vitest'

/** What a command did. */
export interface CommandResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command in this process and keeps what it writes; what it throws is thrown. */
export async function runCommand(
  command: (args: readonly string[]) => Promise<number>,
  args: readonly string[],
): Promise<CommandResult> {
  let stdout = ''
  let stderr = ''
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      stdout += String(text)
      return true
    }),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      stderr += String(text)
      return true
    }),
  ]
  try {
    const code = await command(args)
    return { code, stdout, stderr }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

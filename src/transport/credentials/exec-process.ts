/** How a plugin is run. */
export interface ExecCommand {
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** Hands the standard input on to it. */
  readonly interactive: boolean
}

/** What became of it. */
export type ExecOutcome =
  | { readonly name: 'exited'; readonly code: number; readonly stdout: string; readonly lastErrorLine: string }
  | { readonly name: 'killed'; readonly by: string }
  /** It could not be started. */
  | { readonly name: 'failed'; readonly code: string }

/** More than any credentials need; a program that writes without end is stopped there. */
const maxOutputBytes = 4 * 1024 * 1024
const maxErrorLine = 300
/** How long the rest of the output is waited for once the program has ended and something that it started has not. */
const leftOutputMs = 1000

/** Runs a program to its end. `node:child_process` is loaded here and nowhere else. */
export async function runExecCommand(command: ExecCommand, signal: AbortSignal): Promise<ExecOutcome> {
  const { spawn } = await import('node:child_process')
  const start = () =>
    spawn(command.file, [...command.args], {
      env: { ...command.env },
      stdio: [command.interactive ? 'inherit' : 'ignore', 'pipe', 'pipe'],
      windowsHide: true,
      signal,
    })
  let child: ReturnType<typeof start>
  try {
    child = start()
  } catch (error) {
    // Too long an environment, or a NUL in it: the message would quote what it was.
    return { name: 'failed', code: codeOf(error) }
  }
  return new Promise((resolve) => {
    const stdout: Uint8Array[] = []
    let size = 0
    let stderr = ''
    let grace: ReturnType<typeof setTimeout> | undefined
    const finish = (outcome: ExecOutcome) => {
      clearTimeout(grace)
      // What the program left running may hold these open for as long as it likes.
      child.stdout?.destroy()
      child.stderr?.destroy()
      child.unref()
      resolve(outcome)
    }
    const ended = (code: number | null, by: string | null) => {
      if (code === null) finish({ name: 'killed', by: String(by) })
      else finish({ name: 'exited', code, stdout: Buffer.concat(stdout).toString(), lastErrorLine: lastLine(stderr) })
    }
    child.stdout?.on('data', (chunk: Uint8Array) => {
      stdout.push(chunk)
      size += chunk.byteLength
      if (size <= maxOutputBytes) return
      child.kill('SIGKILL')
      finish({ name: 'killed', by: 'too much output' })
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      // A plugin asks and explains here ("open this page and enter ..."); a log file is not told.
      if (process.stderr.isTTY) process.stderr.write(text)
      stderr = (stderr + text).slice(-4096)
    })
    child.once('error', (error) => finish({ name: 'failed', code: codeOf(error) }))
    child.once('exit', (code, by) => {
      grace = setTimeout(() => ended(code, by), leftOutputMs)
    })
    child.once('close', ended)
  })
}

/** Without control characters: it ends up in a message and so on a terminal. */
function lastLine(text: string): string {
  const line =
    text
      .trimEnd()
      .split(/[\r\n]+/)
      .at(-1) ?? ''
  const clean = line.replace(/\p{Cc}\[[\d;]*[A-Za-z]|\p{Cc}/gu, '').trim()
  return clean.length > maxErrorLine ? `${clean.slice(0, maxErrorLine)}…` : clean
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown failure'
}

import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'

export interface Ended {
  /** Undefined if a signal ended it. */
  readonly code: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** A command of the packed command line, in a process of its own. */
export class RunningCommand {
  readonly child: ChildProcessByStdio<null, Readable, Readable>
  readonly ended: Promise<Ended>
  #stdout = ''
  #stderr = ''

  /** @param home stands for the user's home folder: neither their kubeconfig nor their cache is touched */
  constructor(main: string, args: readonly string[], home: string) {
    const { KUBECONFIG: _, KUBECACHEDIR: __, ...env } = process.env
    this.child = spawn(process.execPath, [main, ...args], {
      env: { ...env, HOME: home, USERPROFILE: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text
    })
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
    })
    this.ended = new Promise((resolve, reject) => {
      this.child.on('error', reject)
      this.child.on('close', (code) => resolve({ code: code ?? undefined, stdout: this.#stdout, stderr: this.#stderr }))
    })
  }

  /** Waits until something stands on standard output. */
  async printed(pattern: RegExp): Promise<string> {
    for (;;) {
      const [found] = pattern.exec(this.#stdout) ?? []
      if (found !== undefined) return found
      const next = new Promise<undefined>((resolve) => this.child.stdout.once('data', () => resolve(undefined)))
      const end = await Promise.race([next, this.ended])
      if (end !== undefined) throw new Error(`it ended with ${end.code} before: ${end.stderr}`)
    }
  }
}

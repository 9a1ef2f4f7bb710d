import { type ChildProcess, spawn, spawnSync } from 'node:child_process'

export interface Output {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** The version of kubectl on this machine, or undefined if there is none. */
export function kubectlVersion(): string | undefined {
  const answer = spawnSync('kubectl', ['version', '--client'], { encoding: 'utf8' })
  return answer.status === 0 ? answer.stdout.split('\n')[0] : undefined
}

/** Runs kubectl to its end, or until enough of its output is there, as for a watch. */
export class Kubectl {
  readonly #child: ChildProcess
  #stdout = ''
  #stderr = ''
  readonly #closed: Promise<Output>

  constructor(kubeconfigPath: string, cacheFolder: string, args: readonly string[]) {
    this.#child = spawn('kubectl', args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its discovery cache goes by host and port, and ports of ended servers come back.
      env: { ...process.env, KUBECONFIG: kubeconfigPath, KUBECACHEDIR: cacheFolder },
    })
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#stdout += chunk.toString('utf8')
    })
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr += chunk.toString('utf8')
    })
    this.#closed = new Promise((resolve, reject) => {
      this.#child.on('error', reject)
      this.#child.on('close', (code) => {
        resolve({ code: code ?? 1, stdout: this.#stdout, stderr: this.#stderr })
      })
    })
  }

  end(): Promise<Output> {
    return this.#closed
  }

  get stdout(): string {
    return this.#stdout
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM')
    await this.#closed
  }
}

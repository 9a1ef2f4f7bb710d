import { type ChildProcess, spawn } from 'node:child_process'
import { setPriority } from 'node:os'
import type { Program } from './programs.ts'
import { startProgress } from './progress.ts'

const tailLines = 40

/**
 * Builds a program into a file and shows how far it is.
 *
 * @throws {Error} with the end of what Go said
 */
export async function goBuild(program: Program, moduleFolder: string, outFile: string): Promise<void> {
  const progress = startProgress(`building ${program.name} ${program.version}`)
  const flags = ['-trimpath', '-ldflags', program.ldflags]
  try {
    progress.update('looking at what has to be compiled')
    let downloaded = 0
    const outdated = await runGo(
      ['list', ...flags, '-deps', '-f', '{{if .Stale}}{{.ImportPath}}{{end}}', program.goPackage],
      moduleFolder,
      (line) => {
        if (!line.startsWith('go: downloading')) return
        downloaded += 1
        progress.update(`downloading modules, ${downloaded} so far`)
      },
    )
    const total = outdated.split('\n').filter((line) => line !== '').length
    let compiled = 0
    progress.update(total > 1 ? `0 of ${total} packages` : 'linking')
    // With -v, Go names each package when it starts to compile it.
    await runGo(['build', '-v', ...flags, '-o', outFile, program.goPackage], moduleFolder, () => {
      compiled += 1
      progress.update(compiled < total ? `${compiled} of ${total} packages` : 'linking')
    })
    progress.end('done')
  } catch (error) {
    progress.end('failed')
    throw error
  }
}

async function runGo(args: string[], cwd: string, onLine: (line: string) => void): Promise<string> {
  const child = spawn('go', args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CGO_ENABLED: '0' },
  })
  makePolite(child)
  const lines: string[] = []
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8')
  })
  child.stderr.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString('utf8').split('\n')) {
      if (line === '') continue
      lines.push(line)
      onLine(line)
    }
  })
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode) => resolve(exitCode ?? 1))
  })
  if (code !== 0) throw new Error(`go ${args[0] ?? ''} ended with ${code}:\n${lines.slice(-tailLines).join('\n')}`)
  return output
}

/** A build may run beside tests that look at the clock. */
function makePolite(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) setPriority(child.pid, 10)
  } catch {
    // Not allowed to: then it runs like everything else.
  }
}

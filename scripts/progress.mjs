import { spawn } from 'node:child_process'

const tailLines = 60
const linePeriodMs = 5000

/** @returns {number} */
const now = () => performance.now()

/** @param {number} ms */
export function formatSeconds(ms) {
  const seconds = ms / 1000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${String(Math.round(seconds % 60)).padStart(2, '0')} s`
}

/**
 * Says that something still runs: on a terminal as one line that changes, elsewhere (a log) as a line now and then.
 *
 * @param {string} label
 */
export function startProgress(label, stream = process.stderr) {
  const started = now()
  const isTerminal = stream.isTTY === true
  let detail = ''
  const text = () => `${label} ${detail === '' ? '' : `${detail} `}(${formatSeconds(now() - started)})`
  const show = () => stream.write(isTerminal ? `\r\u001b[2K${text()}` : `${text()}\n`)
  if (!isTerminal) stream.write(`${label} ...\n`)
  const timer = setInterval(show, isTerminal ? 250 : linePeriodMs)
  return {
    /** @param {string} next */
    update(next) {
      detail = next
    },
    /** @param {string} result */
    end(result) {
      clearInterval(timer)
      detail = result
      stream.write(`${isTerminal ? '\r\u001b[2K' : ''}${text()}\n`)
    },
  }
}

/**
 * Runs a command to its end and keeps what it writes, instead of showing it.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, onLine?: (line: string) => void }} [options]
 * @returns {Promise<{ code: number, output: string, ms: number }>}
 */
export function run(command, args, options = {}) {
  const started = now()
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      shell: options.shell ?? false,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      const text = chunk.toString('utf8')
      output += text
      for (const line of text.split('\n')) if (line !== '') options.onLine?.(line)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}`, ms: now() - started }))
    child.on('close', (code) => resolve({ code: code ?? 1, output, ms: now() - started }))
  })
}

/** @param {string} output */
export function tail(output, lines = tailLines) {
  const all = output.trimEnd().split('\n')
  return all.length <= lines ? all.join('\n') : ['...', ...all.slice(-lines)].join('\n')
}

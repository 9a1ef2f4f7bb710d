const linePeriodMs = 10_000

/** Shows that something long goes on. Whoever starts one ends it. */
export interface Progress {
  update(detail: string): void
  end(result: string): void
}

/** As one line that changes on a terminal, and as a line now and then in a log. */
export function startProgress(label: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  const started = performance.now()
  const isTerminal = stream.isTTY === true && process.env['KUBECLIENT_PROGRESS'] !== 'lines'
  let detail = ''
  const text = () => `${label}${detail === '' ? '' : `: ${detail}`} (${formatSeconds(performance.now() - started)})`
  const show = () =>
    stream.write(isTerminal ? `\r\u001b[2K${text().slice(0, (stream.columns ?? 80) - 1)}` : `${text()}\n`)
  if (!isTerminal) stream.write(`${label} ...\n`)
  const timer = setInterval(show, isTerminal ? 250 : linePeriodMs)
  timer.unref()
  return {
    update: (next) => {
      detail = next
    },
    end: (result) => {
      clearInterval(timer)
      detail = result
      stream.write(`${isTerminal ? '\r\u001b[2K' : ''}${text()}\n`)
    },
  }
}

export function formatSeconds(ms: number): string {
  const seconds = Math.round(ms / 1000)
  return seconds < 60 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

import { readFileSync } from 'node:fs'

const bytesPerMegabyte = 1e6

/** Starts a measurement and gives the function that ends it: wall time and CPU time of this process. */
export function startUsage() {
  const cpu = process.cpuUsage()
  const started = performance.now()
  return () => {
    const wallMs = performance.now() - started
    const { user, system } = process.cpuUsage(cpu)
    return { wallMs, cpuMs: (user + system) / 1000 }
  }
}

/** As in Go's half: rates and the CPU time of one call, for blocks of calls. */
export function perCall({ wallMs, cpuMs }, count) {
  return { rate: (count / wallMs) * 1000, cpuUs: (cpuMs / count) * 1000 }
}

/**
 * The most memory that this process ever had, in megabytes. Not `resourceUsage().maxRSS`: on Linux that begins with
 * what the process had that started this one.
 */
export function peakMb() {
  try {
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    if (peak !== undefined) return (Number(peak) * 1024) / bytesPerMegabyte
  } catch {
    // No Linux.
  }
  return (process.resourceUsage().maxRSS * 1024) / bytesPerMegabyte
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]
}

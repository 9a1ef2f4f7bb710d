import { spawnSync } from 'node:child_process'

/** What a build depends on besides its source. */
export interface GoToolchain {
  /** Such as `go1.26.8`. */
  readonly version: string
  readonly os: string
  readonly arch: string
}

/**
 * Asks Go about itself, in the module's folder: a module may choose another toolchain than the machine's.
 *
 * @returns undefined if there is no Go on this machine
 */
export function findGoToolchain(moduleFolder: string): GoToolchain | undefined {
  const answer = spawnSync('go', ['env', 'GOVERSION', 'GOOS', 'GOARCH'], { cwd: moduleFolder, encoding: 'utf8' })
  if (answer.status !== 0) return undefined
  const [version = '', os = '', arch = ''] = answer.stdout.trim().split('\n')
  return { version, os, arch }
}

/** What Go would call this platform: for finding builds where there is no Go to ask. */
export function goPlatform(): { os: string; arch: string } {
  const architectures: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' }
  return {
    os: process.platform === 'win32' ? 'windows' : process.platform,
    arch: architectures[process.arch] ?? process.arch,
  }
}

import { version } from '../version.ts'

let computed: string | undefined

/** `<script>/<its version> (<os>/<arch>) kubeclient/<version>`, with Go's names for systems and processors. */
export function defaultUserAgent(): string {
  computed ??= buildUserAgent()
  return computed
}

function buildUserAgent(): string {
  // Reached through globalThis, because a browser has neither and still may use this client.
  const process: NodeJS.Process | undefined = globalThis.process
  const script = process?.argv?.[1]
  const name = script === undefined ? 'unknown' : headerSafe(script.replace(/^.*[\\/]/, '')) || 'unknown'
  const os = process?.platform === 'win32' ? 'windows' : (process?.platform ?? 'unknown')
  const arch = goArchitectures[process?.arch ?? ''] ?? process?.arch ?? 'unknown'
  return `${name}/${scriptVersion(script) ?? 'unknown'} (${os}/${arch}) kubeclient/${version}`
}

const goArchitectures: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' }

/** The version in the package.json nearest above a script. */
function scriptVersion(script: string | undefined): string | undefined {
  const fs = globalThis.process?.getBuiltinModule?.('node:fs')
  if (fs === undefined || script === undefined) return undefined
  let folder = script
  while (/[\\/]/.test(folder)) {
    folder = folder.replace(/[\\/][^\\/]*$/, '')
    try {
      const found: unknown = JSON.parse(fs.readFileSync(`${folder}/package.json`, 'utf8'))
      const declared = (found as { version?: unknown } | null)?.version
      // The first version string up to a pre-release or build suffix, as client-go cuts its own.
      return typeof declared === 'string' ? headerSafe(declared.split('-')[0] ?? '') || undefined : undefined
    } catch {
      // No package.json here, or none that can be read: one folder up.
    }
  }
  return undefined
}

function headerSafe(text: string): string {
  return text.replace(/[^\w.+-]/g, '_')
}

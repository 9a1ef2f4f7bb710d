import { parseKubernetesYaml } from '../meta/kubernetes-yaml.ts'

export type TextOutcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string }

/**
 * Reads a kubeconfig's text, YAML or JSON. JSON does not load the YAML parser.
 *
 * Never throws for what the text holds, and no problem quotes it.
 */
export async function parseKubeconfigText(text: string): Promise<TextOutcome> {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (bare.trimStart().startsWith('{')) {
    const parsed = parseJson(bare)
    if (parsed.ok) return parsed
  }
  // What starts with a brace and is not JSON may still be YAML: `{clusters: [], users: []}`.
  const outcome = await parseKubernetesYaml(bare)
  if (!outcome.ok) return { ok: false, problem: `is not YAML or JSON: ${outcome.problem}${placeOf(outcome)}` }
  const [value, ...others] = outcome.documents
  // kubectl reads the first document and drops the rest without a word; empty ones do no harm.
  if (others.some((document) => document !== null)) {
    return { ok: false, problem: 'holds several YAML documents; a kubeconfig is one' }
  }
  return { ok: true, value }
}

/** Bytes of a file as text: UTF-8, or UTF-16 with a byte order mark, as PowerShell's `>` writes. Undefined if neither. */
export function textOfBytes(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown }
  } catch {
    // The engine's message quotes the text.
    return { ok: false }
  }
}

function placeOf({ line, column }: { line?: number; column?: number }): string {
  return line === undefined ? '' : ` (line ${line}, column ${column})`
}

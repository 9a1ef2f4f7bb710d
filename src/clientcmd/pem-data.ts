/** Bytes as text where they are UTF-8, which PEM is; else as they are, so that they can be written again unchanged. */
export function pemDataOf(bytes: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return bytes
  }
}

/** The text to look for PEM in. */
export function pemText(data: string | Uint8Array): string {
  return typeof data === 'string' ? data : Buffer.from(data).toString('latin1')
}

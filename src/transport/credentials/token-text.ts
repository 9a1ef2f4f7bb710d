/** Whether a header can hold a text on one line, and every server reads the same of it: printable ASCII. */
export function isToken(text: string): boolean {
  return /^[\x20-\x7e]+$/.test(text)
}

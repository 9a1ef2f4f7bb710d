const token = /^[!#$%&'*+.^_`|~\w-]+$/
const notInText = /[^\t\x20-\x7e\x80-\xff]/

/** Whether this is a method or the name of a header (RFC 9110, section 5.6.2). */
export function isToken(text: string): boolean {
  return token.test(text)
}

/** Whether this can be the value of a header, one character for each byte (RFC 9110, section 5.5). */
export function isFieldText(text: string): boolean {
  return !notInText.test(text)
}

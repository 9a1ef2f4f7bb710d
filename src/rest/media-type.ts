/** A media type without its parameters, in lower case: `application/json` for `Application/JSON; charset=utf-8`. */
export function baseMediaType(contentType: string): string {
  const end = contentType.indexOf(';')
  return (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase()
}

/** One parameter of a media type, unquoted; undefined if it is not there. */
export function mediaTypeParameter(contentType: string, name: string): string | undefined {
  for (const parameter of contentType.split(';').slice(1)) {
    const [key = '', value = ''] = parameter.split('=', 2)
    if (key.trim().toLowerCase() === name) return value.trim().replace(/^"(.*)"$/, '$1')
  }
  return undefined
}

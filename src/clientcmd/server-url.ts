/** Whether the connection to a server is protected. Credentials and certificates are only read for such ones. */
export function isHttps(server: string): boolean {
  return /^https:\/\//i.test(server)
}

/** What is wrong with a server's address; undefined if nothing is. Holds no part of it: it may contain a password. */
export function serverProblem(server: string): string | undefined {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(server)
  const url = parseStrictly(hasScheme ? server : `http://${server}`)
  if (url === undefined || (!hasScheme && url.pathname !== '/')) {
    return 'expected a URL such as https://10.0.0.1:6443, or host:port'
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return `expected an https or http URL, found ${url.protocol}//`
  }
  if (url.username !== '' || url.password !== '') {
    return 'holds a user name or a password; their place is the user entry'
  }
  return undefined
}

/** The address without query and fragment, as client-go drops them; the text is otherwise kept as it is. */
export function withoutQuery(server: string): string {
  return server.replace(/[?#].*$/s, '')
}

/** The URL parser repairs what it should refuse: it drops spaces and line breaks and takes `\` and `///` for slashes. */
function parseStrictly(text: string): URL | undefined {
  if (/[\s\p{Cc}\\]/u.test(text) || /^[^:]+:\/\/(\/|$)/.test(text)) return undefined
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

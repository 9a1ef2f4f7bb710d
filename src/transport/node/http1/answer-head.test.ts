import { describe, expect, test } from 'vitest'
import { isStartOfAnswer, parseAnswerHead } from './answer-head.ts'
import { ProtocolError } from './protocol-error.ts'

const ok = 'HTTP/1.1 200 OK'

function headersOf(...lines: string[]) {
  return { ...parseAnswerHead([ok, ...lines].join('\r\n'), 'GET').headers }
}

function problemOf(text: string): string {
  try {
    parseAnswerHead(text, 'GET')
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError)
    return (error as ProtocolError).code
  }
  throw new Error('expected a refusal')
}

describe('the status line', () => {
  test.each([
    ['HTTP/1.1 200 OK', 200],
    ['HTTP/1.1 404 Not Found', 404],
    ['HTTP/1.0 599 ', 599],
    // Nobody needs the reason, and so some do not send it (RFC 9112, section 4).
    ['HTTP/1.1 204', 204],
    ['HTTP/1.1 200 grüße', 200],
  ])('%s', (text, status) => {
    expect(parseAnswerHead(text, 'GET').status).toBe(status)
  })

  test.each([
    ['HTTP/2.0 200 OK', 'HPE_INVALID_CONSTANT'],
    ['HTTP/1.2 200 OK', 'HPE_INVALID_CONSTANT'],
    ['http/1.1 200 OK', 'HPE_INVALID_CONSTANT'],
    ['HTTP/1.1  200 OK', 'HPE_INVALID_CONSTANT'],
    ['HTTP/1.1 2000', 'HPE_INVALID_CONSTANT'],
    ['HTTP/1.1 20', 'HPE_INVALID_CONSTANT'],
    ['HTTP/1.1 2x0 OK', 'HPE_INVALID_STATUS'],
    ['HTTP/1.1 099 OK', 'HPE_INVALID_STATUS'],
    ['HTTP/1.1 200 O\nK', 'HPE_INVALID_CONSTANT'],
    ['', 'HPE_INVALID_CONSTANT'],
  ])('%o is refused', (text, code) => {
    expect(problemOf(text)).toBe(code)
  })

  test.each([
    ['', true],
    ['HT', true],
    ['HTTP/1.1', true],
    ['HTTP/2', false],
    ['SSH-2.0', false],
    ['\u0015\u0003\u0003', false],
  ])('what starts with %o may be one: %s', (text, expected) => {
    expect(isStartOfAnswer(text)).toBe(expected)
  })
})

describe('headers', () => {
  test('have lower-case names and values without the white space around', () => {
    expect(headersOf('Content-TYPE:application/json', 'A: \t b c\t ', 'Empty:', 'x-y: :')).toEqual({
      'content-type': 'application/json',
      a: 'b c',
      empty: '',
      'x-y': ':',
    })
  })

  test('that come several times are kept apart', () => {
    expect(headersOf('W: a', 'w: b', 'W: c')).toEqual({ w: ['a', 'b', 'c'] })
  })

  test('named as what every object has are headers like any other', () => {
    expect(headersOf('constructor: a', '__proto__: b')).toEqual(
      Object.defineProperty({ constructor: 'a' }, '__proto__', { value: 'b', enumerable: true }),
    )
  })

  test('keep every byte, a no-break space at the end too', () => {
    const bytes = Buffer.from('voilà').toString('latin1')
    expect(headersOf(`A: ${bytes}`)).toEqual({ a: bytes })
  })

  test('go on in a line that starts with white space', () => {
    expect(headersOf('A: 1', '  2', 'A: 3', '\t4')).toEqual({ a: ['1 2', '3 4'] })
  })

  test.each([
    ['no colon', 'no colon here'],
    ['a name with a space', 'A : b'],
    ['a name with a control character', 'A\u0001: b'],
    ['no name', ': b'],
    ['a control character', 'A: \u0001'],
    ['a line feed', 'A: b\nC: d'],
    ['a carriage return', 'A: b\rC: d'],
    ['a zero byte', 'A: \0'],
    ['white space before the first', ' A: b'],
  ])('with %s are refused', (_name, line) => {
    expect(problemOf(`${ok}\r\n${line}`)).toBe('HPE_INVALID_HEADER_TOKEN')
  })
})

describe('the body', () => {
  const bodyOf = (lines: string[], method = 'GET', status = '200 OK') =>
    parseAnswerHead([`HTTP/1.1 ${status}`, ...lines].join('\r\n'), method).body

  test('has a length, is chunked, or goes on until the connection is closed', () => {
    expect(bodyOf(['Content-Length: 12'])).toBe(12)
    expect(bodyOf(['Content-Length: 0'])).toBe(0)
    expect(bodyOf(['Transfer-Encoding: Chunked'])).toBe('chunked')
    expect(bodyOf([])).toBe('until closed')
  })

  test('is none for HEAD, 204, 304 and what is said in passing, whatever the headers say', () => {
    expect(bodyOf(['Content-Length: 12'], 'HEAD')).toBe(0)
    expect(bodyOf(['Transfer-Encoding: chunked'], 'HEAD')).toBe(0)
    expect(bodyOf(['Content-Length: 12'], 'GET', '304 Not Modified')).toBe(0)
    expect(bodyOf(['Transfer-Encoding: chunked'], 'GET', '204 No Content')).toBe(0)
    expect(bodyOf([], 'GET', '100 Continue')).toBe(0)
  })

  test('has one length, said once or several times', () => {
    expect(bodyOf(['Content-Length: 3', 'content-length: 3'])).toBe(3)
    expect(problemOf(`${ok}\r\nContent-Length: 3\r\nContent-Length: 4`)).toBe('HPE_UNEXPECTED_CONTENT_LENGTH')
    expect(problemOf(`${ok}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked`)).toBe('HPE_UNEXPECTED_CONTENT_LENGTH')
  })

  test.each(['-1', '+1', '1.0', '0x10', '1 2', '', '99999999999999999999'])('%o is no length', (length) => {
    expect(problemOf(`${ok}\r\nContent-Length: ${length}`)).toBe('HPE_INVALID_CONTENT_LENGTH')
  })

  test.each(['gzip', 'gzip, chunked', 'chunked, gzip', 'identity', 'xchunked'])('%s is no coding to read', (coding) => {
    expect(problemOf(`${ok}\r\nTransfer-Encoding: ${coding}`)).toBe('HPE_INVALID_TRANSFER_ENCODING')
  })
})

describe('the connection', () => {
  const keptOf = (version: string, ...lines: string[]) =>
    parseAnswerHead([`HTTP/${version} 200 OK`, ...lines].join('\r\n'), 'GET').keepAliveMs

  test.each([
    ['1.1', [], Number.POSITIVE_INFINITY],
    ['1.1', ['Connection: close'], 0],
    ['1.1', ['Connection: Keep-Alive, CLOSE'], 0],
    ['1.1', ['Connection: upgrade'], Number.POSITIVE_INFINITY],
    ['1.1', ['Connection: x', 'Connection: close'], 0],
    ['1.0', [], 0],
    ['1.0', ['Connection: keep-alive'], Number.POSITIVE_INFINITY],
    ['1.1', ['Keep-Alive: timeout=5'], 4000],
    ['1.1', ['Keep-Alive: timeout=5, max=100'], 4000],
    ['1.1', ['Keep-Alive: timeout=1'], 0],
    ['1.1', ['Keep-Alive: timeout=soon'], Number.POSITIVE_INFINITY],
  ])('of HTTP/%s with %o stays open for %d ms', (version, lines, expected) => {
    expect(keptOf(version, ...lines)).toBe(expected)
  })
})

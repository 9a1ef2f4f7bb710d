import { describe, expect, test } from 'vitest'
import { type HttpAnswer, statusFromHttpAnswer } from './from-http.ts'

const messageOf = (answer: Partial<HttpAnswer>) => statusFromHttpAnswer({ code: 400, method: 'GET', ...answer }).message

const goSays = 'Client sent an HTTP request to an HTTPS server.'
const nginxSays = '<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>'

describe('plain http to a port for https', () => {
  test.each([goSays, nginxSays])('is told with what to do: %s', (body) => {
    const answer = { host: 'http://10.0.0.1:6443', resource: 'pods', body }
    expect(messageOf(answer)).toBe('10.0.0.1:6443 speaks TLS: is its URL one with https://?')
    expect(statusFromHttpAnswer({ code: 400, method: 'GET', ...answer })).toMatchObject({
      reason: 'BadRequest',
      details: { causes: [{ message: body }] },
    })
  })

  test.each([
    ['the request was https: the answer is that of somebody behind the server', { host: 'https://h', body: goSays }],
    ['whose answer it is is not known', { body: goSays }],
    ['the code is another one', { code: 404, host: 'http://h', body: goSays }],
    ['the text is another one', { host: 'http://h', body: 'Client sent a request' }],
  ])('is not suspected where %s', (_why, answer) => {
    expect(messageOf(answer)).not.toContain('TLS')
  })
})

test.each([
  [
    400,
    'the server refused the request and did not say why',
    /^the server refused the request, and what it said is in/,
  ],
  [418, 'the server answered with status 418 and nothing more', /^the server answered with status 418, and what it/],
])('a %i is silent only where there is no text', (code, silent, told) => {
  expect(messageOf({ code })).toBe(silent)
  expect(messageOf({ code, body: '' })).toBe(silent)
  const answer = messageOf({ code, body: 'tea only', resource: 'pods' })
  expect(answer).toMatch(told)
  expect(answer).toMatch(/ is in details\.causes: get pods$/)
  expect(answer).not.toContain('tea')
})

test('a 407 is that of a proxy', () => {
  expect(messageOf({ code: 407 })).toMatch(/^a proxy on the way wants a user name and password in its URL/)
})

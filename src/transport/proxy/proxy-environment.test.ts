import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../errors/index.ts'
import { proxyFromEnvironment } from './proxy-environment.ts'
import { parseProxyUrl, proxyName } from './proxy-url.ts'

function proxyOf(env: Record<string, string>, url: string): string | undefined {
  const proxy = proxyFromEnvironment(env)(new URL(url))
  return proxy && proxyName(proxy)
}

describe('the environment', () => {
  test.each<[Record<string, string>, string, string | undefined]>([
    [{}, 'https://a', undefined],
    [{ HTTPS_PROXY: 'http://p:3128' }, 'https://a', 'http://p:3128'],
    [{ HTTPS_PROXY: 'http://p:3128' }, 'http://a', undefined],
    [{ HTTP_PROXY: 'http://p:3128' }, 'http://a', 'http://p:3128'],
    [{ HTTP_PROXY: 'http://p:3128' }, 'https://a', undefined],
    [{ https_proxy: 'http://lower' }, 'https://a', 'http://lower:80'],
    [{ HTTPS_PROXY: 'http://upper', https_proxy: 'http://lower' }, 'https://a', 'http://upper:80'],
    [{ HTTPS_PROXY: '', https_proxy: 'http://lower' }, 'https://a', 'http://lower:80'],
    [{ HTTPS_PROXY: 'p:3128' }, 'https://a', 'http://p:3128'],
    [{ HTTPS_PROXY: 'p' }, 'https://a', 'http://p:80'],
    [{ HTTPS_PROXY: '10.0.0.1:3128' }, 'https://a', 'http://10.0.0.1:3128'],
    [{ HTTPS_PROXY: 'https://p' }, 'https://a', 'https://p:443'],
    [{ HTTPS_PROXY: 'socks5://p' }, 'https://a', 'socks5://p:1080'],
    [{ HTTPS_PROXY: 'http://[::1]:3128' }, 'https://a', 'http://[::1]:3128'],
    [{ HTTPS_PROXY: 'http://p' }, 'https://localhost:6443', undefined],
    [{ HTTPS_PROXY: 'http://p' }, 'https://127.8.9.10', undefined],
    [{ HTTPS_PROXY: 'http://p' }, 'https://[::1]', undefined],
  ])('%j and %s: %s', (env, url, expected) => {
    expect(proxyOf(env, url)).toBe(expected)
  })

  test('an HTTP_PROXY that a visitor may have set is refused', () => {
    const proxyFor = proxyFromEnvironment({ REQUEST_METHOD: 'GET', HTTP_PROXY: 'http://evil' })
    expect(() => proxyFor(new URL('http://a'))).toThrow(ConfigError)
  })
})

describe('NO_PROXY', () => {
  test.each<[string, string, 'direct' | 'proxy']>([
    ['example.com', 'https://example.com', 'direct'],
    ['example.com', 'https://sub.example.com', 'direct'],
    ['example.com', 'https://notexample.com', 'proxy'],
    ['.example.com', 'https://example.com', 'proxy'],
    ['.example.com', 'https://sub.example.com', 'direct'],
    ['*.example.com', 'https://example.com', 'proxy'],
    ['*.example.com', 'https://sub.example.com', 'direct'],
    ['EXAMPLE.com', 'https://example.COM', 'direct'],
    [' a , example.com ', 'https://example.com', 'direct'],
    ['*', 'https://anything', 'direct'],
    ['a,*', 'https://anything', 'direct'],
    ['example.com:443', 'https://example.com', 'direct'],
    ['example.com:6443', 'https://example.com', 'proxy'],
    ['example.com:6443', 'https://example.com:6443', 'direct'],
    ['10.0.0.1', 'https://10.0.0.1', 'direct'],
    ['10.0.0.1', 'https://10.0.0.2', 'proxy'],
    ['10.0.0.1:6443', 'https://10.0.0.1:6443', 'direct'],
    ['10.0.0.1:6443', 'https://10.0.0.1', 'proxy'],
    ['10.0.0.0/8', 'https://10.200.0.1', 'direct'],
    ['10.0.0.0/8', 'https://11.0.0.1', 'proxy'],
    ['10.0.0.0/33', 'https://10.0.0.1', 'proxy'],
    ['10.0.0.0/8', 'https://ten.test', 'proxy'],
    ['2001:db8::/32', 'https://[2001:db8::1]:6443', 'direct'],
    ['::/0', 'https://[2001:db8::1]:6443', 'direct'],
    ['::/0', 'https://10.0.0.1', 'proxy'],
    ['2001:db8::1', 'https://[2001:db8::1]', 'direct'],
    ['[2001:db8::1]:6443', 'https://[2001:db8::1]:6443', 'direct'],
    ['[2001:db8::1]:6443', 'https://[2001:db8::1]', 'proxy'],
    ['', 'https://a', 'proxy'],
    [',,', 'https://a', 'proxy'],
    ['/,:80,:,[', 'https://a', 'proxy'],
  ])('%s and %s: %s', (list, url, expected) => {
    expect(proxyOf({ HTTPS_PROXY: 'http://p', NO_PROXY: list }, url)).toBe(
      expected === 'direct' ? undefined : 'http://p:80',
    )
  })
})

describe('a proxy URL', () => {
  test('may have a user name and a password, with what a URL escapes', () => {
    expect(parseProxyUrl('http://jane:p%40ss@proxy:3128', 'proxyUrl')).toEqual({
      scheme: 'http',
      host: 'proxy',
      port: 3128,
      username: 'jane',
      password: 'p@ss',
    })
  })

  test.each(['', 'proxy', 'proxy:3128', 'ftp://jane:s3cret@proxy', 'http://jane:s3cret@', 'http://jane:s3cret@a b'])(
    '%s is refused, and not quoted',
    (text) => {
      expect(() => parseProxyUrl(text, 'proxyUrl')).toThrow(ConfigError)
      expect(() => parseProxyUrl(text, 'proxyUrl')).not.toThrow(/s3cret/)
    },
  )
})

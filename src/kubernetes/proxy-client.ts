import { RequestError } from '../errors/index.ts'
import type { StreamOptions } from '../rest/index.ts'
import { requireName, sortOptions } from '../verbs/arguments.ts'
import { type RawAnswer, rawAnswer } from './raw-answer.ts'
import { ResourceClient } from './resource-client.ts'
import type { ProxyOptions } from './special-types.ts'

/** Services, and what else can be reached through the API server. */
export class ProxyClient extends ResourceClient {
  proxyGet(name: string, options?: ProxyOptions & StreamOptions): RawAnswer {
    const { call, wire } = sortOptions('options', options)
    const { scheme, port, path = '', params = {} } = wire as ProxyOptions
    const build = () => {
      const target = schemeNamePort(requireName('name', name), scheme, port)
      const request = this.endpoint.object('proxyGet', this.endpoint.rest.get(), target, ['proxy'])
      return request.suffixFromRoot(checkPath(path)).versionedParams(params)
    }
    return rawAnswer(build, call)
  }
}

/** Source: `JoinSchemeNamePort` in k8s.io/apimachinery/pkg/util/net. */
function schemeNamePort(name: string, scheme: ProxyOptions['scheme'], port: ProxyOptions['port']): string {
  if (scheme !== undefined) return `${scheme}:${name}:${port ?? ''}`
  return port === undefined ? name : `${name}:${port}`
}

/** @throws {RequestError} for a path that would lead out of the proxied server's, to other parts of the API */
function checkPath(path: unknown): string {
  if (typeof path !== 'string') throw new RequestError('invalid path: expected a string')
  if (path.split('/').includes('..')) throw new RequestError("invalid path: may not have a segment '..'")
  return path
}

import type { BlockList } from 'node:net'
import { nodeNet } from '../node/builtins.ts'

/** A server to be reached: its name or address without brackets, in lower case, and its port. */
export interface ProxyTarget {
  readonly host: string
  readonly port: number
}

type Rule = (target: ProxyTarget) => boolean

/**
 * Reads `NO_PROXY`: names (`example.com` is also for what is below it, `.example.com` only for that), addresses, each
 * with a port or without, ranges of addresses, or `*`, with commas between them. What cannot be read is skipped.
 *
 * Source: golang.org/x/net/http/httpproxy.
 *
 * @returns whether a server is to be reached without a proxy
 */
export function parseNoProxy(list: string): Rule {
  const entries = list.split(',').map((entry) => entry.trim().toLowerCase())
  if (entries.includes('*')) return () => true
  const rules = entries.map(ruleOf).filter((rule) => rule !== undefined)
  return (target) => isLoopback(target.host) || rules.some((rule) => rule(target))
}

function ruleOf(entry: string): Rule | undefined {
  if (entry === '') return undefined
  const range = entry.split('/')
  if (range.length === 2) return rangeRule(range[0] ?? '', range[1] ?? '')
  const { host, port } = splitPort(entry)
  const portFits = (target: ProxyTarget) => port === undefined || port === String(target.port)
  if (host === '') return undefined
  if (nodeNet.isIP(host) !== 0) {
    const addresses = new nodeNet.BlockList()
    addresses.addAddress(host, family(host))
    return (target) => contains(addresses, target.host) && portFits(target)
  }
  const name = host.startsWith('*.') ? host.slice(1) : host
  const isWhole = !name.startsWith('.')
  const ending = isWhole ? `.${name}` : name
  return (target) => (target.host.endsWith(ending) || (isWhole && target.host === name)) && portFits(target)
}

function rangeRule(address: string, prefix: string): Rule | undefined {
  const version = nodeNet.isIP(address)
  if (version === 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > (version === 4 ? 32 : 128)) return undefined
  const addresses = new nodeNet.BlockList()
  addresses.addSubnet(address, Number(prefix), family(address))
  // A range of IPv6 addresses holds no IPv4 ones, which Node takes for mapped ones.
  return (target) => (version === 4 || nodeNet.isIP(target.host) === 6) && contains(addresses, target.host)
}

function splitPort(entry: string): { host: string; port: string | undefined } {
  const bracketed = /^\[(.*)\](?::(\d+))?$/.exec(entry)
  if (bracketed !== null) return { host: bracketed[1] ?? '', port: bracketed[2] }
  const plain = /^([^:]*):(\d+)$/.exec(entry)
  return plain === null ? { host: entry, port: undefined } : { host: plain[1] ?? '', port: plain[2] }
}

let loopback: BlockList | undefined

/** Never through a proxy, which would reach itself. */
function isLoopback(host: string): boolean {
  if (host === 'localhost') return true
  // Made when it is asked for: without a proxy nobody does.
  loopback ??= loopbackAddresses()
  return contains(loopback, host)
}

function loopbackAddresses(): BlockList {
  const addresses = new nodeNet.BlockList()
  addresses.addSubnet('127.0.0.0', 8, 'ipv4')
  addresses.addAddress('::1', 'ipv6')
  return addresses
}

function contains(addresses: BlockList, host: string): boolean {
  return nodeNet.isIP(host) !== 0 && addresses.check(host, family(host))
}

function family(address: string): 'ipv4' | 'ipv6' {
  return nodeNet.isIP(address) === 6 ? 'ipv6' : 'ipv4'
}

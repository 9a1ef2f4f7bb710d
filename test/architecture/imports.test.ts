import { describe, expect, it } from 'vitest'
import { findCycle, type ImportEdge, importEdges, roomOf, sourceFiles } from './import-graph.ts'

/** Rooms from the bottom up: one may import what stands below it. Those on one line may not import one another. */
const floors: readonly (readonly string[])[] = [
  ['version.ts'],
  ['errors'],
  ['meta'],
  ['transport'],
  ['rest'],
  ['watch'],
  ['clientcmd'],
  ['discovery'],
  ['verbs'],
  ['kubernetes', 'dynamic'],
  ['informers'],
  ['generate'],
  ['index.ts'],
  ['cli'],
]
/** Data, which any room may read. */
const data = ['resources', 'schema']
/** Rooms beside the house's floors, and all that they may import at run time. */
const annexes: Readonly<Record<string, readonly string[]>> = {
  workqueue: ['errors', 'meta'],
  server: ['errors', 'meta', 'version.ts', ...data],
  resources: [],
  schema: ['errors', 'meta', 'resources'],
  api: [],
}
/** Rooms that are loaded by nobody's import: only a person's own, or the command line's at run time. */
const loadedOnDemand = ['server', 'informers', 'workqueue', 'cli', 'generate']

const edges = importEdges()
const inner = edges.filter(({ isPackage, from, to }) => !isPackage && roomOf(from) !== roomOf(to))
const show = (list: readonly ImportEdge[]) => list.map(({ from, to }) => `${from} -> ${to}`)
const floorOf = (file: string) => floors.findIndex((rooms) => rooms.includes(roomOf(file)))

describe('imports', () => {
  it('are found at all', () => {
    expect(inner.length).toBeGreaterThan(20)
    expect(show(inner)).toContain('rest/rest-client.ts -> meta/index.ts')
  })

  it('lead to files that are there', () => {
    const files = new Set(sourceFiles())
    expect(show(edges.filter(({ isPackage, to }) => !isPackage && !files.has(to)))).toEqual([])
  })

  it('come from rooms that have a place in the house', () => {
    const known = new Set([...floors.flat(), ...Object.keys(annexes)])
    expect(sourceFiles().filter((file) => !known.has(roomOf(file)))).toEqual([])
  })

  it('point downwards', () => {
    const upwards = inner.filter(({ from, to }) => {
      if (annexes[roomOf(from)] !== undefined || data.includes(roomOf(to))) return false
      return annexes[roomOf(to)] === undefined && floorOf(to) >= floorOf(from)
    })
    expect(show(upwards)).toEqual([])
  })

  it('of a room beside the floors keep to what it may use, types excepted', () => {
    const strangers = inner.filter(({ from, to, isTypeOnly }) => {
      const allowed = annexes[roomOf(from)]
      return allowed !== undefined && !isTypeOnly && !allowed.includes(roomOf(to))
    })
    expect(show(strangers)).toEqual([])
  })

  it('of the API types are of types only', () => {
    expect(show(inner.filter(({ to, isTypeOnly }) => roomOf(to) === 'api' && !isTypeOnly))).toEqual([])
  })

  it('of what is loaded on demand are of types, or made at run time', () => {
    const eager = inner.filter(
      ({ from, to, isTypeOnly, isDynamic }) =>
        loadedOnDemand.includes(roomOf(to)) && roomOf(from) !== 'cli' && !isTypeOnly && !isDynamic,
    )
    expect(show(eager)).toEqual([])
  })

  it('form no cycle, those of types included', () => {
    expect(findCycle(edges)).toBeUndefined()
  })
})

describe('packages', () => {
  const imported = (rooms: (room: string) => boolean) =>
    edges.filter(({ isPackage, isTypeOnly, from, to }) => {
      return isPackage && !isTypeOnly && !to.startsWith('node:') && rooms(roomOf(from))
    })
  const names = (list: readonly ImportEdge[]) =>
    [...new Set(list.map(({ to }) => to.replace(/^(@[^/]+\/)?([^/]+).*$/, '$1$2')))].sort()

  it('of the clients are yaml, ws and socks, all loaded only when used', () => {
    const used = imported((room) => room !== 'server')
    expect(names(used)).toEqual(['socks', 'ws', 'yaml'])
    expect(show(used.filter(({ isDynamic }) => !isDynamic))).toEqual([])
  })

  it('of the server are known, and loaded only when used', () => {
    const used = imported((room) => room === 'server')
    expect(['@peculiar/asn1-schema', '@peculiar/asn1-x509', 'ws', 'yaml']).toEqual(expect.arrayContaining(names(used)))
    expect(show(used.filter(({ isDynamic }) => !isDynamic))).toEqual([])
  })
})

it('keeps the modules of Node that are costly out of what the clients load at once', () => {
  const costly = ['node:https', 'node:http', 'node:tls', 'node:zlib', 'node:child_process']
  const rooms = ['errors', 'meta', 'rest', 'clientcmd', 'index.ts']
  const eager = edges.filter(
    ({ from, to, isTypeOnly, isDynamic }) =>
      rooms.includes(roomOf(from)) && costly.includes(to) && !isTypeOnly && !isDynamic,
  )
  expect(show(eager)).toEqual([])
})

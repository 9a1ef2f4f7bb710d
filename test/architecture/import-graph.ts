import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** One import or re-export in the library's source. */
export interface ImportEdge {
  /** File that imports, relative to `src`. */
  readonly from: string
  /** File that is imported, relative to `src`, or a package's specifier. */
  readonly to: string
  readonly isPackage: boolean
  /** Vanishes when types are erased. */
  readonly isTypeOnly: boolean
  /** Happens when it is run, not when the file is loaded. */
  readonly isDynamic: boolean
}

const source = fileURLToPath(new URL('../../src/', import.meta.url))

/** The library's source files, relative to `src`; tests and what only they use are left out. */
export function sourceFiles(): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => file.endsWith('.ts') && !/\.(test|test-support)\.ts$/.test(file) && !file.endsWith('.d.ts'))
    .sort()
}

export function importEdges(files: readonly string[] = sourceFiles()): ImportEdge[] {
  return files.flatMap((file) => edgesOf(file, readFileSync(path.join(source, file), 'utf8')))
}

const staticImport = /^(?:import|export)\s+(type\s+)?(?:([\s\S]*?)\s+from\s+)?'([^']+)'/gm
const dynamicImport = /\bimport\('([^']+)'\)/g
const builtinModule = /\bgetBuiltinModule\??\.?\('([^']+)'\)/g

function edgesOf(from: string, text: string): ImportEdge[] {
  const edges: ImportEdge[] = []
  for (const [, type, names = '', to = ''] of text.matchAll(staticImport)) {
    const isTypeOnly = type !== undefined || (/^\{/.test(names) && namesOf(names).every((name) => /^type\s/.test(name)))
    edges.push({ from, ...resolve(from, to), isTypeOnly, isDynamic: false })
  }
  for (const pattern of [dynamicImport, builtinModule]) {
    for (const [, to = ''] of text.matchAll(pattern)) {
      edges.push({ from, ...resolve(from, to), isTypeOnly: false, isDynamic: true })
    }
  }
  return edges
}

function namesOf(list: string): string[] {
  return list
    .replace(/[{}]/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

function resolve(from: string, to: string): { to: string; isPackage: boolean } {
  if (!to.startsWith('.')) return { to, isPackage: true }
  return { to: path.posix.join(path.posix.dirname(from), to), isPackage: false }
}

/** The room that a file stands in: its first folder, or its own name at the top. */
export function roomOf(file: string): string {
  return file.split('/')[0] ?? file
}

/** The first cycle that is found, as the files on it; undefined if there is none. */
export function findCycle(edges: readonly ImportEdge[]): string[] | undefined {
  const next = new Map<string, string[]>()
  for (const { from, to, isPackage } of edges) if (!isPackage) next.set(from, [...(next.get(from) ?? []), to])
  const done = new Set<string>()
  const visit = (file: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file]
    if (done.has(file)) return undefined
    for (const to of next.get(file) ?? []) {
      const cycle = visit(to, [...trail, file])
      if (cycle !== undefined) return cycle
    }
    done.add(file)
    return undefined
  }
  for (const file of next.keys()) {
    const cycle = visit(file, [])
    if (cycle !== undefined) return cycle
  }
  return undefined
}

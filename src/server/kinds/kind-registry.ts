import type { KindStrategy } from './kind-strategy.ts'

/** The kinds that a server serves, by group, version and plural. */
export class KindRegistry {
  readonly #byResource = new Map<string, KindStrategy>()

  constructor(kinds: readonly KindStrategy[]) {
    for (const kind of kinds) this.#byResource.set(resourceId(kind.group, kind.version, kind.plural), kind)
  }

  find(group: string, version: string, plural: string): KindStrategy | undefined {
    return this.#byResource.get(resourceId(group, version, plural))
  }

  /** In the order of their plurals, which is discovery's. */
  all(): KindStrategy[] {
    return [...this.#byResource.values()].sort((a, b) => (a.plural < b.plural ? -1 : 1))
  }
}

/** The store's name for a resource. Versions of one kind share it. */
export function storeResource(kind: Pick<KindStrategy, 'group' | 'plural'>): string {
  return kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`
}

function resourceId(group: string, version: string, plural: string): string {
  return `${group}/${version}/${plural}`
}

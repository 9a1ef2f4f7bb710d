/** Gives out the names of one file's types, each of them once. */
export class TypeNames {
  readonly #taken = new Set<string>()

  /** Takes the first free one of some names, or else the last one with a number. */
  take(...wanted: readonly string[]): string {
    return this.#choose(wanted, (name) => [name])
  }

  /** The same for a type whose apply configuration is named after it. */
  takeWithApply(...wanted: readonly string[]): string {
    return this.#choose(wanted, (name) => [name, `${name}ApplyConfiguration`])
  }

  /** The same for a kind, after which more types are named. */
  takeKind(wanted: string): string {
    return this.#choose([wanted], (name) => [
      name,
      `${name}ApplyConfiguration`,
      `${name}Resource`,
      `${name}Response`,
      `Stored${name}`,
    ])
  }

  #choose(wanted: readonly string[], family: (name: string) => readonly string[]): string {
    const last = wanted.at(-1) ?? 'Unnamed'
    for (let index = 0; ; index += 1) {
      const name = wanted[index] ?? `${last}${index - wanted.length + 2}`
      if (family(name).some((each) => this.#taken.has(each))) continue
      for (const each of family(name)) this.#taken.add(each)
      return name
    }
  }
}

/** A name as a part of a type's: `dns-names` is `DnsNames`, `$ref` is `Ref`. */
export function typeWord(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  if (words.length === 0) return 'Field'
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')
}

/** A name as a type's whole: one that starts with a digit is no identifier. */
export function typeName(name: string): string {
  const word = typeWord(name)
  return /^\d/.test(word) ? `Kind${word}` : word
}

const rules: readonly (readonly [RegExp, string])[] = [
  [/(alias|status|canvas|series|species)$/i, '$1'],
  [/(alias|status|canvas)es$/i, '$1'],
  [/([^aeiou])ies$/, '$1y'],
  [/(ss|x|zz|[nrt]ch|sh)es$/, '$1'],
  [/([^sui])s$/, '$1'],
]

/** What one item of a list is called: `listeners` holds a `listener`. A word that is no plural stays as it is. */
export function singular(name: string): string {
  const rule = rules.find(([plural]) => plural.test(name))
  return rule === undefined ? name : name.replace(...rule)
}

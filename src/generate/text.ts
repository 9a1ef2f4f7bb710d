/** A string as TypeScript has it, in single quotes. */
export function quote(text: string): string {
  // JSON's escapes are TypeScript's, too; only the quotes are others.
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

/** A value that is no object, as TypeScript has it. */
export function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? quote(value) : String(value)
}

/** A property's name, in quotes where it is no identifier. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name)
}

/** A doc comment, on one line if it has one. */
export function docComment(lines: readonly string[], indent = ''): string {
  if (lines.length === 0) return ''
  const safe = lines.map((line) => line.replaceAll('*/', '*\\/'))
  if (safe.length === 1) return `${indent}/** ${safe[0]} */\n`
  return `${indent}/**\n${safe.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('')}${indent} */\n`
}

/** The statement that imports what is named, `{ A, B }` or `* as name`. */
export function importValues(what: string, path: string): string {
  return `import ${what} from ${quote(path)}`
}

/** The same for types. */
export function importTypes(what: string, path: string): string {
  return importValues(`type ${what}`, path)
}

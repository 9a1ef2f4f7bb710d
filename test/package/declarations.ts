import { readFileSync } from 'node:fs'
import path from 'node:path'

/** One exported name: where its declaration is, and its text without comments. */
export interface Declaration {
  readonly name: string
  readonly file: string
  readonly text: string
}

/**
 * Everything that a `.d.ts` file exports, followed to where it is declared.
 *
 * This reads the text: the compiler of today offers no way to ask it, and what it emits is regular.
 */
export function exportedDeclarations(file: string): Declaration[] {
  const source = withoutComments(readFileSync(file, 'utf8'))
  const found: Declaration[] = []
  for (const statement of topLevelStatements(source)) {
    const reExport = /^export (?:type )?\{([\s\S]*)\}(?: from '([^']+)')?;?$/.exec(statement)
    const star = /^export \* from '([^']+)';?$/.exec(statement)
    if (star !== null) found.push(...exportedDeclarations(declarationFile(file, star[1] ?? '')))
    else if (reExport !== null) found.push(...reExported(file, source, reExport[1] ?? '', reExport[2]))
    else {
      const name = declaredName(statement)
      if (statement.startsWith('export ') && name !== undefined) found.push({ name, file, text: tidy(statement) })
    }
  }
  return found
}

function reExported(file: string, source: string, list: string, from: string | undefined): Declaration[] {
  const target = from === undefined ? undefined : declarationFile(file, from)
  return list
    .split(',')
    .map((part) => part.trim().replace(/^type /, ''))
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [original = '', name = original] = part.split(/\s+as\s+/)
      if (target === undefined) {
        const own = topLevelStatements(source).find((statement) => declaredName(statement) === original)
        return own === undefined ? [] : [{ name, file, text: tidy(own) }]
      }
      const declaration = exportedDeclarations(target).find((candidate) => candidate.name === original)
      if (declaration === undefined) throw new Error(`${file} exports ${original}, which ${target} does not declare`)
      return [{ ...declaration, name }]
    })
}

function declarationFile(from: string, specifier: string): string {
  return path.join(path.dirname(from), specifier.replace(/\.(js|ts)$/, '.d.ts'))
}

function declaredName(statement: string): string | undefined {
  const pattern =
    /^(?:export )?(?:declare )?(?:abstract )?(?:class|interface|type|function|const|let|var|enum|namespace) ([A-Za-z_$][\w$]*)/
  return pattern.exec(statement)?.[1]
}

/** Splits at what is outside of all brackets: at a `;`, or behind a closing brace that ends a line. */
function topLevelStatements(source: string): string[] {
  const statements: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < source.length; i += 1) {
    const char = source[i] ?? ''
    if ('{([<'.includes(char)) depth += 1
    // The > of an arrow closes nothing.
    else if ('})]'.includes(char) || (char === '>' && source[i - 1] !== '=')) depth -= 1
    const ends = char === ';' || (char === '}' && /^\s*(\n|$)/.test(source.slice(i + 1)))
    if (depth !== 0 || !ends) continue
    statements.push(source.slice(start, i + 1).trim())
    start = i + 1
  }
  return [...statements, source.slice(start).trim()].filter((statement) => statement !== '')
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}

/** One spelling for the same declaration: no private members, no empty lines, no modifiers that say nothing. */
function tidy(statement: string): string {
  return statement
    .replace(/^export (declare )?/, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s*(#private;|private )/.test(line))
    .map((line) => line.trimEnd())
    .join('\n')
}

import { randomInt } from 'node:crypto'

const alphabet = 'bcdfghjklmnpqrstvwxz2456789'
const maxNameLength = 63
const suffixLength = 5

/** A prefix, cut to leave room, and five characters of which no word can be made. */
export function generatedName(prefix: string): string {
  let name = prefix.slice(0, maxNameLength - suffixLength)
  for (let index = 0; index < suffixLength; index++) name += alphabet[randomInt(alphabet.length)]
  return name
}

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { GoToolchain } from './go-toolchain.ts'
import type { Program } from './programs.ts'

const moduleFiles = ['go.mod', 'go.sum', 'tools.go']
const hashLength = 12

/** A hash of everything in this repository that a build of the program depends on. */
export function sourceHash(modulesFolder: string, program: Program): string {
  const hash = createHash('sha256')
  for (const file of moduleFiles) {
    // A checkout may have turned the line ends round; Go does not mind, and neither does the key.
    const text = readFileSync(path.join(modulesFolder, program.module, file), 'utf8').replaceAll('\r\n', '\n')
    hash.update(file).update('\0').update(text).update('\0')
  }
  hash.update(program.goPackage).update('\0').update(program.ldflags)
  return hash.digest('hex').slice(0, hashLength)
}

/** Name of the folder that holds one build: it differs wherever the build may differ. */
export function buildFolderName(program: Program, source: string, toolchain: GoToolchain): string {
  return `${buildFolderPrefix(program, source)}${toolchain.version}-${toolchain.os}-${toolchain.arch}`
}

/** What the folders of all builds from the same source begin with, whichever Go made them. */
export function buildFolderPrefix(program: Program, source: string): string {
  return `${program.name}-${program.version}-${source}-`
}

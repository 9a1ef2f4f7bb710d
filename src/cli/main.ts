#!/usr/bin/env node
import { keepCompiledCode } from './compiled-code.ts'

// First, and the rest on demand: what this file imports is compiled before anything could be found in a cache.
keepCompiledCode()
const { runCommandLine } = await import('./command-line.ts')
process.exitCode = await runCommandLine(process.argv.slice(2))

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { SerializedError } from 'vitest'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

/** Why a test may be skipped without being a surprise. A test says so in its `meta.skipKind`. */
export type SkipKind = 'embedded-not-yet' | 'no-real-server' | 'tool-missing' | 'does-not-apply'

/** What the summary at the end of `npm test` needs to know of one test. */
export interface TestRecord {
  readonly project: string
  /** Relative to the repository. */
  readonly file: string
  /** With the names of the suites around it. */
  readonly name: string
  readonly state: 'passed' | 'failed' | 'skipped'
  /** The server that a conformance case ran against. */
  readonly target?: string | undefined
  readonly skipKind?: SkipKind | undefined
  /** Why it was skipped. */
  readonly reason?: string | undefined
}

export interface TestResults {
  readonly tests: TestRecord[]
  /** What failed outside of any test, such as a file that cannot be loaded. */
  readonly errors: string[]
}

declare module 'vitest' {
  interface TaskMeta {
    target?: string
    skipKind?: SkipKind
  }
}

/** A vitest reporter that writes one record a test to a file, for `scripts/test-summary.mjs`. */
export class SummaryReporter implements Reporter {
  readonly #file: string

  constructor(file: string) {
    this.#file = file
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const results: TestResults = { tests: [], errors: unhandledErrors.map((error) => error.message) }
    for (const module of modules) {
      for (const test of module.children.allTests()) results.tests.push(recordOf(module, test))
      const errors = [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())]
      for (const error of errors) results.errors.push(`${module.relativeModuleId}: ${error.message}`)
    }
    mkdirSync(path.dirname(this.#file), { recursive: true })
    writeFileSync(this.#file, JSON.stringify(results))
  }
}

function recordOf(module: TestModule, test: TestCase): TestRecord {
  const result = test.result()
  const meta = test.meta()
  return {
    project: module.project.name,
    file: module.relativeModuleId,
    name: test.fullName,
    state: result.state === 'passed' || result.state === 'failed' ? result.state : 'skipped',
    target: meta.target,
    skipKind: meta.skipKind,
    reason: result.state === 'skipped' ? result.note : undefined,
  }
}

import { readFileSync } from 'node:fs'

/**
 * @typedef {import('./summary-reporter.ts').TestRecord} TestRecord
 * @typedef {import('./summary-reporter.ts').TestResults} TestResults
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/**
 * @param {readonly string[]} files
 * @returns {TestResults}
 */
export function readResults(files) {
  /** @type {TestResults} */
  const all = { tests: [], errors: [] }
  for (const file of files) {
    try {
      /** @type {TestResults} */
      const results = JSON.parse(readFileSync(file, 'utf8'))
      all.tests.push(...results.tests)
      all.errors.push(...results.errors)
    } catch {
      all.errors.push(`a test run ended without results (${file})`)
    }
  }
  return all
}

/**
 * Errors outside of any test count as one failure each: a run that could not load a file has not passed.
 *
 * @param {TestResults} results
 * @returns {Counts}
 */
export function countResults(results) {
  const counts = countTests(results.tests)
  return { ...counts, failed: counts.failed + results.errors.length }
}

/**
 * @param {readonly TestRecord[]} tests
 * @returns {Counts}
 */
export function countTests(tests) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const test of tests) counts[test.state] += 1
  return counts
}

/** A skip that no part of the suite has announced: somebody's forgotten `it.skip`.
 * @param {TestResults} results */
export function unexpectedSkips(results) {
  return results.tests.filter((test) => test.state === 'skipped' && test.skipKind === undefined)
}

/** @param {Counts} counts */
export function formatCounts(counts) {
  return `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`
}

/**
 * The lines of the summary, without the very last one.
 *
 * @param {TestResults} results
 * @returns {string[]}
 */
export function formatSummary(results) {
  const rows = [...groupBy(results.tests, groupName)].map(([name, tests]) => [name, formatCounts(countTests(tests))])
  const width = Math.max(0, ...rows.map(([name = '']) => name.length))
  return [
    '',
    'Summary',
    ...rows.map(([name = '', counts]) => `  ${name.padEnd(width)}  ${counts}`),
    ...section('Not yet supported by the embedded server', skipped(results, 'embedded-not-yet')),
    ...section('Skipped without a real server', skipped(results, 'no-real-server')),
    ...section('Skipped without a program', skipped(results, 'tool-missing')),
    ...section('Does not apply to the target', skipped(results, 'does-not-apply')),
    ...section('Skipped unexpectedly', unexpectedSkips(results)),
    ...failures(results),
    '',
  ]
}

/** @param {TestRecord} test */
const groupName = (test) => (test.target === undefined ? test.project : `${test.project} on ${test.target}`)

/**
 * @param {TestResults} results
 * @param {TestRecord['skipKind']} kind
 */
function skipped(results, kind) {
  return results.tests.filter((test) => test.state === 'skipped' && test.skipKind === kind)
}

/**
 * Reasons that many tests share are printed once.
 *
 * @param {string} title
 * @param {readonly TestRecord[]} tests
 */
function section(title, tests) {
  if (tests.length === 0) return []
  const lines = [...groupBy(tests, (test) => test.reason ?? 'no reason given')].flatMap(([reason, sharing]) =>
    sharing.length > 3
      ? [`  ${sharing.length} tests: ${reason}`]
      : sharing.map((test) => `  ${test.name} (${test.file}): ${reason}`),
  )
  return ['', `${title}: ${tests.length}`, ...lines]
}

/** @param {TestResults} results */
function failures(results) {
  const failed = results.tests.filter((test) => test.state === 'failed')
  if (failed.length + results.errors.length === 0) return []
  return [
    '',
    'Failed',
    ...failed.map((test) => `  ${groupName(test)}: ${test.name} (${test.file})`),
    ...results.errors.map((error) => `  ${error.split('\n')[0] ?? ''}`),
  ]
}

/**
 * @template T
 * @param {readonly T[]} values
 * @param {(value: T) => string} key
 * @returns {Map<string, T[]>}
 */
function groupBy(values, key) {
  /** @type {Map<string, T[]>} */
  const groups = new Map()
  for (const value of values) {
    const group = groups.get(key(value))
    if (group === undefined) groups.set(key(value), [value])
    else group.push(value)
  }
  return groups
}

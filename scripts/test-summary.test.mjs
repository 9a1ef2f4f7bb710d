import { expect, test } from 'vitest'
import { countResults, formatCounts, formatSummary, unexpectedSkips } from './test-summary.mjs'

/** @typedef {import('./summary-reporter.ts').TestRecord} TestRecord */

/** @type {Pick<TestRecord, 'project' | 'file'>} */
const unit = { project: 'unit', file: 'src/a.test.ts' }
/** @type {Pick<TestRecord, 'project' | 'file'>} */
const conformance = { project: 'conformance', file: 'test/conformance/a.test.ts' }

/** @type {import('./summary-reporter.ts').TestResults} */
const results = {
  tests: [
    { ...unit, name: 'a', state: 'passed' },
    { ...unit, name: 'b', state: 'skipped' },
    { ...conformance, name: 'c', state: 'passed', target: '1.37.2' },
    { ...conformance, name: 'd', state: 'failed', target: '1.37.2' },
    { ...conformance, name: 'e', state: 'skipped', target: 'embedded', skipKind: 'embedded-not-yet', reason: 'why' },
  ],
  errors: ['src/broken.test.ts: cannot be loaded\n  at somewhere'],
}

test('a file that cannot be loaded counts as a failure', () => {
  expect(formatCounts(countResults(results))).toBe('2 passed, 2 failed, 2 skipped')
})

test('a skip that nobody announced is unexpected', () => {
  expect(unexpectedSkips(results).map((skip) => skip.name)).toEqual(['b'])
})

test('the summary counts by project and target, and gives every reason', () => {
  expect(formatSummary(results)).toEqual([
    '',
    'Summary',
    '  unit                     1 passed, 0 failed, 1 skipped',
    '  conformance on 1.37.2    1 passed, 1 failed, 0 skipped',
    '  conformance on embedded  0 passed, 0 failed, 1 skipped',
    '',
    'Not yet supported by the embedded server: 1',
    '  e (test/conformance/a.test.ts): why',
    '',
    'Skipped unexpectedly: 1',
    '  b (src/a.test.ts): no reason given',
    '',
    'Failed',
    '  conformance on 1.37.2: d (test/conformance/a.test.ts)',
    '  src/broken.test.ts: cannot be loaded',
    '',
  ])
})

import { defineConfig } from 'vitest/config'
import { SummaryReporter } from './scripts/summary-reporter.ts'

const resultsFile = process.env['KUBECLIENT_TEST_RESULTS']

/** One project for each kind of test, so that each can be run, timed and counted on its own. */
export default defineConfig({
  test: {
    // Nothing but source: dist/ holds compiled copies of what is tested here.
    exclude: ['**/node_modules/**', 'dist/**', 'build/**'],
    passWithNoTests: true,
    reporters: ['default', ...(resultsFile === undefined ? [] : [new SummaryReporter(resultsFile)])],
    projects: [
      // Modules are loaded once for all files of a worker: that halves the time, and no test leaves anything behind in them.
      { extends: true, test: { name: 'unit', include: ['src/**/*.test.ts', 'codegen/*.test.ts'], isolate: false } },
      { extends: true, test: { name: 'scripts', include: ['scripts/**/*.test.mjs', 'bench/harness/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ['test/types/**/*.test-d.ts'],
            tsconfig: 'tsconfig.json',
            ignoreSourceErrors: true,
          },
        },
      },
      { extends: true, test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'] } },
      { extends: true, test: { name: 'envtest', include: ['test/envtest/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          globalSetup: ['test/package/global-setup.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'runtimes',
          include: ['test/runtimes/*.test.ts'],
          globalSetup: ['test/package/global-setup.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          globalSetup: ['test/conformance/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})

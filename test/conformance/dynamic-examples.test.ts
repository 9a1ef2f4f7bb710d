import { afterEach, expect, vi } from 'vitest'
import { type Case, type CaseOptions, conformance } from './conformance.ts'
import { needsDefinitions } from './dynamic-support.ts'

// The examples use the package by its name; here it is the source.
vi.mock('kubeclient', () => import('../../src/index.ts'))

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

/** What an example prints. */
async function outputOf(load: () => Promise<unknown>, { target }: Case): Promise<string[]> {
  const lines: string[] = []
  vi.spyOn(console, 'log').mockImplementation((...parts: unknown[]) => lines.push(parts.join(' ')))
  vi.stubEnv('KUBECONFIG', target.kubeconfigPath)
  vi.resetModules()
  await load()
  return lines
}

const options: CaseOptions = { ...needsDefinitions, timeoutMs: 60_000 }

conformance('the example with custom resources does what it says', options, async (context) => {
  const lines = await outputOf(() => import('../../examples/custom-resources.ts'), context)
  expect(lines).toEqual([
    'defined crontabs.example.kubeclient.dev',
    'MODIFIED nightly {"replicas":2,"schedule":"0 3 * * *"}',
    'MODIFIED nightly {"replicas":3,"schedule":"0 3 * * *"}',
    'DELETED nightly {"replicas":3,"schedule":"0 3 * * *"}',
  ])
})

/**
 * How many cases a property is tried with: all of them, but a fifth in the quick run that `npm run test:unit` makes on
 * somebody's own machine. `scripts/test.mjs` says which it is.
 */
export function propertyRuns(count: number): number {
  return process.env['KUBECLIENT_QUICK_TESTS'] === '1' ? Math.ceil(count / 5) : count
}

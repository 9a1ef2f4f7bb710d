import { Clientset } from '../../src/kubernetes/index.ts'
import { type Case, type CaseOptions, conformance } from './conformance.ts'

/** Runs a case with a clientset of its target. */
export function withClientset(
  name: string,
  options: CaseOptions,
  run: (clientset: Clientset, context: Case) => Promise<void>,
): void {
  conformance(name, options, async (context) => {
    const clientset = new Clientset({
      ...context.target.config,
      warningHandler: { handleWarningHeader: () => undefined },
    })
    try {
      await run(clientset, context)
    } finally {
      await clientset.close()
    }
  })
}

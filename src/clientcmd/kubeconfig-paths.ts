import { delimiter, join } from 'node:path'

/** Which files make up the kubeconfig, in the order in which they win. */
export interface KubeconfigPaths {
  readonly files: readonly string[]
  /** An explicit file has to exist; of a list, missing ones are skipped. */
  readonly explicit: boolean
  /** Set if somebody listed them: then it is worth a warning if none is there. */
  readonly isListed?: boolean | undefined
}

/**
 * The explicit path alone; else the list in `KUBECONFIG`, without empty and repeated paths; else `~/.kube/config`.
 *
 * Source: `NewDefaultClientConfigLoadingRules` in k8s.io/client-go/tools/clientcmd.
 */
export function kubeconfigPaths(
  explicitPath: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  homeDir: string,
): KubeconfigPaths {
  if (explicitPath) return { files: [explicitPath], explicit: true }
  const list = env['KUBECONFIG']
  if (list) {
    const files = [...new Set(list.split(delimiter).filter((file) => file !== ''))]
    return { files, explicit: false, isListed: true }
  }
  return { files: [join(homeDir, '.kube', 'config')], explicit: false }
}

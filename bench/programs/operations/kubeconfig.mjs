import { peakMb, startUsage } from '../usage.mjs'

/** Loads a kubeconfig file and chooses its current context. */
export async function open({ loadKubeconfig }, settings) {
  return async () => {
    const finish = startUsage()
    const host = await loadKubeconfig(settings.path)
    const usage = finish()
    if (host !== settings.host) throw new Error(`loaded ${host}, expected ${settings.host}`)
    return { ...usage, peakMb: peakMb() }
  }
}

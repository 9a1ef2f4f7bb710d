import type { TestProject } from 'vitest/node'
import { BinaryUnavailableError } from '../envtest/binaries.ts'
import { type ControlPlane, startControlPlane } from '../envtest/control-plane.ts'
import { isServerVersion, type ServerVersion } from '../envtest/programs.ts'
import { formatSeconds } from '../envtest/progress.ts'
import { chosenTargets, type MissingServer, type SharedServer } from './target.ts'

/** Starts one real server of each version for all files, because a start takes seconds and 300 MB. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const planes: ControlPlane[] = []
  const start = async (version: ServerVersion): Promise<SharedServer | MissingServer> => {
    try {
      const plane = await startControlPlane({ version })
      planes.push(plane)
      process.stderr.write(`kube-apiserver ${version} is ready after ${formatSeconds(plane.startMs)}\n`)
      return share(plane)
    } catch (error) {
      if (error instanceof BinaryUnavailableError) return { name: version, reason: error.message }
      throw error
    }
  }
  const close = async () => {
    await Promise.all(planes.map((plane) => plane.close()))
  }
  const outcomes = await Promise.allSettled(chosenTargets().filter(isServerVersion).map(start))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) {
    await close()
    throw failed.reason
  }
  project.provide(
    'realServers',
    outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
  )
  return close
}

function share(plane: ControlPlane): SharedServer {
  return {
    name: plane.version,
    host: plane.url,
    ...plane.config.tls,
    adminToken: plane.adminToken,
    limitedToken: plane.limitedToken,
    kubeconfigPath: plane.kubeconfigPath,
  }
}

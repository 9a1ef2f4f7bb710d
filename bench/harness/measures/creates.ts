import { bare, clientGo, clientGoJson, clientNode, kubeclient } from '../contestants.ts'
import { blocks, cpuPerCall, type Measure, rate, runBlocks } from '../measure.ts'
import { createsNamespace } from '../stage.ts'

export const creates: Measure = {
  id: 'creates',
  title: 'Creates',
  about: 'Small config maps are created one after the other.',
  metrics: [{ ...rate, title: 'creates' }, cpuPerCall],
  reference: bare,
  async run(stage, effort) {
    const server = await stage.filled()
    const everyone = [bare, kubeclient, clientNode, clientGo, clientGoJson]
    const assignments = everyone.map((contestant, index) => {
      const settings = { namespace: createsNamespace, blockMs: effort.blockMs, prefix: `c${index}` }
      return { contestant, operation: 'creates', settings, server }
    })
    return runBlocks(stage, assignments, blocks(effort))
  },
}

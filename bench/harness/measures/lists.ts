import { bare, clientGo, clientGoJson, clientNode, kubeclient, kubeclientOnInstalledNode } from '../contestants.ts'
import { cpu, freshProcesses, type Measure, peak, runFresh, wall } from '../measure.ts'
import { onePod, podCount, podsNamespace, type Server } from '../stage.ts'

const metrics = [wall, peak, cpu]
const pageSize = 500
const setting = 'A new process for each list, with a connection that is there already.'

function assign(server: Server, way: string, contestants: readonly string[], name?: string) {
  const settings = { namespace: podsNamespace, name: onePod, way, limit: pageSize, expected: podCount }
  return contestants.map((contestant) => ({ contestant, operation: 'list', settings, server, name }))
}

export const listWhole: Measure = {
  id: 'list',
  title: 'List of 10,000 pods',
  about: `10,000 pods of 200 templates, read with one call and kept. ${setting}`,
  metrics,
  reference: bare,
  async run(stage, effort) {
    const everyone = [bare, kubeclient, clientNode, clientGo, clientGoJson, kubeclientOnInstalledNode]
    return runFresh(stage, assign(await stage.filled(), 'whole', everyone), freshProcesses(effort))
  },
}

export const listPaged: Measure = {
  id: 'list-paged',
  title: 'List of 10,000 pods in pages of 500',
  about: `The same pods, read page by page and kept. ${setting}`,
  metrics,
  reference: bare,
  async run(stage, effort) {
    const everyone = [bare, kubeclient, clientNode, clientGo, clientGoJson]
    return runFresh(stage, assign(await stage.filled(), 'paged', everyone), freshProcesses(effort))
  },
}

export const listStreamed: Measure = {
  id: 'list-streamed',
  title: 'List of 10,000 pods, looked at one by one',
  about: `The same pods, none kept: with \`items()\` over one answer (kubeclient), and over pages of 500 with what each has for it (\`each\`, a pager, a loop by hand). ${setting}`,
  metrics: [peak, wall, cpu],
  reference: kubeclient,
  async run(stage, effort) {
    const server = await stage.filled()
    const assignments = [
      ...assign(server, 'items', [kubeclient]),
      ...assign(server, 'each', [kubeclient], `${kubeclient}, each`),
      ...assign(server, 'each', [clientNode, clientGo, clientGoJson]),
    ]
    return runFresh(stage, assignments, freshProcesses(effort))
  },
}

import {
  bare,
  clientGo,
  clientGoJson,
  clientNode,
  embedded,
  emptyNode,
  kubeApiserver,
  kubeclient,
  kubectl,
} from './contestants.ts'

/** One metric of one contestant in one measure. */
interface Place {
  readonly measure: string
  readonly metric: string
  readonly contestant: string
}

/** Something that a measure should show. It is a ratio to another contestant, a difference from one, or a plain value. */
export interface Goal extends Place {
  readonly title: string
  readonly over?: Partial<Place> | undefined
  readonly minus?: string | undefined
  readonly bound: 'at most' | 'at least'
  readonly value: number
  /** Of plain values and differences. */
  readonly unit?: string | undefined
}

const own = { contestant: kubeclient } as const

function list(metric: string, over: string, value: number, title: string): Goal {
  return { ...own, measure: 'list', metric, over: { contestant: over }, bound: 'at most', value, title }
}

/** The goals of the project, in the order of docs/benchmarks.md. */
export const goals: readonly Goal[] = [
  {
    ...own,
    measure: 'import',
    metric: 'importMs',
    over: { contestant: clientNode },
    bound: 'at most',
    value: 0.1,
    title: "import: time, of client-node's",
  },
  {
    ...own,
    measure: 'import',
    metric: 'overEmptyMb',
    over: { contestant: clientNode },
    bound: 'at most',
    value: 0.1,
    title: "import: memory over an empty Node, of client-node's",
  },
  {
    ...own,
    measure: 'bundle',
    metric: 'singleKb',
    over: { contestant: clientNode },
    bound: 'at most',
    value: 0.1,
    title: "bundle of list-pods, one file: of client-node's",
  },
  {
    ...own,
    measure: 'install-size',
    metric: 'megabytes',
    over: { contestant: clientNode },
    bound: 'at most',
    value: 0.1,
    title: "installed size: of client-node's",
  },
  {
    ...own,
    measure: 'gets',
    metric: 'rate',
    over: { contestant: bare },
    bound: 'at least',
    value: 0.98,
    title: 'sequential GETs: of bare node:https',
  },
  {
    ...own,
    measure: 'gets',
    metric: 'rate',
    over: { contestant: clientGo },
    bound: 'at least',
    value: 1,
    title: "sequential GETs: of client-go's",
  },
  {
    ...own,
    measure: 'gets-64',
    metric: 'rate',
    over: { contestant: bare },
    bound: 'at least',
    value: 0.95,
    title: 'GETs, 64 in flight: of bare node:https',
  },
  {
    ...own,
    measure: 'connections',
    metric: 'handshakes',
    bound: 'at most',
    value: 1,
    title: 'TLS handshakes for 20 calls',
  },
  list('wallMs', clientNode, 0.5, "list 10,000 pods: time, of client-node's"),
  list('wallMs', clientGo, 1.5, "list 10,000 pods: time, of client-go's with protobuf"),
  list('peakMb', clientNode, 0.4, "list 10,000 pods: peak memory, of client-node's"),
  list('peakMb', clientGo, 1, "list 10,000 pods: peak memory, of client-go's with protobuf"),
  {
    ...own,
    measure: 'list-streamed',
    metric: 'peakMb',
    bound: 'at most',
    value: 90,
    unit: 'MB',
    title: 'list 10,000 pods, streamed with items(): peak memory',
  },
  {
    ...own,
    measure: 'decode-object',
    metric: 'cpuUs',
    over: { contestant: bare },
    bound: 'at most',
    value: 1.03,
    title: 'decode one object: CPU time, of JSON.parse',
  },
  {
    ...own,
    measure: 'decode-event',
    metric: 'cpuUs',
    over: { contestant: bare },
    bound: 'at most',
    value: 1.03,
    title: 'decode one watch event: CPU time, of JSON.parse',
  },
  {
    ...own,
    measure: 'watch',
    metric: 'rate',
    over: { contestant: bare },
    bound: 'at least',
    value: 0.95,
    title: 'watch events/s: of splitting lines and JSON.parse',
  },
  {
    ...own,
    measure: 'watch',
    metric: 'rate',
    over: { contestant: clientNode },
    bound: 'at least',
    value: 1,
    title: "watch events/s: of client-node's",
  },
  {
    ...own,
    measure: 'watch',
    metric: 'rate',
    over: { contestant: clientGoJson },
    bound: 'at least',
    value: 5,
    title: "watch events/s: of client-go's with JSON",
  },
  {
    ...own,
    measure: 'discovery',
    metric: 'coldMs',
    over: { contestant: clientGo },
    bound: 'at most',
    value: 1,
    title: "discovery by a new process: time, of client-go's",
  },
  {
    ...own,
    measure: 'discovery',
    metric: 'warmMs',
    over: { contestant: clientGo },
    bound: 'at most',
    value: 1,
    title: "discovery again, two requests: time, of client-go's",
  },
  {
    ...own,
    measure: 'discovery-200',
    metric: 'coldMs',
    over: { contestant: bare },
    bound: 'at most',
    value: 1.3,
    title: 'discovery of 200 custom resources by a new process: time, of bare node:https',
  },
  {
    ...own,
    measure: 'discovery-200',
    metric: 'warmMs',
    over: { contestant: bare },
    bound: 'at most',
    value: 1.3,
    title: 'discovery of 200 custom resources again: time, of bare node:https',
  },
  {
    ...own,
    measure: 'discovery-disk',
    metric: 'wallMs',
    bound: 'at most',
    value: 10,
    unit: 'ms',
    title: 'discovery of 200 custom resources from the disk, by a new process',
  },
  {
    ...own,
    measure: 'connections',
    metric: 'discoveryRequests',
    bound: 'at most',
    value: 2,
    title: 'discovery, cold: requests',
  },
  {
    ...own,
    measure: 'api-resources',
    metric: 'wallMs',
    over: { contestant: kubectl },
    bound: 'at most',
    value: 2,
    title: "api-resources --cached, as a process: of kubectl's",
  },
  {
    ...own,
    measure: 'api-resources',
    metric: 'wallMs',
    minus: emptyNode,
    bound: 'at most',
    value: 30,
    unit: 'ms',
    title: 'api-resources --cached, as a process: over an empty Node',
  },
  ...(
    [
      ['embedded-creates', 'rate', 'at least', 'creates/s'],
      ['embedded-gets', 'rate', 'at least', 'gets/s'],
      ['embedded-list', 'wallMs', 'at most', 'time for a list of 10,000 pods'],
      ['embedded-fan-out', 'rate', 'at least', 'watch events/s to 50 watches'],
    ] as const
  ).map(([measure, metric, bound, what]) => ({
    contestant: embedded,
    measure,
    metric,
    over: { contestant: kubeApiserver },
    bound,
    value: 1,
    title: `embedded server: ${what}, of kube-apiserver's with etcd`,
  })),
  {
    contestant: embedded,
    measure: 'idle-memory',
    metric: 'residentMb',
    over: { contestant: kubeApiserver },
    bound: 'at most',
    value: 1 / 3,
    title: "embedded server: idle memory, of kube-apiserver's and etcd's",
  },
  {
    ...own,
    measure: 'open-watches',
    metric: 'latencyUs',
    contestant: `${kubeclient}, 500 watches`,
    over: { contestant: kubeclient },
    bound: 'at most',
    value: 1.2,
    title: 'GET while 500 watches are open: latency, of that with none',
  },
]

import { expect, it } from 'vitest'
import { podRow } from './pod-columns.ts'
import type { ContainerStatus, PodObject, PodSpec, PodStatus } from './pod-types.ts'

const now = Date.parse('2026-01-01T01:00:00Z')

function pod(status: PodStatus, spec: Partial<PodSpec> = {}, deleted = false): PodObject {
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name: 'p',
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...(deleted ? { deletionTimestamp: '2026-01-01T01:00:00Z' } : {}),
    },
    spec: { containers: [{ name: 'a' }, { name: 'b' }], ...spec },
    status,
  }
}

const container = (state: ContainerStatus['state'], more: Partial<ContainerStatus> = {}): ContainerStatus => ({
  name: 'a',
  ready: false,
  restartCount: 0,
  state,
  lastState: {},
  ...more,
})

const running = { running: {} }

it.each<[string, PodObject, (string | number)[]]>([
  ['a pod that waits', pod({ phase: 'Pending' }), ['p', '0/2', 'Pending', '0', '60m']],
  [
    'one that runs',
    pod({
      phase: 'Running',
      containerStatuses: [container(running, { ready: true }), container(running, { ready: true })],
    }),
    ['p', '2/2', 'Running', '0', '60m'],
  ],
  [
    'one that crashes',
    pod({
      phase: 'Running',
      containerStatuses: [
        container(running, { ready: true }),
        container(
          { waiting: { reason: 'CrashLoopBackOff' } },
          { restartCount: 3, lastState: { terminated: { exitCode: 1, finishedAt: '2026-01-01T00:55:00Z' } } },
        ),
      ],
    }),
    ['p', '1/2', 'CrashLoopBackOff', '3 (5m ago)', '60m'],
  ],
  ['one that was evicted', pod({ phase: 'Failed', reason: 'Evicted' }), ['p', '0/2', 'Evicted', '0', '60m']],
  ['one on its way out', pod({ phase: 'Running' }, {}, true), ['p', '0/2', 'Terminating', '0', '60m']],
  ['one that is done and on its way out', pod({ phase: 'Succeeded' }, {}, true), ['p', '0/2', 'Succeeded', '0', '60m']],
  [
    'one whose first init container runs',
    pod(
      { phase: 'Pending', initContainerStatuses: [container(running)] },
      { initContainers: [{ name: 'a' }, { name: 'c' }] },
    ),
    ['p', '0/2', 'Init:0/2', '0', '60m'],
  ],
  [
    'one whose init container failed',
    pod({ phase: 'Pending', initContainerStatuses: [container({ terminated: { exitCode: 7 } })] }),
    ['p', '0/2', 'Init:ExitCode:7', '0', '60m'],
  ],
  [
    'one with a sidecar',
    pod(
      {
        phase: 'Running',
        initContainerStatuses: [container(running, { name: 's', ready: true, started: true })],
        containerStatuses: [container(running, { ready: true })],
      },
      { initContainers: [{ name: 's', restartPolicy: 'Always' }] },
    ),
    ['p', '2/3', 'Running', '0', '60m'],
  ],
  [
    'one that is partly done and not ready',
    pod({
      phase: 'Running',
      containerStatuses: [
        container({ terminated: { exitCode: 0, reason: 'Completed' } }),
        container(running, { ready: true }),
      ],
    }),
    ['p', '1/2', 'NotReady', '0', '60m'],
  ],
])('shows %s', (_name, object, expected) => {
  expect(podRow(object, now).slice(0, 5)).toEqual(expected)
})

it('shows where a pod is, for the wide table', () => {
  const object = pod(
    { phase: 'Running', podIP: '10.0.0.1', conditions: [{ type: 'x', status: 'True' }] },
    { nodeName: 'n1', readinessGates: [{ conditionType: 'x' }, { conditionType: 'y' }] },
  )
  expect(podRow(object, now).slice(5)).toEqual(['10.0.0.1', 'n1', '<none>', '1/2'])
  expect(podRow(pod({}), now).slice(5)).toEqual(['<none>', '<none>', '<none>', '<none>'])
})

/** One program that is built from source for the tests. */
export interface Program {
  readonly name: 'etcd' | 'kube-apiserver' | 'kube-controller-manager'
  readonly version: string
  /** Folder below `modules/` with the Go module that pins it. */
  readonly module: string
  /** What `go build` is asked for. */
  readonly goPackage: string
  readonly ldflags: string
}

/** The versions of kube-apiserver that the conformance suite runs against, newest first. */
export const serverVersions = ['1.37.2', '1.27.2'] as const
export type ServerVersion = (typeof serverVersions)[number]

export function isServerVersion(version: string): version is ServerVersion {
  return serverVersions.some((known) => known === version)
}

export const etcd: Program = {
  name: 'etcd',
  version: '3.6.13',
  module: 'etcd-3.6.13',
  goPackage: 'go.etcd.io/etcd/server/v3',
  ldflags: '-s -w',
}

export function apiServer(version: ServerVersion): Program {
  return kubernetesProgram('kube-apiserver', version)
}

/** There is one for the newest version only: what it does is the same in both. */
export function controllerManager(): Program {
  return kubernetesProgram('kube-controller-manager', serverVersions[0])
}

export function allPrograms(): Program[] {
  return [etcd, ...serverVersions.map(apiServer), controllerManager()]
}

function kubernetesProgram(name: 'kube-apiserver' | 'kube-controller-manager', version: ServerVersion): Program {
  const [major = '', minor = ''] = version.split('.')
  // Built without these, a server calls itself v0.0.0-master, which kubectl does not parse. Both packages keep a copy:
  // the first is what /version and --version say, the second what the programs call themselves as clients.
  const variables = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((variablePackage) => [
    `-X ${variablePackage}.gitVersion=v${version}`,
    `-X ${variablePackage}.gitMajor=${major}`,
    `-X ${variablePackage}.gitMinor=${minor}`,
    `-X ${variablePackage}.gitTreeState=clean`,
  ])
  return {
    name,
    version,
    module: `kubernetes-${version}`,
    goPackage: `k8s.io/kubernetes/cmd/${name}`,
    ldflags: ['-s -w', ...variables].join(' '),
  }
}

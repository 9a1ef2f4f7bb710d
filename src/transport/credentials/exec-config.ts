import { ConfigError } from '../../errors/index.ts'
import type { TlsOptions } from '../tls-options.ts'

/**
 * A program that is run to get credentials: a kubeconfig's `exec` in camel case.
 *
 * Source: `ExecConfig` in k8s.io/client-go/tools/clientcmd/api.
 */
export interface ExecConfig {
  /** In which version the program is told what is wanted, and has to answer. */
  readonly apiVersion: ExecApiVersion
  /** A name is looked for in `PATH`. */
  readonly command: string
  readonly args?: readonly string[] | undefined
  /** Added to the process's own environment. */
  readonly env?: readonly ExecEnvVar[] | undefined
  /** What the error says if the program is not there. */
  readonly installHint?: string | undefined
  /** Tells the program which server it is for. Default: false. */
  readonly provideClusterInfo?: boolean | undefined
  /** Whether the program gets the standard input. Default: `IfAvailable`; v1 wants it said. */
  readonly interactiveMode?: ExecInteractiveMode | undefined
  /** Told to the program with `provideClusterInfo`; in a kubeconfig it is an extension of the cluster. */
  readonly clusterConfig?: unknown
  /** Keeps the standard input from the program, because this one reads it. Default: false. */
  readonly stdinUnavailable?: boolean | undefined
  /** Which programs may be run at all. Default: all. */
  readonly pluginPolicy?: PluginPolicy | undefined
}

export type ExecApiVersion = 'client.authentication.k8s.io/v1' | 'client.authentication.k8s.io/v1beta1'

export type ExecInteractiveMode = 'Never' | 'IfAvailable' | 'Always'

export interface ExecEnvVar {
  readonly name: string
  readonly value: string
}

/** Which programs may be run for credentials, whatever a kubeconfig says. */
export interface PluginPolicy {
  readonly policyType: 'AllowAll' | 'DenyAll' | 'Allowlist'
  /** With `Allowlist` only. A program may run if its path is that of one of these commands. */
  readonly allowlist?: readonly { readonly command: string }[] | undefined
}

/** The server that credentials are wanted for, as a plugin is told with `provideClusterInfo`. */
export interface ExecCluster {
  readonly server: string
  readonly tls?: TlsOptions | undefined
  readonly proxyUrl?: string | undefined
  readonly disableCompression?: boolean | undefined
}

/** A plugin as messages name it: the last part of its path. */
export function execPluginName(command: string): string {
  return command.split(/[/\\]/).at(-1) || command
}

export const execApiVersions: readonly ExecApiVersion[] = [
  'client.authentication.k8s.io/v1',
  'client.authentication.k8s.io/v1beta1',
]
export const execInteractiveModes: readonly ExecInteractiveMode[] = ['Never', 'IfAvailable', 'Always']

/**
 * Refuses what cannot be meant.
 *
 * @throws {ConfigError} that names the field
 */
export function checkExecConfig(exec: ExecConfig): void {
  const refuse = (field: string, problem: string) => {
    throw new ConfigError(problem, { field: `exec.${field}` })
  }
  if (!exec.command) refuse('command', 'is missing: it is the program that gives the credentials')
  if (!execApiVersions.includes(exec.apiVersion)) {
    refuse('apiVersion', `has to be one of ${execApiVersions.join(', ')}`)
  }
  if (exec.interactiveMode === undefined && exec.apiVersion === 'client.authentication.k8s.io/v1') {
    refuse('interactiveMode', `is missing: v1 wants one of ${execInteractiveModes.join(', ')}`)
  }
  if (exec.interactiveMode !== undefined && !execInteractiveModes.includes(exec.interactiveMode)) {
    refuse('interactiveMode', `has to be one of ${execInteractiveModes.join(', ')}`)
  }
  checkPluginPolicy(exec.pluginPolicy, 'exec.pluginPolicy')
}

/** @throws {ConfigError} if a list is missing, or there without effect: neither may pass for protection */
export function checkPluginPolicy(policy: PluginPolicy | undefined, field: string): void {
  if (policy === undefined) return
  const { policyType, allowlist } = policy
  if (policyType !== 'AllowAll' && policyType !== 'DenyAll' && policyType !== 'Allowlist') {
    throw new ConfigError('has to be AllowAll, DenyAll or Allowlist', { field: `${field}.policyType` })
  }
  const place = { field: `${field}.allowlist` }
  if (policyType !== 'Allowlist' && allowlist !== undefined) {
    throw new ConfigError(`has no effect with ${policyType}`, place)
  }
  if (policyType === 'Allowlist' && (allowlist === undefined || allowlist.length === 0)) {
    throw new ConfigError('is missing or empty; DenyAll would say that no plugin may run', place)
  }
  if (allowlist?.some(({ command }) => !command)) throw new ConfigError('has an entry without a command', place)
}

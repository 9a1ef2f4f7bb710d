/**
 * What a server says of its version, as on the wire.
 *
 * Source: `Info` in k8s.io/apimachinery/pkg/version.
 */
export interface VersionInfo {
  /** Some providers add a sign: `27+`. */
  readonly major: string
  readonly minor: string
  /** Since 1.34: the version whose behaviour the server shows, and the oldest that it still fits. */
  readonly emulationMajor?: string
  readonly emulationMinor?: string
  readonly minCompatibilityMajor?: string
  readonly minCompatibilityMinor?: string
  /** Such as `v1.31.0`. */
  readonly gitVersion: string
  readonly gitCommit: string
  readonly gitTreeState: string
  readonly buildDate: string
  readonly goVersion: string
  readonly compiler: string
  readonly platform: string
}

/** Tells of what went wrong, and gives the exit code. */
export function reportErrors(errors: readonly Error[]): number {
  for (const { message } of errors) process.stderr.write(`error: ${message}\n`)
  return errors.length === 0 ? 0 : 1
}

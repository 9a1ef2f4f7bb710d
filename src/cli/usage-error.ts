/** The command line itself is wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** A command found out that it cannot do what it was asked: the command line itself is in order. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

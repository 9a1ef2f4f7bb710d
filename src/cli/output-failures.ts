/**
 * Ends the program when its output cannot be written. A reader that has gone (`| head -1`) has seen enough: that is no
 * failure, whatever the command was still about to print. kubectl dies of SIGPIPE there, which Node does not.
 */
export function endWithOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Windows says EOF, and what is written after the first error meets a stream that is destroyed. A command that has
    // failed already keeps its exit code.
    if (['EPIPE', 'EOF', 'ERR_STREAM_DESTROYED'].includes(error.code ?? '')) process.exit()
    process.stderr.write(`error: cannot write the output: ${error.message}\n`)
    process.exit(1)
  })
  // Progress that nobody reads keeps no command from its work.
  process.stderr.on('error', () => {})
}

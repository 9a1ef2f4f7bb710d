/**
 * Lets Node keep what it compiles of this program for the next time that it runs: with a short command, that is much of
 * its time.
 *
 * Nothing is kept by a Node that cannot (before 22.8), in a folder that cannot be written, and where
 * `NODE_DISABLE_COMPILE_CACHE` is set; `NODE_COMPILE_CACHE` names another folder, as for every program.
 */
export function keepCompiledCode(): void {
  const { enableCompileCache } = process.getBuiltinModule('node:module') as {
    enableCompileCache?: (dir: string) => void
  }
  const { NODE_COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE } = process.env
  if (enableCompileCache === undefined || NODE_COMPILE_CACHE || NODE_DISABLE_COMPILE_CACHE) return
  const folder = ownFolder()
  if (folder !== undefined) enableCompileCache(folder)
}

/**
 * A folder in the cache of kubectl, if there is that cache: a program that keeps nothing else does not begin with this.
 *
 * What is read from there is run: it has to belong to whoever runs this, and nobody else may write in it. Root with the
 * home of somebody else (`sudo -E`) does without.
 */
function ownFolder(): string | undefined {
  const fs = process.getBuiltinModule('node:fs')
  const { homedir } = process.getBuiltinModule('node:os')
  const folder = `${process.env['KUBECACHEDIR'] || `${homedir()}/.kube/cache`}/kubeclient-code`
  try {
    if (!fs.existsSync(folder)) fs.mkdirSync(folder, 0o750)
    const { uid, mode } = fs.statSync(folder)
    // Windows has neither users nor modes of this kind; what is below a home folder there is its owner's alone.
    const isOwn = process.geteuid === undefined || (uid === process.geteuid() && (mode & 0o022) === 0)
    return isOwn ? folder : undefined
  } catch {
    return undefined
  }
}

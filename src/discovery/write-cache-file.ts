import path from 'node:path'

const folderMode = 0o750
const fileMode = 0o660

/**
 * Puts a file in its place at once, so that nobody ever reads half of it.
 *
 * @param temporaryFolder has to be on the same file system. Default: the folder of the file.
 * @throws what the file system says
 */
export async function writeCacheFile(
  file: string,
  content: string | Uint8Array,
  temporaryFolder: string = path.dirname(file),
): Promise<void> {
  const temporary = path.join(
    temporaryFolder,
    `${path.basename(file)}.${process.pid}-${Math.random().toString(36).slice(2)}`,
  )
  try {
    await writeInFolder(temporary, content)
    // What a umask takes away is given back: members of a group may share a cache.
    await files().chmod(temporary, fileMode)
    await files().rename(temporary, file)
  } catch (error) {
    await files()
      .rm(temporary, { force: true })
      .catch(() => undefined)
    throw error
  }
}

async function writeInFolder(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await files().writeFile(file, content, { mode: fileMode, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    await makeFolder(path.dirname(file))
    await files().writeFile(file, content, { mode: fileMode, flag: 'wx' })
  }
}

/** Makes a folder and those above it. The runtime's own way never ends where no folder can be made, as in `/proc`. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await makeOneFolder(folder)
  } catch (error) {
    const parent = path.dirname(folder)
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === folder) throw error
    await makeFolder(parent)
    await makeOneFolder(folder)
  }
}

async function makeOneFolder(folder: string): Promise<void> {
  try {
    await files().mkdir(folder, { mode: folderMode })
  } catch (error) {
    // Another process may have been faster. If it is no folder, writing into it says so.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

export async function removeCacheFile(file: string): Promise<void> {
  await files()
    .rm(file, { force: true })
    .catch(() => undefined)
}

/** Not imported: whoever finds everything in the cache does not need it, and Node takes a while to load it. */
function files(): typeof import('node:fs/promises') {
  return process.getBuiltinModule('node:fs/promises')
}

import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkKubeconfigPlace, writeKubeconfig } from './serve-kubeconfig.ts'
import { CommandError } from './usage-error.ts'

const own = 'clusters:\n- name: "kubeclient"\nusers:\n- name: "kubeclient-admin"\n  user: {username: x}\n'

let folder: string
let place: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kubeclient-cli-'))
  place = path.join(folder, 'config')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Why a kubeconfig may not be written to a place; undefined if it may. */
async function refusal(at: string, force = false): Promise<string | undefined> {
  const error = await checkKubeconfigPlace(at, force).then(
    () => undefined,
    (caught: unknown) => caught,
  )
  if (error === undefined) return undefined
  if (!(error instanceof CommandError)) throw error
  expect(error.message).toContain(`cannot write the kubeconfig ${at}: `)
  return error.message.replace(`cannot write the kubeconfig ${at}: `, '')
}

const foreign = 'the file is there already, and "kubeclient serve" did not write it; --force replaces it'

describe('a place for a kubeconfig', () => {
  it('may be free', async () => {
    expect(await refusal(place)).toBeUndefined()
    expect(await readdir(folder)).toEqual([])
  })

  it('may have a file of its own, or an empty one', async () => {
    await writeFile(place, '')
    expect(await refusal(place)).toBeUndefined()
    await writeKubeconfig(place, own)
    expect(await refusal(place)).toBeUndefined()
  })

  it.each([own, 'apiVersion: v1\n', 'x'])("may not have another's file: %j", async (text) => {
    await writeFile(place, text)
    expect(await refusal(place)).toBe(foreign)
    expect(await refusal(place, true)).toBeUndefined()
    expect(await readFile(place, 'utf8')).toBe(text)
  })

  it.each(['- name: prod\n', '- cluster: {}\n  name: "prod"\n', '- {"name":"prod"}\n'])(
    'may not have an own one that got more since: %j',
    async (more) => {
      await writeKubeconfig(place, own + more)
      expect(await refusal(place)).toBe(foreign)
    },
  )

  it('must be a file in a directory, whether or not it is forced', async () => {
    await writeFile(place, '')
    for (const force of [false, true]) {
      expect(await refusal(folder, force)).toBe('it is a directory')
      expect(await refusal(path.join(place, 'config'), force)).toBe('a part of the path is no directory')
      const missing = path.join(folder, 'missing')
      expect(await refusal(path.join(missing, 'config'), force)).toBe(`there is no directory ${missing}`)
      if (process.platform !== 'win32') expect(await refusal('/dev/null', force)).toBe('it is no file')
    }
  })
})

describe('writing', () => {
  it('makes a file for the owner alone, and leaves nothing beside it', async () => {
    await writeFile(place, 'old', { mode: 0o644 })
    await writeKubeconfig(place, own)
    expect((await readFile(place, 'utf8')).split('\n').slice(1).join('\n')).toBe(own)
    if (process.platform !== 'win32') expect((await stat(place)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['config'])
  })

  it.skipIf(process.platform === 'win32')('follows a link', async () => {
    await writeFile(path.join(folder, 'target'), '')
    await symlink('target', place)
    await writeKubeconfig(place, own)
    expect((await lstat(place)).isSymbolicLink()).toBe(true)
    expect(await readFile(path.join(folder, 'target'), 'utf8')).toContain(own)
  })

  it('names the place that was given, not what it writes to first', async () => {
    await mkdir(place)
    const failed = expect(writeKubeconfig(path.join(folder, 'missing', 'config'), own)).rejects
    await failed.toThrow(
      `cannot write the kubeconfig ${path.join(folder, 'missing', 'config')}: there is no such directory`,
    )
    await expect(writeKubeconfig(place, own)).rejects.toThrow(/^cannot write the kubeconfig \S+config: \w+$/)
    expect(await readdir(folder)).toEqual(['config'])
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AuthError } from '../../errors/index.ts'
import { TokenFileSource } from './token-file.ts'

/** A file that can be changed and a clock that can be turned. */
function fake(content: string | Error) {
  const state = { content, now: 1_000_000, reads: 0 }
  const source = new TokenFileSource('/var/run/token', {
    now: () => state.now,
    async readFile() {
      state.reads += 1
      await Promise.resolve()
      if (state.content instanceof Error) throw state.content
      return state.content
    },
  })
  return { source, state }
}

test('gives the token without the white space around it, and reads it again after 50 s', async () => {
  const { source, state } = fake(' one\n')
  expect(await source.get()).toEqual({ token: 'one' })
  state.content = 'two'
  state.now += 49_999
  expect(await source.get()).toEqual({ token: 'one' })
  expect(state.reads).toBe(1)
  state.now += 1
  expect(await source.get()).toEqual({ token: 'two' })
  expect(state.reads).toBe(2)
})

test('concurrent callers share one read', async () => {
  const { source, state } = fake('one')
  const all = await Promise.all(Array.from({ length: 50 }, () => source.get()))
  expect(new Set(all.map(({ token }) => token))).toEqual(new Set(['one']))
  expect(state.reads).toBe(1)
})

test.each([
  ['missing', Object.assign(new Error('no'), { code: 'ENOENT' })],
  ['unreadable', new Error('no')],
  ['empty', ' \n'],
])('a file that is %s at first is an AuthError that names it', async (_name, content) => {
  const { source } = fake(content)
  const error = await source.get().catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(AuthError)
  expect(error).toMatchObject({ source: 'token file /var/run/token' })
})

test.each([
  ['cannot be read', new Error('gone')],
  ['is empty', ''],
])('the last token stays in use while the file %s, and is read anew with every call', async (_name, content) => {
  const { source, state } = fake('one')
  await source.get()
  state.content = content
  state.now += 60_000
  expect(await source.get()).toEqual({ token: 'one' })
  expect(await source.get()).toEqual({ token: 'one' })
  expect(state.reads).toBe(3)
  state.content = 'two'
  expect(await source.get()).toEqual({ token: 'two' })
})

test('after a refusal the file is read anew, and an unreadable one leaves the last token', async () => {
  const { source, state } = fake('one')
  await source.get()
  source.invalidate()
  state.content = 'two'
  expect(await source.get()).toEqual({ token: 'two' })
  source.invalidate()
  state.content = new Error('gone')
  expect(await source.get()).toEqual({ token: 'two' })
  state.content = 'three'
  expect(await source.get()).toEqual({ token: 'three' })
  state.content = 'four'
  source.invalidate({ token: 'another' })
  expect(await source.get()).toEqual({ token: 'three' })
})

test.each(['s3cret\nand more', 's3cr\u20act'])('names a file that holds no token: %j', async (content) => {
  const error = await fake(content).source.get().catch(String)
  expect(error).toBe('AuthError: token file /var/run/token: holds something else than a token')
})

test('an abort ends the wait of the one who aborted', async () => {
  const { source } = fake('one')
  const controller = new AbortController()
  const [mine, theirs] = [source.get(controller.signal), source.get()]
  controller.abort(new Error('mine only'))
  await expect(mine).rejects.toThrow('mine only')
  expect(await theirs).toEqual({ token: 'one' })
})

test('reads a real file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'token-test-'))
  const path = join(folder, 'token')
  await writeFile(path, 'real\n')
  expect(await new TokenFileSource(path).get()).toEqual({ token: 'real' })
  await rm(folder, { recursive: true })
})

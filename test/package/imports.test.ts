import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, inject, test } from 'vitest'
import { exportedDeclarations } from './declarations.ts'
import { runModule } from './run-node.ts'

const folder = inject('installFolder')
const manifest = JSON.parse(readFileSync(path.join(folder, 'node_modules/kubeclient/package.json'), 'utf8')) as {
  exports: Record<string, string>
}
const entryPoints = Object.keys(manifest.exports)
  // The API's types are a pattern, with nothing to run.
  .filter((name) => name !== './package.json' && !name.includes('*'))
  .map((name) => `kubeclient${name.slice(1)}`)

/** The files that importing a module loads, told by the loader itself. */
function loadedBy(specifier: string): Promise<string[]> {
  // `registerHooks` came with Node 22; before it, hooks live on a thread of their own and report through a port.
  return runModule<string[]>(
    `import { register } from 'node:module'
     import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
     const { port1, port2 } = new MessageChannel()
     const hooks = \`let port
       export function initialize(data) { port = data.port }
       export function load(url, context, next) { port.postMessage(url); return next(url, context) }\`
     register('data:text/javascript,' + encodeURIComponent(hooks), { data: { port: port2 }, transferList: [port2] })
     await import(${JSON.stringify(specifier)})
     await new Promise((resolve) => setTimeout(resolve, 20))
     const urls = []
     for (let message = receiveMessageOnPort(port1); message; message = receiveMessageOnPort(port1)) urls.push(message.message)
     console.log(JSON.stringify(urls))
     process.exit(0)`,
    folder,
  )
}

test.each(entryPoints)('%s can be imported', async (name) => {
  const names = await runModule<string[]>(
    `console.log(JSON.stringify(Object.keys(await import(${JSON.stringify(name)}))))`,
    folder,
  )
  expect(names).not.toContain('default')
})

test.each(entryPoints)('%s exports what it declares, under those names', async (name) => {
  const found = await runModule<[name: string, own: string | null][]>(
    `const found = Object.entries(await import(${JSON.stringify(name)}))
     console.log(JSON.stringify(found.map(([name, value]) => [name, typeof value === 'function' ? value.name : null])))`,
    folder,
  )
  const file = manifest.exports[name.replace('kubeclient', '.')] ?? ''
  const declared = exportedDeclarations(path.join(folder, 'node_modules/kubeclient', file.replace(/\.js$/, '.d.ts')))
  const names = new Set(declared.map((declaration) => declaration.name))
  expect(found.filter(([name]) => !names.has(name))).toEqual([])
  // What bundling renames would stand in stacks and in what `inspect` prints.
  expect(found.filter(([name, own]) => own !== null && own !== name)).toEqual([])
})

test.each(entryPoints)('%s can be required, where Node requires ES modules', async (name) => {
  const type = await runModule<string>(
    `import { createRequire } from 'node:module'
     process.removeAllListeners('warning')
     console.log(JSON.stringify(typeof createRequire(process.cwd() + '/x.js')(${JSON.stringify(name)})))`,
    folder,
  )
  expect(type).toBe('object')
})

test('what is not an entry point cannot be imported', async () => {
  const code = await runModule<string>(
    `console.log(JSON.stringify(await import('kubeclient/dist/index.js').catch((error) => error.code)))`,
    folder,
  )
  expect(code).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED')
})

test('the short import loads neither yaml nor ws nor the server', async () => {
  const loaded = await loadedBy('kubeclient')
  expect(loaded.some((url) => url.endsWith('/kubeclient/dist/index.js'))).toBe(true)
  const unwanted = loaded.filter(
    (url) =>
      /\/node_modules\/(?!kubeclient\/)/.test(url) || /\/kubeclient\/dist\/(server\/|cli\/|chunks\/yaml)/.test(url),
  )
  expect(unwanted).toEqual([])
})

test('the short import loads few files: their number is most of its time', async () => {
  const loaded = await loadedBy('kubeclient')
  expect(loaded.filter((url) => url.includes('/kubeclient/dist/')).length).toBeLessThanOrEqual(6)
})

test.each(entryPoints)('%s loads no other package', async (name) => {
  const loaded = await loadedBy(name)
  expect(loaded.filter((url) => /\/node_modules\/(?!kubeclient\/)/.test(url))).toEqual([])
})

test('importing has no effects: no output, no open handle, no global', async () => {
  const result = await runModule<{ globals: string[]; handles: string[] }>(
    `const before = new Set(Object.getOwnPropertyNames(globalThis))
     const handlesBefore = process.getActiveResourcesInfo().length
     await import('kubeclient')
     // The loader's own reading of files comes to its end.
     await new Promise((resolve) => setTimeout(resolve, 50))
     const globals = Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name))
     const handles = process.getActiveResourcesInfo().slice(handlesBefore)
     console.log(JSON.stringify({ globals, handles }))`,
    folder,
  )
  expect(result).toEqual({ globals: [], handles: [] })
})

import path from 'node:path'
import { rolldown } from 'rolldown'
import { expect, inject, test } from 'vitest'

/** A line of the table that the Clientset is made from. */
const lineOfTable = 'ReplicaSet =rs'

/** What a bundler makes of a program that uses one thing of the package. */
async function bundleOf(name: string): Promise<string> {
  const program = path.join(inject('installFolder'), 'program.mjs')
  const build = await rolldown({
    input: program,
    platform: 'node',
    external: ['ws', 'socks'],
    plugins: [
      {
        name: 'program',
        resolveId: (id) => (id === program ? id : undefined),
        load: (id) => (id === program ? `import { ${name} } from 'kubeclient'; console.log(${name})` : undefined),
      },
    ],
  })
  try {
    const { output } = await build.generate({ minify: true })
    return output.map((file) => (file.type === 'chunk' ? file.code : '')).join('\n')
  } finally {
    await build.close()
  }
}

test('the bundle of a program without a Clientset has none of it', async () => {
  const withTable: string[] = []
  for (const name of ['Clientset', 'restClientFor', 'loadConfig', 'DynamicClient']) {
    if ((await bundleOf(name)).includes(lineOfTable)) withTable.push(name)
  }
  expect(withTable).toEqual(['Clientset'])
})

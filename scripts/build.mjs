import { compile, library } from './compile.mjs'
import { root, runMain, setup } from './setup.mjs'

await runMain(async () => {
  await setup({ build: false })
  const built = await compile(root, library)
  if (!built) console.log('dist/ is up to date')
})

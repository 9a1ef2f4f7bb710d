// npm run generate [-- --emit]: makes everything that is generated, from nothing, which needs Go and the tests' real
// servers; with --emit only what is made from the facts in src/schema.
import { runCodegen } from './codegen.mjs'
import { runMain, setup } from './setup.mjs'

await runMain(async () => {
  await setup({ build: false })
  return runCodegen('main', process.argv.slice(2))
})

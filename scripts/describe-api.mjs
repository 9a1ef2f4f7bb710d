// Before packing: puts the descriptions of Kubernetes' API into the compiled declarations, if `npm run generate` has read
// them on this machine. With --require it is an error if it has not.
import { runCodegen } from './codegen.mjs'
import { runMain, setup } from './setup.mjs'

await runMain(async () => {
  await setup()
  return runCodegen('describe', process.argv.slice(2))
})

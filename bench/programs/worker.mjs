// One contestant doing one kind of work, a block of it for each line on standard input, in a process of its own.
//   arguments: CONTESTANT OPERATION SETTINGS(JSON)
//   out: { "ready": true }, then for each line read a sample: { NAME: NUMBER, ... }
import { createInterface } from 'node:readline'

const [contestant, operation, settings] = process.argv.slice(2)
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`)

const { open } = await import(`./operations/${operation}.mjs`)
const runBlock = await open(await import(`./contestants/${contestant}.mjs`), JSON.parse(settings))
say({ ready: true })
for await (const _line of createInterface({ input: process.stdin })) say(await runBlock())
// Whatever a contestant keeps open is not waited for.
process.exit(0)

// Imports a package and says what that took. Without an argument: what a Node takes that imports nothing.
const [name] = process.argv.slice(2)
const started = performance.now()
if (name !== undefined) await import(name)
const importMs = performance.now() - started
console.log(JSON.stringify({ importMs, rssMb: process.memoryUsage.rss() / 1e6 }))

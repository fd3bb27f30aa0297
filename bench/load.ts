import { pathToFileURL } from 'node:url'

// Prints how many milliseconds the facts of these clients take to load, each file for the first time.

const [map, ...clients] = process.argv.slice(2)
const { openActionMap } = (await import(pathToFileURL(map ?? '').href)) as { openActionMap(): { client(name: string): unknown } }
const facts = openActionMap()
const start = process.hrtime.bigint()
for (const client of clients) if (!facts.client(client)) throw new Error(`the map has no ${client}`)
console.log(Number(process.hrtime.bigint() - start) / 1e6)

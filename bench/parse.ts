import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

// Loaded as Keycard loads it, so that the two differ in what they do with it.
const { ts } = createRequire(import.meta.url)('ts-morph') as typeof import('ts-morph')

// R: the raw parse of the files that the handlers reach, in a fresh process. The list comes as a file, one path a line.
let nodes = 0
for (const path of readFileSync(process.argv[2] ?? '', 'utf8').split('\n')) {
  nodes += ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest).statements.length
}
if (nodes === 0) throw new Error('nothing was parsed')

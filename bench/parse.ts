import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

// The compiler as everybody gets it; required, since an import would first search the file for its exports.
const ts = createRequire(import.meta.url)('typescript') as typeof import('typescript')

// R: the raw parse of the files that the handlers reach, in a fresh process. The list comes as a file, one path a line.
let nodes = 0
for (const path of readFileSync(process.argv[2] ?? '', 'utf8').split('\n')) {
  nodes += ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest).statements.length
}
if (nodes === 0) throw new Error('nothing was parsed')

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { root } from '../root.ts'

/** Compiles the child process and all that it imports into a folder, where nothing is compiled yet; the path of its script. */
export function compileChild(directory: string): string {
  const entry = join(root, 'test/oracle/cases/child/main.ts')
  const queue = [entry]
  const seen = new Set(queue)
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }')
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
      fileName: path,
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
        rewriteRelativeImportExtensions: true,
      },
    })
    const out = placeOf(directory, path)
    mkdirSync(dirname(out), { recursive: true })
    writeFileSync(out, outputText)
    for (const [, name = ''] of outputText.matchAll(/from ['"](\.[^'"]+)\.js['"]/g)) {
      const next = `${join(dirname(path), name)}.ts`
      if (!seen.has(next)) queue.push(next)
      seen.add(next)
    }
  }
  return placeOf(directory, entry)
}

const placeOf = (directory: string, path: string): string => join(directory, relative(root, path)).replace(/\.ts$/, '.js')

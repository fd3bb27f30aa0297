import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ts } from 'ts-morph'
import { describe, expect, it } from 'vitest'
import { filesUnder, read, root } from './files.ts'

/** What is shipped of the compiler: its parser, without all that the sources of Keycard do not ask for. */
const shipped = createRequire(import.meta.url)(join(root, 'dist/parser.cjs')) as typeof ts

const sources = ['fixtures', 'src', 'test'].flatMap((folder) =>
  filesUnder(folder, (path) => /(^|\/)(node_modules|\.generated)$/.test(path)).filter((path) => /\.[cm]?[jt]sx?$/.test(path)),
)

describe('the parser that is shipped', () => {
  it('makes the trees that the whole compiler makes, mistakes included', () => {
    expect(sources.length).toBeGreaterThan(1000)
    for (const path of sources) expect(`${path}\n${told(shipped, path)}`).toBe(`${path}\n${told(ts, path)}`)
  })

  it('reads broken JSON as the whole compiler does', () => {
    for (const text of ['{ "a": 1, // said\n "b": [2,], }', '{ "paths": { "x/*": ["y/*" }', ''])
      expect(shipped.parseConfigFileTextToJson('tsconfig.json', text).config).toEqual(ts.parseConfigFileTextToJson('tsconfig.json', text).config)
  })

  it('has what the sources ask it for', () => {
    for (const path of filesUnder('src/code'))
      for (const [, name = ''] of read(path).matchAll(/(?<![\w/-])compiler\??\.(\w+)/g)) expect(Object.keys(shipped), path).toContain(name)
  })
})

/** All nodes of a file in their order, one a line, and what is wrong with it. */
function told(compiler: typeof ts, path: string): string {
  const options = { languageVersion: compiler.ScriptTarget.ESNext, jsDocParsingMode: compiler.JSDocParsingMode.ParseNone }
  const tree = compiler.createSourceFile(path, read(path), options, true)
  const lines: string[] = []
  const visit = (node: ts.Node): void => {
    const { text, escapedText } = node as { text?: string; escapedText?: string }
    const written = node === tree ? '' : (text ?? escapedText ?? '')
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree, false))
    const { parent } = node as { parent?: ts.Node }
    const rest = Object.entries(node).flatMap(([name, value]) =>
      typeof value === 'object' || typeof value === 'function' ? name : `${name}=${value}`,
    )
    lines.push(
      `${node.kind} ${node.pos}-${node.end} ${line} ${written} in ${parent?.kind}@${parent?.pos}: ${node === tree ? '' : rest.sort().join(' ')}`,
    )
    compiler.forEachChild(node, visit)
  }
  visit(tree)
  const { parseDiagnostics } = tree as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] }
  const wrong = parseDiagnostics.map(({ messageText, start }) => `${start} ${compiler.flattenDiagnosticMessageText(messageText, ' ')}`)
  return [...lines, ...wrong].join('\n')
}

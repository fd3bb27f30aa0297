import type { ts } from 'ts-morph'
import { openCompiler } from './compiler.ts'

export type { ts } from 'ts-morph'

/** The TypeScript compiler API that ts-morph brings; the only use of it in the product. There is none before the first file is parsed. */
export let compiler: typeof ts
/** The kinds of syntax; there are none before the first file is parsed. */
export let K: typeof ts.SyntaxKind

/**
 * Loads the compiler, which takes longer than many a run that finds every summary in its cache. INVARIANT: whoever looks at a tree has
 * parsed it, so nobody meets the compiler before this.
 */
function loadCompiler(): void {
  compiler ??= openCompiler()
  K = compiler.SyntaxKind
}

/** Parses one file; no program, no type checker, and parents set only where they are asked for, so that a tree costs as little as it can. */
export function parseFile(file: string, text: string, parents = false): ts.SourceFile {
  loadCompiler()
  return compiler.createSourceFile(
    file,
    text,
    { languageVersion: compiler.ScriptTarget.ESNext, jsDocParsingMode: compiler.JSDocParsingMode.ParseNone },
    parents,
    kindOf(file.slice(file.lastIndexOf('.') + 1)),
  )
}

function kindOf(ending: string): ts.ScriptKind {
  const { TS, TSX, JS, JSX } = compiler.ScriptKind
  if (ending === 'tsx') return TSX
  if (ending === 'js' || ending === 'jsx') return JSX
  return ending === 'mjs' || ending === 'cjs' ? JS : TS
}

/** What the compiler makes of JSON that is broken. */
export function parseBrokenJson(file: string, text: string): unknown {
  loadCompiler()
  const { config } = compiler.parseConfigFileTextToJson(file, text.replace(/^\uFEFF/, '')) as { config?: unknown }
  return config
}

/** The first syntax error of a tree; TypeScript keeps them on the file as an internal field. */
export function firstSyntaxError(source: ts.SourceFile): { message: string; position: number } | undefined {
  const [first] = (source as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics
  return first && { message: compiler.flattenDiagnosticMessageText(first.messageText, ' '), position: first.start }
}

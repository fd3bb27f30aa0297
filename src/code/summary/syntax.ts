import { createRequire } from 'node:module'
import type { ts } from 'ts-morph'

export type { ts } from 'ts-morph'

// Required and not imported: an import of a CommonJS file of nine megabytes is first searched for its exports, which takes a quarter of its loading.
const loaded = createRequire(import.meta.url)('ts-morph') as typeof import('ts-morph')

/** The TypeScript compiler API that ts-morph bundles; the only use of it in the product. */
export const compiler: typeof ts = loaded.ts
/** The kinds of syntax. */
export const K = compiler.SyntaxKind
/** What the parser notes of a node. */
export const flags = compiler.NodeFlags

const kinds: Readonly<Record<string, ts.ScriptKind>> = {
  ts: compiler.ScriptKind.TS,
  mts: compiler.ScriptKind.TS,
  cts: compiler.ScriptKind.TS,
  tsx: compiler.ScriptKind.TSX,
  jsx: compiler.ScriptKind.JSX,
  js: compiler.ScriptKind.JSX,
  mjs: compiler.ScriptKind.JS,
  cjs: compiler.ScriptKind.JS,
}

/** Parses one file; no program, no type checker, and parents set only where they are asked for, so that a tree costs as little as it can. */
export function parseFile(file: string, text: string, parents = false): ts.SourceFile {
  const ending = file.slice(file.lastIndexOf('.') + 1)
  return compiler.createSourceFile(
    file,
    text,
    { languageVersion: compiler.ScriptTarget.ESNext, jsDocParsingMode: compiler.JSDocParsingMode.ParseNone },
    parents,
    kinds[ending] ?? compiler.ScriptKind.TS,
  )
}

/** The first syntax error of a tree; TypeScript keeps them on the file as an internal field. */
export function firstSyntaxError(source: ts.SourceFile): { message: string; position: number } | undefined {
  const [first] = (source as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics
  return first && { message: compiler.flattenDiagnosticMessageText(first.messageText, ' '), position: first.start }
}

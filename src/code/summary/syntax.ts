import { ts } from 'ts-morph'

/** The TypeScript compiler API that ts-morph bundles; the only import of it in the product. */
export { ts }

const kinds: Readonly<Record<string, ts.ScriptKind>> = {
  ts: ts.ScriptKind.TS,
  mts: ts.ScriptKind.TS,
  cts: ts.ScriptKind.TS,
  tsx: ts.ScriptKind.TSX,
  jsx: ts.ScriptKind.JSX,
  js: ts.ScriptKind.JSX,
  mjs: ts.ScriptKind.JS,
  cjs: ts.ScriptKind.JS,
}

/** Parses one file; no program, no type checker, parents not set, so that a tree costs as little as it can. */
export function parseFile(file: string, text: string): ts.SourceFile {
  const ending = file.slice(file.lastIndexOf('.') + 1)
  return ts.createSourceFile(
    file,
    text,
    { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    false,
    kinds[ending] ?? ts.ScriptKind.TS,
  )
}

/** The first syntax error of a tree; TypeScript keeps them on the file as an internal field. */
export function firstSyntaxError(source: ts.SourceFile): { message: string; position: number } | undefined {
  const [first] = (source as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics
  return first && { message: ts.flattenDiagnosticMessageText(first.messageText, ' '), position: first.start }
}

import type { FileSummary } from './summary.ts'
import { compiler, K, type ts } from './syntax.ts'

/** One import of a module, and whether it may be left out. */
export interface Load {
  readonly specifier: string
  readonly perhaps: boolean
}

/**
 * The modules that a file loads, in order. Those of which it uses only types compilers leave out, or not, which `unused` says
 * (https://www.typescriptlang.org/docs/handbook/2/modules.html#importing-types).
 */
export function loadsOf(summary: FileSummary, unused: 'left out' | 'loaded' | 'perhaps'): readonly Load[] {
  const isUnused = unused === 'loaded' ? () => false : (specifier: string) => summary.unused.includes(specifier)
  const all = summary.loads.map((specifier) => ({ specifier, perhaps: isUnused(specifier) }))
  return unused === 'perhaps' ? all : all.filter(({ perhaps }) => !perhaps)
}

/**
 * The specifiers of the imports of which a file uses no value, and that it does not import for what they do, or exports again. `values` are names
 * that surely stand for values. Names are compared without regard to scope, so a doubt counts as use.
 */
export function unusedImports(
  source: ts.SourceFile,
  { imports, loads, exports }: Pick<FileSummary, 'imports' | 'loads' | 'exports'>,
  values: ReadonlySet<string>,
): readonly string[] {
  if (!/\.[cm]?tsx?$/.test(source.fileName)) return []
  const bound = new Map<string, string[]>()
  for (const { local, from, typeOnly } of imports) {
    const names = bound.get(from) ?? []
    bound.set(from, typeOnly ? names : [...names, local])
  }
  const again = new Set(exports.map(({ from, local }) => from ?? `\0${local}`))
  const isUsed = (used: ReadonlySet<string>) => (local: string) => used.has(local) || again.has(`\0${local}`)
  // One that is imported twice may be so for what it does.
  const found = [...bound].filter(
    ([from, names]) => loads.indexOf(from) === loads.lastIndexOf(from) && loads.includes(from) && !again.has(from) && !names.some(isUsed(values)),
  )
  if (found.length === 0) return []
  const mentioned = valuesIn(source, new Set(found.flatMap(([, names]) => names)))
  return found.filter(([, names]) => !names.some(isUsed(mentioned))).map(([from]) => from)
}

/** Which of these names stand where no type does; what the summary leaves out counts, since compilers do not. */
function valuesIn(source: ts.SourceFile, names: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (compiler.isIdentifier(node)) {
      if (names.has(node.text)) found.add(node.text)
    } else if (compiler.isPropertyAccessExpression(node)) visit(node.expression)
    else if (compiler.isHeritageClause(node)) {
      if (node.token === K.ExtendsKeyword) for (const { expression } of node.types) visit(expression)
    } else if (!isOnlyType(node)) node.forEachChild(visit)
  }
  visit(source)
  return found
}

/** Whether a node names no value that is used: types, and imports themselves. */
const isOnlyType = (node: ts.Node): boolean =>
  compiler.isTypeNode(node) ||
  compiler.isInterfaceDeclaration(node) ||
  compiler.isTypeAliasDeclaration(node) ||
  compiler.isImportDeclaration(node) ||
  (compiler.isImportEqualsDeclaration(node) && compiler.isExternalModuleReference(node.moduleReference))

/** Whether a module is imported for what its top level does alone. */
export const isForEffect = (summary: FileSummary, specifier: string): boolean =>
  !summary.imports.some(({ from }) => from === specifier) && !summary.exports.some(({ from }) => from === specifier)

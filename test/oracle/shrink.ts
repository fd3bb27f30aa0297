import ts from 'typescript'
import type { Program } from './run/words.ts'

/** How many attempts a shrinking may take. */
const mostAttempts = 3000

/** Makes a program smaller for as long as it still fails: whole handlers first, then modules, then statements, then parts of expressions. */
export async function shrink(program: Program, fails: (smaller: Program) => Promise<boolean>): Promise<Program> {
  let best = program
  let attempts = 0
  const accept = async (candidate: Program): Promise<boolean> => {
    attempts += 1
    if (attempts > mostAttempts || !(await fails(candidate))) return false
    best = candidate
    return true
  }
  for (let changed = true; changed && attempts < mostAttempts; ) {
    changed = false
    for (const entry of best.entries.length > 1 ? best.entries : [])
      if (await accept({ ...best, entries: best.entries.filter((one) => one !== entry) })) changed = true
    for (const path of [...best.files.keys()]) {
      if (best.entries.includes(path)) continue
      const without = new Map(best.files)
      without.delete(path)
      if (await accept({ ...best, files: without })) changed = true
    }
    for (const path of [...best.files.keys()]) if (await shrinkFile(() => best, path, accept)) changed = true
  }
  return { ...best, files: new Map([...best.files].map(([path, text]) => [path, tidy(text, path)])) }
}

async function shrinkFile(current: () => Program, path: string, accept: (candidate: Program) => Promise<boolean>): Promise<boolean> {
  let changed = false
  for (let index = 0; ; index++) {
    const text = current().files.get(path) ?? ''
    const edits = editsOf(text, path)
    if (index >= edits.length) return changed
    const edit = edits[index]
    if (!edit) return changed
    const next = text.slice(0, edit.start) + edit.by + text.slice(edit.end)
    if (next.length < text.length && (await accept({ ...current(), files: new Map(current().files).set(path, next) }))) {
      changed = true
      index -= 1
    }
  }
}

interface Cut {
  readonly start: number
  readonly end: number
  readonly by: string
}

/** What may be cut out of a module, the largest pieces first. */
function editsOf(text: string, path: string): readonly Cut[] {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const cuts: Cut[] = []
  const cut = (node: ts.Node, by = ''): void => {
    cuts.push({ start: node.getStart(tree), end: node.getEnd(), by })
  }
  const inList = (nodes: ts.NodeArray<ts.Node>): void => {
    nodes.forEach((node, index) => {
      const next = nodes[index + 1]
      const before = nodes[index - 1]
      cuts.push(
        next
          ? { start: node.getStart(tree), end: next.getStart(tree), by: '' }
          : { start: before?.getEnd() ?? node.getStart(tree), end: node.getEnd(), by: '' },
      )
    })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isStatement(node) && !(ts.isBlock(node) && !ts.isBlock(node.parent) && !ts.isSourceFile(node.parent))) cut(node)
    if (ts.isIfStatement(node)) for (const part of [node.thenStatement, node.elseStatement]) if (part) cut(node, insideOf(part))
    if (ts.isTryStatement(node)) cut(node, insideOf(node.tryBlock))
    if (ts.isIterationStatement(node, false) || ts.isLabeledStatement(node)) cut(node, insideOf(node.statement))
    if (ts.isBlock(node) && ts.isBlock(node.parent)) cut(node, insideOf(node))
    if (ts.isCaseClause(node) || ts.isDefaultClause(node)) cut(node)
    if (ts.isClassElement(node)) cut(node)
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) inList(node.arguments ?? ts.factory.createNodeArray())
    if (ts.isArrayLiteralExpression(node)) inList(node.elements)
    if (ts.isObjectLiteralExpression(node)) inList(node.properties)
    if (ts.isFunctionLike(node)) inList(node.parameters)
    if (ts.isObjectBindingPattern(node) || ts.isNamedImports(node) || ts.isNamedExports(node)) inList(node.elements)
    if (ts.isExpression(node) && !ts.isIdentifier(node) && !ts.isLiteralExpression(node)) {
      // In place of an expression, one of those that it is made of.
      node.forEachChild((child) => {
        if (ts.isExpression(child)) cut(node, child.getText(tree))
      })
      if (ts.isStringLiteral(node) === false && node.getText(tree).length > 6) cut(node, "'k'")
    }
    node.forEachChild(visit)
  }
  visit(tree)
  return cuts.sort((a, b) => b.end - b.start - b.by.length - (a.end - a.start - a.by.length))

  function insideOf(node: ts.Node): string {
    return ts.isBlock(node) ? node.statements.map((one) => one.getText(tree)).join('\n') : node.getText(tree)
  }
}

/** The same module, laid out by the compiler's printer. */
function tidy(text: string, path: string): string {
  return ts.createPrinter().printFile(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true))
}

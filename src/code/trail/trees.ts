import type { Location, Reader } from '../../model/index.ts'
import { createResolver, type Target } from '../modules/index.ts'
import { compiler, K, parseFile, type ts } from '../summary/index.ts'

/** Syntax trees of the few files that an explanation speaks of. */
export interface Trees {
  of(file: string): ts.SourceFile | undefined
  /** The calls and constructions of a file, by `line:column` as the analysis tells it: where the member stands that is called. */
  calls(file: string): ReadonlyMap<string, CallSyntax>
  resolve(specifier: string, from: string): Target
}

/** A call or a construction. */
export type CallSyntax = ts.CallExpression | ts.NewExpression

/** Opens the trees behind a reader; each is parsed when it is first asked for, with parents, which the analysis itself does without. */
export function openTrees(reader: Reader, layers: readonly string[]): Trees {
  const trees = new Map<string, ts.SourceFile | undefined>()
  const calls = new Map<string, ReadonlyMap<string, CallSyntax>>()
  const of = (file: string): ts.SourceFile | undefined => {
    if (!trees.has(file)) {
      const text = file.endsWith('.json') ? undefined : reader.read(file)
      trees.set(file, text === undefined ? undefined : parseFile(file, text, true))
    }
    return trees.get(file)
  }
  return {
    of,
    calls: (file) => {
      const known = calls.get(file) ?? callsIn(of(file))
      calls.set(file, known)
      return known
    },
    resolve: createResolver(reader, layers),
  }
}

/** Where a node stands. */
export function locationOf(node: ts.Node): Location {
  const source = node.getSourceFile()
  const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source, false))
  return { file: source.fileName, line: line + 1, column: character + 1 }
}

/** The call, or the construction, that the analysis knows by this place. */
export const callAt = (trees: Trees, at: Location): CallSyntax | undefined => trees.calls(at.file).get(`${at.line}:${at.column ?? 0}`)

function callsIn(source: ts.SourceFile | undefined): ReadonlyMap<string, CallSyntax> {
  const found = new Map<string, CallSyntax>()
  const visit = (node: ts.Node): void => {
    if (compiler.isCallExpression(node) || compiler.isNewExpression(node)) {
      const { line, column } = locationOf(
        compiler.isCallExpression(node) && compiler.isPropertyAccessExpression(node.expression) ? node.expression.name : node,
      )
      const key = `${line}:${column ?? 0}`
      if (!found.has(key)) found.set(key, node)
    }
    compiler.forEachChild(node, visit)
  }
  if (source) visit(source)
  return found
}

/** A function, method, accessor, constructor or arrow. */
export type FunctionNode = ts.FunctionLikeDeclaration

/** The function that begins at a place; any that begins on its line where none does. */
export function functionAt(trees: Trees, at: Location): FunctionNode | undefined {
  const found: FunctionNode[] = []
  const visit = (node: ts.Node): void => {
    if (compiler.isFunctionLike(node) && 'body' in node && locationOf(node).line === at.line) found.push(node as FunctionNode)
    compiler.forEachChild(node, visit)
  }
  const source = trees.of(at.file)
  if (source) visit(source)
  return found.find((node) => locationOf(node).column === at.column) ?? found[0]
}

/** The innermost function around a node. */
export function functionAround(node: ts.Node): FunctionNode | undefined {
  for (let at: ts.Node | undefined = node.parent; at; at = at.parent) if (compiler.isFunctionLike(at) && 'body' in at) return at as FunctionNode
  return undefined
}

/** What people call a function: by its own name, its class's, or that of the variable or field that holds it. */
export function nameOf(node: FunctionNode): string | undefined {
  const own = node.name?.getText()
  const { parent } = node
  if (compiler.isConstructorDeclaration(node)) return `new ${ownerName(parent) ?? 'class'}`
  if (own !== undefined) return [ownerName(parent), own].filter((part) => part !== undefined).join('.')
  if (compiler.isVariableDeclaration(parent)) return parent.name.getText()
  if (compiler.isPropertyAssignment(parent) || compiler.isPropertyDeclaration(parent))
    return [ownerName(parent.parent), parent.name.getText()].filter((part) => part !== undefined).join('.')
  if (compiler.isBinaryExpression(parent) && parent.operatorToken.kind === K.EqualsToken) return parent.left.getText()
  if (compiler.isExportAssignment(parent)) return 'default'
  return undefined
}

/** The class, or the variable of an object, that a member belongs to. */
function ownerName(node: ts.Node): string | undefined {
  if (compiler.isClassLike(node)) return node.name?.text
  if (compiler.isObjectLiteralExpression(node) && compiler.isVariableDeclaration(node.parent)) return node.parent.name.getText()
  return undefined
}

/** The name of the function around a node; a callback without one is named by what it is handed to. */
export function nameAround(node: ts.Node): string | undefined {
  const around = functionAround(node)
  if (!around) return undefined
  const name = nameOf(around)
  if (name !== undefined) return name
  const { parent } = around
  const outer = nameAround(around)
  const to = compiler.isCallExpression(parent) ? calleeName(parent) : undefined
  const callback = to === undefined ? 'a function' : `the callback of ${to}()`
  return outer === undefined ? callback : `${callback} in ${outer.replace(/^.* in /, '')}`
}

/** The last name of what is called. */
export function calleeName(call: CallSyntax): string | undefined {
  const callee = call.expression
  if (compiler.isPropertyAccessExpression(callee)) return callee.name.text
  return compiler.isIdentifier(callee) ? callee.text : undefined
}

import { compiler, K, type ts } from '../summary/index.ts'
import type { FunctionNode, Trees } from './trees.ts'

/** What a name stands for, as far as its declaration says it. */
export type Declared =
  | { readonly kind: 'constant'; readonly name: string; readonly node: ts.Node; readonly value: ts.Expression }
  /** `const { TABLE } = process.env` */
  | { readonly kind: 'environment'; readonly name: string; readonly node: ts.Node }
  /** Taken out of something else by its pattern. */
  | { readonly kind: 'part'; readonly name: string; readonly node: ts.Node; readonly value: ts.Expression }
  | { readonly kind: 'changing'; readonly name: string; readonly node: ts.Node }
  /** A parameter by its index, or with `member` what is taken out of it. */
  | {
      readonly kind: 'parameter'
      readonly name: string
      readonly member?: string
      readonly index: number
      readonly of: FunctionNode
      readonly node: ts.Node
    }

/** Finds the declaration that a name refers to, by the scopes around it, and through imports of the workspace. */
export function declarationOf(trees: Trees, name: ts.Identifier): Declared | undefined {
  for (let scope: ts.Node | undefined = name.parent; scope; scope = scope.parent) {
    if (compiler.isFunctionLike(scope) && 'body' in scope) {
      const found = parameterOf(scope as FunctionNode, name.text)
      if (found) return found
    }
    if (compiler.isForOfStatement(scope) || compiler.isForStatement(scope) || compiler.isForInStatement(scope) || compiler.isCatchClause(scope)) {
      const bound = compiler.isCatchClause(scope) ? scope.variableDeclaration : scope.initializer
      if (bound && names(bound).includes(name.text)) return { kind: 'changing', name: name.text, node: bound }
    }
    if (!compiler.isSourceFile(scope) && !compiler.isBlock(scope) && !compiler.isCaseClause(scope)) continue
    const found = inStatements(scope.statements, name.text)
    if (found) return found === 'other' ? undefined : found
    if (compiler.isSourceFile(scope)) return imported(trees, scope, name.text)
  }
  return undefined
}

const names = (node: ts.Node): string[] => {
  const found: string[] = []
  const visit = (one: ts.Node): void => {
    if ((compiler.isVariableDeclaration(one) || compiler.isBindingElement(one)) && compiler.isIdentifier(one.name)) found.push(one.name.text)
    compiler.forEachChild(one, visit)
  }
  visit(node)
  return found
}

function parameterOf(of: FunctionNode, name: string): Declared | undefined {
  for (const [index, parameter] of of.parameters.entries()) {
    if (parameter.dotDotDotToken || parameter.initializer) {
      if (compiler.isIdentifier(parameter.name) ? parameter.name.text === name : names(parameter.name).includes(name))
        return { kind: 'changing', name, node: parameter }
    }
    if (compiler.isIdentifier(parameter.name)) {
      if (parameter.name.text === name) return { kind: 'parameter', name, index, of, node: parameter }
    } else if (compiler.isObjectBindingPattern(parameter.name)) {
      const element = parameter.name.elements.find((one) => compiler.isIdentifier(one.name) && one.name.text === name)
      if (element?.initializer || element?.dotDotDotToken) return { kind: 'changing', name, node: element }
      if (element) return { kind: 'parameter', name, member: (element.propertyName ?? element.name).getText(), index, of, node: element }
      if (names(parameter.name).includes(name)) return { kind: 'parameter', name, index: -1, of, node: parameter }
    } else if (names(parameter.name).includes(name)) return { kind: 'parameter', name, index: -1, of, node: parameter }
  }
  return undefined
}

/** What statements declare under a name; `other` for what is no value to follow: a function, a class, a pattern. */
function inStatements(statements: readonly ts.Statement[], name: string): Declared | 'other' | undefined {
  for (const statement of statements) {
    if ((compiler.isFunctionDeclaration(statement) || compiler.isClassDeclaration(statement)) && statement.name?.text === name) return 'other'
    if (compiler.isEnumDeclaration(statement) && statement.name.text === name) return 'other'
    if (!compiler.isVariableStatement(statement)) continue
    const isConst = (statement.declarationList.flags & compiler.NodeFlags.Const) !== 0
    for (const declaration of statement.declarationList.declarations) {
      const found = declares(declaration, name, isConst)
      if (found) return found
    }
  }
  return undefined
}

function declares(declaration: ts.VariableDeclaration, name: string, isConst: boolean): Declared | 'other' | undefined {
  const { initializer } = declaration
  if (compiler.isIdentifier(declaration.name)) {
    if (declaration.name.text !== name) return undefined
    return isConst && initializer ? { kind: 'constant', name, node: declaration, value: initializer } : { kind: 'changing', name, node: declaration }
  }
  if (!names(declaration.name).includes(name)) return undefined
  if (!initializer || !isConst) return 'other'
  if (!compiler.isObjectBindingPattern(declaration.name)) return { kind: 'part', name, node: declaration, value: initializer }
  const element = declaration.name.elements.find((one) => compiler.isIdentifier(one.name) && one.name.text === name)
  if (!element || element.dotDotDotToken) return { kind: 'part', name, node: declaration, value: initializer }
  const member = (element.propertyName ?? element.name).getText()
  if (/^process\.env$/.test(initializer.getText())) return { kind: 'environment', name: member, node: element }
  if (element.initializer || !compiler.isObjectLiteralExpression(initializer)) return { kind: 'part', name, node: element, value: initializer }
  const property = initializer.properties.find((one) => one.name?.getText() === member)
  return property && compiler.isPropertyAssignment(property) ? { kind: 'constant', name, node: element, value: property.initializer } : 'other'
}

/** An import of a constant that the other module exports by its own name. */
function imported(trees: Trees, source: ts.SourceFile, name: string): Declared | undefined {
  for (const statement of source.statements) {
    if (!compiler.isImportDeclaration(statement) || !compiler.isStringLiteral(statement.moduleSpecifier)) continue
    const bindings = statement.importClause?.namedBindings
    if (!bindings || !compiler.isNamedImports(bindings)) continue
    const element = bindings.elements.find((one) => one.name.text === name)
    if (!element) continue
    const target = trees.resolve(statement.moduleSpecifier.text, source.fileName)
    const tree = target.kind === 'file' ? trees.of(target.file) : undefined
    const wanted = (element.propertyName ?? element.name).text
    const exporting = tree?.statements.filter(
      (one) => compiler.isVariableStatement(one) && one.modifiers?.some(({ kind }) => kind === K.ExportKeyword),
    )
    const found = exporting && inStatements(exporting, wanted)
    return found === 'other' ? undefined : found
  }
  return undefined
}

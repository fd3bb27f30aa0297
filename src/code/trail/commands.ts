import type { Location } from '../../model/index.ts'
import { compiler, K, type ts } from '../summary/index.ts'
import { calleeName, locationOf, nameAround, type Trees } from './trees.ts'

/** A command of the SDK that is made in a file, whether or not anything comes to it. */
export interface MadeCommand {
  /** The package it comes from: `@aws-sdk/client-s3`. */
  readonly package: string
  readonly command: string
  readonly at: Location
  readonly within?: string
  /** The tests that have to come out one way to come here, innermost first, as far as they ask an environment variable alone. */
  readonly tests: readonly EnvironmentTest[]
}

/** A test of an environment variable. */
export interface EnvironmentTest {
  readonly text: string
  readonly at: Location
  /** The function that it stands in. */
  readonly within?: string
  readonly variable: string
  /** What it is compared with; undefined where it is asked whether it is set. */
  readonly equals?: string
  /** How it has to come out. */
  readonly wanted: boolean
}

const packages = /^@aws-sdk\/(?:client-[a-z0-9-]+|lib-dynamodb)$/

/** Every command that a file makes by a name that it imports. */
export function commandsIn(trees: Trees, file: string): readonly MadeCommand[] {
  const source = trees.of(file)
  if (!source) return []
  const imported = importsOf(source)
  const found: MadeCommand[] = []
  const visit = (node: ts.Node): void => {
    if (compiler.isNewExpression(node)) {
      const symbol = imported(node.expression)
      if (symbol?.name.endsWith('Command')) {
        const within = nameAround(node)
        const command = symbol.name.slice(0, -'Command'.length)
        found.push({ package: symbol.from, command, at: locationOf(node), ...(within === undefined ? {} : { within }), tests: testsAround(node) })
      }
    }
    compiler.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function importsOf(source: ts.SourceFile): (callee: ts.Expression) => { readonly from: string; readonly name: string } | undefined {
  const names = new Map<string, { from: string; name: string }>()
  const spaces = new Map<string, string>()
  for (const statement of source.statements) {
    if (!compiler.isImportDeclaration(statement) || !compiler.isStringLiteral(statement.moduleSpecifier)) continue
    const from = statement.moduleSpecifier.text
    const bindings = statement.importClause?.namedBindings
    if (!packages.test(from) || !bindings) continue
    if (compiler.isNamespaceImport(bindings)) spaces.set(bindings.name.text, from)
    else for (const element of bindings.elements) names.set(element.name.text, { from, name: (element.propertyName ?? element.name).text })
  }
  for (const statement of source.statements) {
    if (!compiler.isVariableStatement(statement)) continue
    for (const { name, initializer } of statement.declarationList.declarations) {
      const from = initializer && requiredPackage(initializer)
      if (from === undefined) continue
      if (compiler.isIdentifier(name)) spaces.set(name.text, from)
      else if (compiler.isObjectBindingPattern(name))
        for (const element of name.elements)
          if (compiler.isIdentifier(element.name)) names.set(element.name.text, { from, name: (element.propertyName ?? element.name).getText() })
    }
  }
  return (callee) => {
    if (compiler.isIdentifier(callee)) return names.get(callee.text)
    if (!compiler.isPropertyAccessExpression(callee) || !compiler.isIdentifier(callee.expression)) return undefined
    const from = spaces.get(callee.expression.text)
    return from === undefined ? undefined : { from, name: callee.name.text }
  }
}

function requiredPackage(node: ts.Expression): string | undefined {
  if (!compiler.isCallExpression(node) || node.expression.getText() !== 'require') return undefined
  const [first] = node.arguments
  return first && compiler.isStringLiteral(first) && packages.test(first.text) ? first.text : undefined
}

/** The tests around the calls, in a file, of what is called so. */
export function testsOf(trees: Trees, file: string, name: string): readonly EnvironmentTest[] {
  return [...trees.calls(file).values()].filter((call) => calleeName(call) === name).flatMap(testsAround)
}

/** The tests around a node inside its own function. */
function testsAround(node: ts.Node): readonly EnvironmentTest[] {
  const found: EnvironmentTest[] = []
  for (let at = node; at.parent && !compiler.isFunctionLike(at); at = at.parent) {
    const { parent } = at
    if (compiler.isIfStatement(parent) && at !== parent.expression) found.push(...testOf(parent.expression, at === parent.thenStatement))
    if (compiler.isConditionalExpression(parent) && at !== parent.condition) found.push(...testOf(parent.condition, at === parent.whenTrue))
    if (compiler.isBinaryExpression(parent) && at === parent.right && parent.operatorToken.kind === K.AmpersandAmpersandToken)
      found.push(...testOf(parent.left, true))
  }
  return found
}

function testOf(test: ts.Expression, wanted: boolean): readonly EnvironmentTest[] {
  const within = nameAround(test)
  const told = { text: test.getText().replace(/\s+/g, ' ').slice(0, 80), at: locationOf(test), ...(within === undefined ? {} : { within }) }
  if (compiler.isParenthesizedExpression(test)) return testOf(test.expression, wanted)
  if (compiler.isPrefixUnaryExpression(test) && test.operator === K.ExclamationToken) return testOf(test.operand, !wanted)
  const bare = variableOf(test)
  if (bare !== undefined) return [{ ...told, variable: bare, wanted }]
  if (!compiler.isBinaryExpression(test)) return []
  const [left, right] = [test.left, test.right]
  const variable = variableOf(left) ?? variableOf(right)
  const text = [left, right].find((side) => compiler.isStringLiteralLike(side))
  if (variable === undefined || !text || !compiler.isStringLiteralLike(text)) return []
  const kind = test.operatorToken.kind
  if (kind === K.EqualsEqualsEqualsToken || kind === K.EqualsEqualsToken) return [{ ...told, variable, equals: text.text, wanted }]
  if (kind === K.ExclamationEqualsEqualsToken || kind === K.ExclamationEqualsToken) return [{ ...told, variable, equals: text.text, wanted: !wanted }]
  return []
}

/** The name in `process.env.NAME`. */
export function variableOf(node: ts.Expression): string | undefined {
  if (compiler.isNonNullExpression(node) || compiler.isParenthesizedExpression(node)) return variableOf(node.expression)
  const isAccess = compiler.isPropertyAccessExpression(node) || compiler.isElementAccessExpression(node)
  if (!isAccess || !/^process\??\.env$/.test(node.expression.getText())) return undefined
  if (compiler.isPropertyAccessExpression(node)) return node.name.text
  return compiler.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : undefined
}

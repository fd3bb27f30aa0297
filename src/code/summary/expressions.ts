import type { Expression, Item, Key, ObjectMember } from './summary.ts'
import { compiler, K, type ts } from './syntax.ts'
import { translateType } from './types.ts'
import { noteChange, type Walk } from './walk.ts'

const nothing: Expression = { kind: 'name', name: 'undefined' }

const assignments: ReadonlySet<string> = new Set(['=', '+=', '??=', '||=', '&&='])

/** Boils an expression down; types, casts and non-null marks leave no trace. */
export function translateExpression(walk: Walk, node: ts.Expression): Expression {
  const to = (inner: ts.Expression): Expression => translateExpression(walk, inner)
  switch (node.kind) {
    case K.AsExpression:
    case K.TypeAssertionExpression: {
      const { expression, type } = node as ts.AsExpression
      const said = translateType(type)
      return said ? { kind: 'cast', value: to(expression), type: said } : to(expression)
    }
    case K.ParenthesizedExpression:
    case K.SatisfiesExpression:
    case K.NonNullExpression:
    case K.ExpressionWithTypeArguments:
    case K.PartiallyEmittedExpression:
      return to((node as ts.ParenthesizedExpression).expression)
    case K.StringLiteral:
    case K.NoSubstitutionTemplateLiteral:
      return { kind: 'literal', value: (node as ts.StringLiteral).text }
    case K.NumericLiteral:
      return number(Number((node as ts.NumericLiteral).text))
    case K.BigIntLiteral:
      return number(Number.parseInt((node as ts.BigIntLiteral).text, 10))
    case K.TrueKeyword:
      return { kind: 'literal', value: true }
    case K.FalseKeyword:
      return { kind: 'literal', value: false }
    case K.NullKeyword:
      return { kind: 'literal', value: null }
    case K.RegularExpressionLiteral: {
      const { text } = node as ts.RegularExpressionLiteral
      const end = text.lastIndexOf('/')
      return { kind: 'regexp', source: text.slice(1, end), flags: text.slice(end + 1) }
    }
    case K.TemplateExpression:
      return { kind: 'template', ...template(walk, node as ts.TemplateExpression) }
    case K.TaggedTemplateExpression: {
      const { tag, template: quasi } = node as ts.TaggedTemplateExpression
      const parts = compiler.isTemplateExpression(quasi) ? template(walk, quasi) : { texts: [quasi.text], parts: [] }
      return { kind: 'tagged', tag: to(tag), ...parts, at: walk.at(node) }
    }
    case K.Identifier:
      return named(walk, (node as ts.Identifier).text)
    case K.ThisKeyword:
      return { kind: 'this' }
    case K.SuperKeyword:
      return { kind: 'super' }
    case K.PropertyAccessExpression: {
      const { expression, name } = node as ts.PropertyAccessExpression
      return { kind: 'member', object: to(expression), key: name.text, at: walk.at(name), ...chained(node) }
    }
    case K.ElementAccessExpression: {
      const { expression, argumentExpression } = node as ts.ElementAccessExpression
      return { kind: 'member', object: to(expression), key: fixedKey(to(argumentExpression)), at: walk.at(node), ...chained(node) }
    }
    case K.CallExpression:
      return call(walk, node as ts.CallExpression)
    case K.NewExpression: {
      const { expression, arguments: given } = node as ts.NewExpression
      return { kind: 'new', callee: to(expression), items: items(walk, given ?? []), at: walk.at(node), ...notes(walk) }
    }
    case K.ArrowFunction:
    case K.FunctionExpression: {
      const { name } = node as ts.FunctionExpression
      return { kind: 'function', code: walk.to.code(walk, node as ts.ArrowFunction, name?.text ?? ''), ...(name ? { itself: name.text } : {}) }
    }
    case K.ClassExpression:
      return { kind: 'class', code: walk.to.body(walk, node as ts.ClassExpression) }
    case K.ObjectLiteralExpression:
      return {
        kind: 'object',
        members: (node as ts.ObjectLiteralExpression).properties.map((member) => objectMember(walk, member)),
        at: walk.at(node),
      }
    case K.ArrayLiteralExpression:
      return { kind: 'array', items: items(walk, (node as ts.ArrayLiteralExpression).elements), at: walk.at(node) }
    case K.BinaryExpression:
      return binary(walk, node as ts.BinaryExpression)
    case K.ConditionalExpression: {
      const { condition, whenTrue, whenFalse } = node as ts.ConditionalExpression
      return { kind: 'conditional', test: to(condition), yes: to(whenTrue), no: to(whenFalse) }
    }
    case K.PrefixUnaryExpression: {
      const { operator, operand } = node as ts.PrefixUnaryExpression
      if (operator === K.PlusPlusToken || operator === K.MinusMinusToken)
        return { kind: 'update', target: noteChange(walk, walk.to.pattern(walk, operand)) }
      return { kind: 'unary', operator: compiler.tokenToString(operator) ?? '', value: to(operand) }
    }
    case K.PostfixUnaryExpression:
      return { kind: 'update', target: noteChange(walk, walk.to.pattern(walk, (node as ts.PostfixUnaryExpression).operand)) }
    case K.TypeOfExpression:
      return { kind: 'unary', operator: 'typeof', value: to((node as ts.TypeOfExpression).expression) }
    case K.VoidExpression:
      return { kind: 'unary', operator: 'void', value: to((node as ts.VoidExpression).expression) }
    case K.DeleteExpression:
      return { kind: 'unary', operator: 'delete', value: to((node as ts.DeleteExpression).expression) }
    case K.AwaitExpression:
      return { kind: 'await', value: to((node as ts.AwaitExpression).expression) }
    case K.YieldExpression: {
      const { expression, asteriskToken } = node as ts.YieldExpression
      return { kind: 'yield', value: expression ? to(expression) : null, many: asteriskToken !== undefined }
    }
    case K.MetaProperty:
      if ((node as ts.MetaProperty).keywordToken === K.ImportKeyword) return { kind: 'name', name: 'import.meta' }
      // `new.target` is the class that was asked for, which is the one that the object will be of.
      return { kind: 'member', object: { kind: 'this' }, key: 'constructor', at: walk.at(node), optional: true }
    case K.OmittedExpression:
      return nothing
    default:
      return { kind: 'parts', parts: innerExpressions(walk, node) }
  }
}

/** A number; one that is too large for JSON is what the language calls it. */
const number = (value: number): Expression => (Number.isFinite(value) ? { kind: 'literal', value } : { kind: 'name', name: 'Infinity' })

/** Whether a node belongs to a chain with `?.`, all of which is undefined where what stands before it is missing. */
const chained = (node: ts.Node): { optional?: true } => ((node.flags & compiler.NodeFlags.OptionalChain) !== 0 ? { optional: true } : {})

const notes = (walk: Walk): { notes?: readonly number[] } => (walk.current.length > 0 ? { notes: walk.current } : {})

/** A computed key that is a fixed text after all (`a['b']`) is a fixed key. */
const fixedKey = (key: Expression): Key => (key.kind === 'literal' && typeof key.value !== 'boolean' && key.value !== null ? String(key.value) : key)

function template(walk: Walk, node: ts.TemplateExpression): { texts: string[]; parts: Expression[] } {
  return {
    texts: [node.head.text, ...node.templateSpans.map((span) => span.literal.text)],
    parts: node.templateSpans.map((span) => translateExpression(walk, span.expression)),
  }
}

function items(walk: Walk, nodes: readonly ts.Expression[]): Item[] {
  return nodes.map((node) =>
    compiler.isSpreadElement(node) ? { value: translateExpression(walk, node.expression), spread: true } : { value: translateExpression(walk, node) },
  )
}

function call(walk: Walk, node: ts.CallExpression): Expression {
  const given = items(walk, node.arguments)
  const optional = node.questionDotToken || (node.flags & compiler.NodeFlags.OptionalChain) !== 0 ? { optional: true as const } : {}
  if (node.expression.kind === K.ImportKeyword) return { kind: 'import', specifier: given[0]?.value ?? nothing, at: walk.at(node) }
  // The place of a call is the line a reader looks at: where the method's name stands in a long chain.
  const { expression: callee } = node
  const at = compiler.isPropertyAccessExpression(callee) ? walk.at(callee.name) : walk.at(node)
  const type = node.typeArguments?.length === 1 ? translateType(node.typeArguments[0]) : undefined
  return { kind: 'call', callee: translateExpression(walk, callee), items: given, at, ...optional, ...(type ? { type } : {}), ...notes(walk) }
}

function named(walk: Walk, name: string): Expression {
  walk.values.add(name)
  return { kind: 'name', name }
}

function objectMember(walk: Walk, node: ts.ObjectLiteralElementLike): ObjectMember {
  if (compiler.isSpreadAssignment(node)) return { kind: 'spread', value: translateExpression(walk, node.expression) }
  if (compiler.isShorthandPropertyAssignment(node)) {
    return { kind: 'field', key: node.name.text, value: named(walk, node.name.text) }
  }
  const key = walk.to.key(walk, node.name)
  if (compiler.isPropertyAssignment(node)) return { kind: 'field', key, value: translateExpression(walk, node.initializer) }
  const code = walk.to.code(walk, node, typeof key === 'string' ? key : '')
  if (compiler.isGetAccessor(node)) return { kind: 'getter', key, code }
  if (compiler.isSetAccessor(node)) return { kind: 'setter', key, code }
  return { kind: 'field', key, value: { kind: 'function', code } }
}

function binary(walk: Walk, node: ts.BinaryExpression): Expression {
  const operator = node.operatorToken.kind
  const to = (inner: ts.Expression): Expression => translateExpression(walk, inner)
  if (operator >= K.FirstAssignment && operator <= K.LastAssignment) {
    const name = compiler.tokenToString(operator) ?? ''
    const target = noteChange(walk, walk.to.pattern(walk, node.left))
    return { kind: 'assign', operator: assignments.has(name) ? name : 'other', target, value: to(node.right) }
  }
  if (operator === K.CommaToken) return { kind: 'sequence', items: [to(node.left), to(node.right)] }
  if (operator === K.AmpersandAmpersandToken) return { kind: 'logical', operator: '&&', left: to(node.left), right: to(node.right) }
  if (operator === K.BarBarToken) return { kind: 'logical', operator: '||', left: to(node.left), right: to(node.right) }
  if (operator === K.QuestionQuestionToken) return { kind: 'logical', operator: '??', left: to(node.left), right: to(node.right) }
  return { kind: 'binary', operator: compiler.tokenToString(operator) ?? '', left: to(node.left), right: to(node.right) }
}

/** Whatever expressions stand anywhere below a node of a kind that is not treated on its own, JSX above all. */
function innerExpressions(walk: Walk, node: ts.Node): Expression[] {
  const found: Expression[] = []
  const visit = (child: ts.Node): void => {
    if (compiler.isJsxElement(child) || compiler.isJsxSelfClosingElement(child) || compiler.isJsxFragment(child)) child.forEachChild(visit)
    else if (compiler.isJsxExpression(child) || compiler.isJsxSpreadAttribute(child)) {
      if (child.expression) found.push(translateExpression(walk, child.expression))
    } else if (compiler.isExpression(child)) found.push(translateExpression(walk, child as ts.Expression))
    else child.forEachChild(visit)
  }
  node.forEachChild(visit)
  return found
}

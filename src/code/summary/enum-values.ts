import { compiler, K, type ts } from './syntax.ts'

/** What the members of an enum are worth, as far as the compiler works it out by itself. */
export type EnumValues = ReadonlyMap<string, string | number>

/** The value of a member that is calculated from literals and other members; undefined where only running it tells. */
export function valueOfMember(node: ts.Expression, of: string, known: EnumValues): string | number | undefined {
  const value = (one: ts.Expression): string | number | undefined => valueOfMember(one, of, known)
  if (compiler.isParenthesizedExpression(node)) return value(node.expression)
  if (compiler.isStringLiteralLike(node)) return node.text
  if (compiler.isNumericLiteral(node)) return Number(node.text)
  if (compiler.isIdentifier(node)) return known.get(node.text)
  if (compiler.isPropertyAccessExpression(node))
    return compiler.isIdentifier(node.expression) && node.expression.text === of ? known.get(node.name.text) : undefined
  if (compiler.isPrefixUnaryExpression(node)) {
    const operand = value(node.operand)
    return typeof operand === 'number' ? unary(node.operator, operand) : undefined
  }
  if (compiler.isTemplateExpression(node)) {
    const parts = node.templateSpans.map(({ expression, literal }) => {
      const part = value(expression)
      return part === undefined ? undefined : `${part}${literal.text}`
    })
    return parts.includes(undefined) ? undefined : node.head.text + parts.join('')
  }
  if (!compiler.isBinaryExpression(node)) return undefined
  const [left, right] = [value(node.left), value(node.right)]
  if (left === undefined || right === undefined) return undefined
  if (typeof left === 'number' && typeof right === 'number') return binary(node.operatorToken.kind, left, right)
  return node.operatorToken.kind === K.PlusToken ? `${left}${right}` : undefined
}

function unary(operator: ts.PrefixUnaryOperator, operand: number): number | undefined {
  if (operator === K.MinusToken) return -operand
  if (operator === K.PlusToken) return operand
  return operator === K.TildeToken ? ~operand : undefined
}

function binary(operator: ts.BinaryOperator, left: number, right: number): number | undefined {
  switch (operator) {
    case K.PlusToken:
      return left + right
    case K.MinusToken:
      return left - right
    case K.AsteriskToken:
      return left * right
    case K.SlashToken:
      return left / right
    case K.PercentToken:
      return left % right
    case K.AsteriskAsteriskToken:
      return left ** right
    case K.LessThanLessThanToken:
      return left << right
    case K.GreaterThanGreaterThanToken:
      return left >> right
    case K.GreaterThanGreaterThanGreaterThanToken:
      return left >>> right
    case K.BarToken:
      return left | right
    case K.AmpersandToken:
      return left & right
    case K.CaretToken:
      return left ^ right
    default:
      return undefined
  }
}

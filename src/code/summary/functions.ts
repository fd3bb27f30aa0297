import {
  type ClassMember,
  type ClassSummary,
  type Expression,
  exactly,
  type FunctionSummary,
  type Key,
  type Pattern,
  type Statement,
} from './summary.ts'
import { compiler, K, type ts } from './syntax.ts'
import { heritageType, translateType } from './types.ts'
import type { Walk } from './walk.ts'

/** Boils down a key; a private name keeps its `#`. */
export function translateKey(walk: Walk, node: ts.PropertyName): Key {
  if (compiler.isIdentifier(node) || compiler.isPrivateIdentifier(node) || compiler.isStringLiteralLike(node)) return node.text
  if (compiler.isNumericLiteral(node) || compiler.isBigIntLiteral(node)) return String(Number(node.text))
  const key = walk.to.expression(walk, node.expression)
  return key.kind === 'literal' && typeof key.value === 'string' ? key.value : key
}

/** Boils down what is bound or assigned to: a name, a member, an object or array pattern, with defaults. */
export function translatePattern(walk: Walk, node: ts.BindingName | ts.Expression, type?: ts.TypeNode): Pattern {
  const named = translateType(type)
  const typed = named === undefined ? {} : { type: named }
  if (compiler.isIdentifier(node)) return { kind: 'name', name: node.text, ...typed }
  if (compiler.isObjectBindingPattern(node)) {
    const members: { key: Key; target: Pattern }[] = []
    let rest: Pattern | undefined
    for (const element of node.elements) {
      const target = translatePattern(walk, element.name)
      if (element.dotDotDotToken) rest = target
      else
        members.push({
          key: element.propertyName ? translateKey(walk, element.propertyName) : nameText(element.name),
          target: defaulted(walk, target, element.initializer),
        })
    }
    const all = exactly(members)
    return rest ? { kind: 'object', members: all, rest, ...typed } : { kind: 'object', members: all, ...typed }
  }
  if (compiler.isArrayBindingPattern(node)) {
    const items: (Pattern | null)[] = []
    let rest: Pattern | undefined
    for (const element of node.elements) {
      if (compiler.isOmittedExpression(element)) items.push(null)
      else if (element.dotDotDotToken) rest = translatePattern(walk, element.name)
      else items.push(defaulted(walk, translatePattern(walk, element.name), element.initializer))
    }
    return rest ? { kind: 'array', items, rest } : { kind: 'array', items }
  }
  return assignedPattern(walk, node as ts.Expression)
}

const nameText = (name: ts.BindingName): string => (compiler.isIdentifier(name) ? name.text : '')

const defaulted = (walk: Walk, target: Pattern, value: ts.Expression | undefined): Pattern =>
  value ? { kind: 'default', target, value: walk.to.expression(walk, value) } : target

/** The same shapes where they are assigned to: there they are parsed as object and array literals. */
function assignedPattern(walk: Walk, node: ts.Expression): Pattern {
  if (compiler.isBinaryExpression(node) && node.operatorToken.kind === K.EqualsToken) {
    return { kind: 'default', target: translatePattern(walk, node.left), value: walk.to.expression(walk, node.right) }
  }
  if (compiler.isObjectLiteralExpression(node)) {
    const members: { key: Key; target: Pattern }[] = []
    let rest: Pattern | undefined
    for (const member of node.properties) {
      if (compiler.isShorthandPropertyAssignment(member)) {
        members.push({ key: member.name.text, target: defaulted(walk, { kind: 'name', name: member.name.text }, member.objectAssignmentInitializer) })
      } else if (compiler.isPropertyAssignment(member))
        members.push({ key: translateKey(walk, member.name), target: translatePattern(walk, member.initializer) })
      else if (compiler.isSpreadAssignment(member)) rest = translatePattern(walk, member.expression)
    }
    return rest ? { kind: 'object', members, rest } : { kind: 'object', members }
  }
  if (compiler.isArrayLiteralExpression(node)) {
    const items = node.elements
      .filter((element) => !compiler.isSpreadElement(element))
      .map((element) => (compiler.isOmittedExpression(element) ? null : translatePattern(walk, element)))
    const last = node.elements.at(-1)
    return last && compiler.isSpreadElement(last) ? { kind: 'array', items, rest: translatePattern(walk, last.expression) } : { kind: 'array', items }
  }
  const target = withoutCasts(walk.to.expression(walk, node))
  if (target.kind === 'name') return { kind: 'name', name: target.name }
  if (target.kind === 'member') return { kind: 'member', object: target.object, key: target.key, at: target.at }
  return { kind: 'array', items: [] }
}

const withoutCasts = (target: Expression): Expression => (target.kind === 'cast' ? withoutCasts(target.value) : target)

const isAsync = (node: ts.Node): boolean =>
  compiler.canHaveModifiers(node) && (compiler.getModifiers(node) ?? []).some(({ kind }) => kind === K.AsyncKeyword)

/** Boils down a function of any form; `name` is used where it has none of its own. */
export function translateFunction(walk: Walk, node: ts.SignatureDeclaration | ts.MethodDeclaration, name: string): FunctionSummary {
  const at = walk.at(node)
  const own = walk.notesAt(walk.line(node))
  const outer = walk.current
  walk.current = []
  walk.depth += 1
  const parameters: Pattern[] = []
  const properties: [number, string][] = []
  const decorators: [number, Expression][] = []
  let rest: Pattern | undefined
  for (const parameter of node.parameters) {
    if (compiler.isIdentifier(parameter.name) && parameter.name.text === 'this') continue
    const target = translatePattern(walk, parameter.name, parameter.type)
    if (parameter.dotDotDotToken) rest = target
    else {
      if (compiler.isParameter(parameter)) for (const one of decorated(walk, parameter).decorators ?? []) decorators.push([parameters.length, one])
      if (compiler.isParameter(parameter) && (compiler.getModifiers(parameter)?.length ?? 0) > 0 && compiler.isIdentifier(parameter.name))
        properties.push([parameters.length, parameter.name.text])
      parameters.push(compiler.isParameter(parameter) ? defaulted(walk, target, parameter.initializer) : target)
    }
  }
  const body = 'body' in node ? (node.body as ts.Block | ts.Expression | undefined) : undefined
  let statements: Statement[] = []
  if (body && compiler.isBlock(body)) statements = walk.to.statements(walk, body.statements)
  else if (body) {
    walk.current = walk.notesAt(walk.line(body)).filter((note) => !own.includes(note))
    statements = [{ kind: 'return', value: walk.to.expression(walk, body) }]
  }
  walk.current = outer
  walk.depth -= 1
  const returns = translateType(node.type)
  return {
    name,
    parameters: exactly(parameters),
    ...(rest ? { rest } : {}),
    body: statements,
    arrow: compiler.isArrowFunction(node),
    generator: 'asteriskToken' in node && node.asteriskToken !== undefined,
    ...(isAsync(node) ? { async: true as const } : {}),
    at,
    ...(returns ? { returns } : {}),
    ...(properties.length > 0 ? { properties } : {}),
    ...(decorators.length > 0 ? { decorators } : {}),
    ...(isNamed(node) ? { named: true as const } : {}),
    ...(own.length > 0 ? { notes: own } : {}),
  }
}

/** Whether a function has two parameters, of which the second is declared to be the name of a member. */
function isNamed({ parameters }: ts.SignatureDeclaration): boolean {
  const [first, second, ...more] = parameters
  if (!first || !second?.type || more.length > 0 || second.dotDotDotToken) return false
  return isName(second.type) && !(first.type && isName(first.type))
}

function isName(type: ts.TypeNode): boolean {
  if (compiler.isUnionTypeNode(type)) return type.types.every(isName)
  if (compiler.isTypeReferenceNode(type)) return compiler.isIdentifier(type.typeName) && type.typeName.text === 'PropertyKey'
  return type.kind === K.StringKeyword || type.kind === K.SymbolKeyword || (compiler.isTypeOperatorNode(type) && type.operator === K.KeyOfKeyword)
}

function decorated(walk: Walk, node: ts.HasDecorators): { decorators?: readonly Expression[] } {
  const decorators = compiler.getDecorators(node) ?? []
  return decorators.length > 0 ? { decorators: decorators.map((decorator) => walk.to.expression(walk, decorator.expression)) } : {}
}

/** Boils down a class; overload signatures and abstract methods leave no trace. */
export function translateClass(walk: Walk, node: ts.ClassLikeDeclaration): ClassSummary {
  const clause = (token: ts.SyntaxKind): readonly ts.ExpressionWithTypeArguments[] =>
    node.heritageClauses?.find((heritage) => heritage.token === token)?.types ?? []
  const [base] = clause(K.ExtendsKeyword)
  let create: FunctionSummary | null = null
  const members: ClassMember[] = []
  for (const member of node.members) {
    const flags = compiler.canHaveModifiers(member) ? (compiler.getModifiers(member) ?? []).map(({ kind }) => kind) : []
    const isStatic = flags.includes(K.StaticKeyword)
    if (compiler.isConstructorDeclaration(member)) {
      if (member.body) create = walk.to.code(walk, member, 'constructor')
    } else if (compiler.isMethodDeclaration(member) || compiler.isGetAccessor(member) || compiler.isSetAccessor(member)) {
      if (!member.body) continue
      const key = translateKey(walk, member.name)
      const kind = compiler.isGetAccessor(member) ? 'getter' : compiler.isSetAccessor(member) ? 'setter' : 'method'
      members.push({ kind, static: isStatic, key, code: walk.to.code(walk, member, typeof key === 'string' ? key : ''), ...decorated(walk, member) })
    } else if (compiler.isPropertyDeclaration(member)) {
      const type = translateType(member.type)
      const value = member.initializer ? walk.to.expression(walk, member.initializer) : null
      members.push({
        kind: 'field',
        static: isStatic,
        key: translateKey(walk, member.name),
        value,
        ...(type === undefined ? {} : { type }),
        ...decorated(walk, member),
        ...(compiler.isAutoAccessorPropertyDeclaration(member) ? { accessor: true as const } : {}),
        ...(flags.includes(K.DeclareKeyword) || flags.includes(K.AbstractKeyword) ? { ambient: true as const } : {}),
      })
    } else if (compiler.isClassStaticBlockDeclaration(member)) members.push({ kind: 'block', body: walk.to.statements(walk, member.body.statements) })
  }
  const decorators = compiler.canHaveDecorators(node) ? (compiler.getDecorators(node) ?? []) : []
  return {
    name: node.name?.text ?? '',
    base: base ? walk.to.expression(walk, base.expression) : null,
    create,
    members: exactly(members),
    implements: clause(K.ImplementsKeyword)
      .map(heritageType)
      .filter((type) => type !== undefined),
    decorators: decorators.map((decorator) => walk.to.expression(walk, decorator.expression)),
    at: walk.at(node),
  }
}

import type { TypeDeclaration, TypeRef } from './summary.ts'
import { compiler, K, type ts } from './syntax.ts'

/** Types that say of a value what the type inside them says. */
const transparent: ReadonlySet<string> = new Set([
  'Promise',
  'PromiseLike',
  'Awaited',
  'Readonly',
  'Partial',
  'Required',
  'NonNullable',
  'Pick',
  'Omit',
  'DeepReadonly',
  'Lazy',
])
const lists: ReadonlySet<string> = new Set(['Array', 'ReadonlyArray', 'Iterable', 'AsyncIterable', 'IterableIterator', 'Set', 'ReadonlySet'])
/** How deep types are read; what is below says nothing of a receiver any more. */
const deepest = 6

/** What a type annotation says of a value that is not known otherwise; undefined where it names no class, interface or members. */
export function translateType(node: ts.TypeNode | undefined, depth = 0): TypeRef | undefined {
  if (!node || depth > deepest) return undefined
  const to = (inner: ts.TypeNode | undefined): TypeRef | undefined => translateType(inner, depth + 1)
  if (compiler.isTypeReferenceNode(node)) return reference(node, to)
  if (compiler.isParenthesizedTypeNode(node) || compiler.isOptionalTypeNode(node)) return to(node.type)
  if (compiler.isTypeOperatorNode(node)) return to(node.type)
  if (compiler.isArrayTypeNode(node)) return listOf(to(node.elementType))
  if (compiler.isUnionTypeNode(node) || compiler.isIntersectionTypeNode(node)) return several(node.types.map(to))
  if (compiler.isTypeLiteralNode(node)) {
    const type = recordOf(node.members, depth)
    return type.members.length > 0 ? type : undefined
  }
  if (compiler.isFunctionTypeNode(node)) return functionOf(to(node.type))
  if (compiler.isTypeQueryNode(node)) return { kind: 'typeof', name: entityName(node.exprName) }
  if (compiler.isIndexedAccessTypeNode(node) && compiler.isLiteralTypeNode(node.indexType) && compiler.isStringLiteral(node.indexType.literal)) {
    const of = to(node.objectType)
    return of && { kind: 'part', of, name: node.indexType.literal.text }
  }
  return undefined
}

function reference(node: ts.TypeReferenceNode, to: (inner: ts.TypeNode | undefined) => TypeRef | undefined): TypeRef | undefined {
  const name = entityName(node.typeName)
  const [first, second] = node.typeArguments ?? []
  if (name === 'const') return undefined
  if (transparent.has(name)) return to(first)
  if (lists.has(name)) return listOf(to(first))
  if (keyed.has(name)) return listOf(to(second))
  if (name === 'ReturnType' || name === 'InstanceType') {
    const of = to(first)
    return of && { kind: 'made', of }
  }
  return { kind: 'type', name }
}

const listOf = (of: TypeRef | undefined): TypeRef | undefined => of && { kind: 'list', of }
const functionOf = (returns: TypeRef | undefined): TypeRef => (returns ? { kind: 'function', returns } : { kind: 'function' })

function several(found: readonly (TypeRef | undefined)[]): TypeRef | undefined {
  const of = found.filter((one) => one !== undefined)
  return of.length > 1 ? { kind: 'several', of } : of[0]
}

function entityName(name: ts.EntityName): string {
  return compiler.isIdentifier(name) ? name.text : `${entityName(name.left)}.${name.right.text}`
}

/** The members of an interface or of a type that is spelled out, as far as they say something. */
function recordOf(nodes: readonly ts.TypeElement[], depth: number): TypeRef & { kind: 'record' } {
  const members: (readonly [string, TypeRef])[] = []
  let whole = true
  for (const member of nodes) {
    const name = member.name && (compiler.isIdentifier(member.name) || compiler.isStringLiteral(member.name)) ? member.name.text : undefined
    const type = name === undefined ? undefined : memberType(member, depth)
    if (name !== undefined && type) members.push([name, type])
    whole &&= type !== undefined && (!compiler.isPropertySignature(member) || saysAll(member.type, depth + 1))
  }
  return { kind: 'record', members, ...(whole ? { whole } : {}) }
}

function memberType(member: ts.TypeElement, depth: number): TypeRef | undefined {
  if (compiler.isMethodSignature(member)) return functionOf(translateType(member.type, depth + 1))
  if (compiler.isGetAccessor(member) || compiler.isPropertySignature(member))
    return translateType(member.type, depth + 1) ?? dataOf(member.type, depth + 1)
  return undefined
}

/** Types that hold nothing but data. */
const isPlainData = (kind: ts.SyntaxKind): boolean =>
  [K.StringKeyword, K.NumberKeyword, K.BooleanKeyword, K.LiteralType, K.UndefinedKeyword, K.NullKeyword, K.BigIntKeyword].includes(kind) ||
  [K.TemplateLiteralType, K.VoidKeyword, K.NeverKeyword].includes(kind)

const dataOf = (node: ts.TypeNode | undefined, depth = 0): TypeRef | undefined => (node && isData(node, depth) ? { kind: 'data' } : undefined)

/** Whether a type says that a value is data, or lists of it. */
function isData(node: ts.TypeNode, depth: number): boolean {
  return isPlainData(node.kind) || inner(node, depth, isData)
}

/** Whether all that may be of a type is in what it is translated to. */
function saysAll(node: ts.TypeNode | undefined, depth: number): boolean {
  if (!node || depth > deepest) return false
  if (compiler.isTypeLiteralNode(node)) return recordOf(node.members, depth).whole === true
  const named = compiler.isTypeReferenceNode(node) && !isTransparent(entityName(node.typeName))
  return named || compiler.isFunctionTypeNode(node) || compiler.isTypeQueryNode(node) || isData(node, depth) || inner(node, depth, saysAll)
}

/** Whether something holds for the types of which one is made up; false where it is not made up of others. */
function inner(node: ts.TypeNode, depth: number, holds: (node: ts.TypeNode, depth: number) => boolean): boolean {
  const all = (nodes: readonly (ts.TypeNode | undefined)[]): boolean =>
    depth < deepest && nodes.every((one) => one !== undefined && holds(one, depth + 1))
  if (compiler.isTypeReferenceNode(node)) {
    const name = entityName(node.typeName)
    const [first, second] = node.typeArguments ?? []
    return isTransparent(name) && all([keyed.has(name) ? second : first])
  }
  if (compiler.isParenthesizedTypeNode(node) || compiler.isOptionalTypeNode(node) || compiler.isTypeOperatorNode(node)) return all([node.type])
  if (compiler.isArrayTypeNode(node)) return all([node.elementType])
  return (compiler.isUnionTypeNode(node) || compiler.isIntersectionTypeNode(node)) && all(node.types)
}

const keyed: ReadonlySet<string> = new Set(['Record', 'Map', 'ReadonlyMap'])
const isTransparent = (name: string): boolean => transparent.has(name) || lists.has(name) || keyed.has(name)

/** The interfaces and type aliases among statements. */
export function typeDeclarations(statements: readonly ts.Statement[]): readonly TypeDeclaration[] {
  const found: TypeDeclaration[] = []
  for (const node of statements) {
    if (!compiler.isInterfaceDeclaration(node) && !compiler.isTypeAliasDeclaration(node)) continue
    const flags = (compiler.getModifiers(node) ?? []).map(({ kind }) => kind)
    const isDefault = flags.includes(K.DefaultKeyword)
    const exported = flags.includes(K.ExportKeyword) ? { exported: isDefault ? 'default' : node.name.text } : {}
    if (compiler.isTypeAliasDeclaration(node)) {
      const type = translateType(node.type) ?? dataOf(node.type)
      if (type) found.push({ name: node.name.text, ...exported, type })
      continue
    }
    const bases = (node.heritageClauses ?? []).flatMap((clause) => clause.types.map(heritageType)).filter((one) => one !== undefined)
    found.push({ name: node.name.text, ...exported, type: recordOf(node.members, 0), bases })
  }
  return found
}

/** The type that an `extends` or `implements` clause names. */
export function heritageType(node: ts.ExpressionWithTypeArguments): TypeRef | undefined {
  const name = expressionName(node.expression)
  if (name === undefined) return undefined
  return transparent.has(name) ? translateType(node.typeArguments?.[0]) : { kind: 'type', name }
}

function expressionName(node: ts.Expression): string | undefined {
  if (compiler.isIdentifier(node)) return node.text
  if (!compiler.isPropertyAccessExpression(node)) return undefined
  const owner = expressionName(node.expression)
  return owner === undefined ? undefined : `${owner}.${node.name.text}`
}

import { valueOfMember } from './enum-values.ts'
import type { Expression, FunctionSummary, ObjectMember, Pattern, Spot, Statement } from './summary.ts'
import { compiler, K, type ts } from './syntax.ts'
import type { Walk } from './walk.ts'

const text = (value: string): Expression => ({ kind: 'literal', value })
const named = (name: string): { readonly kind: 'name'; readonly name: string } => ({ kind: 'name', name })

/** The names that a statement of a module or namespace declares and may export. */
export function declaredNames(node: ts.Statement): readonly string[] {
  if (compiler.isVariableStatement(node)) return node.declarationList.declarations.flatMap(({ name }) => boundNames(name))
  if (compiler.isFunctionDeclaration(node) || compiler.isClassDeclaration(node) || compiler.isEnumDeclaration(node))
    return node.name ? [node.name.text] : []
  if (compiler.isModuleDeclaration(node)) return compiler.isIdentifier(node.name) && hasCode(node) ? [node.name.text] : []
  return compiler.isImportEqualsDeclaration(node) && !node.isTypeOnly ? [node.name.text] : []
}

function boundNames(name: ts.BindingName): readonly string[] {
  if (compiler.isIdentifier(name)) return [name.text]
  return name.elements.flatMap((element) => (compiler.isOmittedExpression(element) ? [] : boundNames(element.name)))
}

/** An enum is the constant object that it compiles to. */
export function translateEnum(walk: Walk, node: ts.EnumDeclaration, before: readonly Statement[]): Statement {
  let next: number | undefined = 0
  const known = new Map<string, string | number>()
  const members: ObjectMember[] = []
  for (const member of node.members) {
    const key = walk.to.key(walk, member.name)
    const { initializer } = member
    const worth: string | number | undefined = initializer ? valueOfMember(initializer, node.name.text, known) : next
    // Nothing counts on from what is not known.
    const given = (): Expression => (initializer ? walk.to.expression(walk, initializer) : { kind: 'literal', value: null })
    const value: Expression = worth === undefined ? given() : { kind: 'literal', value: worth }
    next = typeof worth === 'number' ? worth + 1 : undefined
    if (typeof key === 'string' && worth !== undefined) known.set(key, worth)
    members.push({ kind: 'field', key, value })
    // What is no text leads back to its name.
    if (typeof key === 'string' && typeof worth !== 'string')
      members.push({ kind: 'field', key: worth === undefined ? given() : String(worth), value: text(key) })
  }
  const at = walk.at(node)
  return declaring(node.name.text, { kind: 'object', members, at }, before, at)
}

/** A namespace is a function that is called at once and returns what it exports. */
export function translateNamespace(walk: Walk, node: ts.ModuleDeclaration, before: readonly Statement[]): readonly Statement[] {
  if (!compiler.isIdentifier(node.name) || !node.body || !hasCode(node)) return []
  const { name, body } = node
  const at = walk.at(node)
  const inner = compiler.isModuleBlock(body) ? body.statements : compiler.isModuleDeclaration(body) ? [body] : []
  const names = [...new Set(inner.flatMap(declaredNames))]
  const changing = new Set(inner.filter(mayChange).flatMap(declaredNames))
  const isMore = before.some((statement) => declares(statement, name.text))
  const members = names.flatMap((one): readonly ObjectMember[] => {
    if (!changing.has(one)) return [{ kind: 'field', key: one, value: named(one) }]
    return isMore ? [] : accessorsOf(one, at)
  })
  const live = isMore ? [...changing].map((one) => defining(name.text, one, at)) : []
  // What another block of the same namespace exports is known by its bare name.
  const blocks = before.flatMap((statement) => blockOf(statement, name.text) ?? [])
  const known = blocks.flatMap(membersOf).map((one): Statement => ({ kind: 'let', target: named(one), value: memberNamed(name.text, one, at) }))
  walk.depth += 1
  const statements = walk.to.statements(walk, inner, [...blocks.flatMap(({ body }) => body), ...known])
  walk.depth -= 1
  const made: Statement = { kind: 'return', value: { kind: 'object', members, at } }
  const code = functionOf(name.text, [], [...known, ...live, ...statements, made], at)
  return [declaring(name.text, { kind: 'call', callee: { kind: 'function', code }, items: [], at }, before, at)]
}

/** `import name = Namespace.member`. */
export function translateAlias(walk: Walk, { name, moduleReference, isTypeOnly }: ts.ImportEqualsDeclaration): readonly Statement[] {
  if (isTypeOnly || compiler.isExternalModuleReference(moduleReference)) return []
  return [{ kind: 'let', target: named(name.text), value: memberOf(walk, moduleReference) }]
}

function memberOf(walk: Walk, node: ts.EntityName): Expression {
  if (compiler.isIdentifier(node)) return named(node.text)
  return { kind: 'member', object: memberOf(walk, node.left), key: node.right.text, at: walk.at(node.right) }
}

/** A name that has been declared before, by a class, a function or another block, gets more members. */
function declaring(name: string, value: Expression, before: readonly Statement[], at: Spot): Statement {
  if (!before.some((statement) => declares(statement, name))) return { kind: 'let', target: named(name), value }
  const callee = memberNamed('Object', 'assign', at)
  return { kind: 'expression', value: { kind: 'call', callee, items: [{ value: named(name) }, { value }], at } }
}

const declares = (statement: Statement, name: string): boolean =>
  statement.kind === 'class' || statement.kind === 'function' ? statement.name === name : statement.kind === 'let' && isNamed(statement.target, name)

const isNamed = (node: Expression | Pattern, name: string): boolean => node.kind === 'name' && node.name === name

/** An earlier block of a namespace. */
function blockOf(statement: Statement, name: string): FunctionSummary | undefined {
  const value = statement.kind === 'let' || statement.kind === 'expression' ? statement.value : undefined
  const isMore = statement.kind === 'expression' && value?.kind === 'call' && value.items[0] !== undefined && isNamed(value.items[0].value, name)
  const block = isMore ? value.items[1]?.value : statement.kind === 'let' && isNamed(statement.target, name) ? value : undefined
  return block?.kind === 'call' && block.callee.kind === 'function' ? block.callee.code : undefined
}

/** The members that a block gives. */
function membersOf({ body }: FunctionSummary): readonly string[] {
  const end = body.at(-1)
  if (end?.kind !== 'return' || end.value?.kind !== 'object') return []
  return end.value.members.flatMap((member) =>
    (member.kind === 'field' || member.kind === 'getter') && typeof member.key === 'string' ? [member.key] : [],
  )
}

const memberNamed = (owner: string, key: string, at: Spot): Expression => ({ kind: 'member', object: named(owner), key, at })

/** What a namespace exports by `let` is read and written in place. */
function accessorsOf(name: string, at: Spot): readonly ObjectMember[] {
  const target = named(name)
  const write: Statement = { kind: 'expression', value: { kind: 'assign', operator: '=', target, value: named('value') } }
  return [
    { kind: 'getter', key: name, code: functionOf(name, [], [{ kind: 'return', value: target }], at) },
    { kind: 'setter', key: name, code: functionOf(name, [named('value')], [write], at) },
  ]
}

/** The same for a block that adds to what is there. */
function defining(owner: string, name: string, at: Spot): Statement {
  const members = accessorsOf(name, at).flatMap((member): readonly ObjectMember[] =>
    member.kind === 'getter' || member.kind === 'setter'
      ? [{ kind: 'field', key: member.kind === 'getter' ? 'get' : 'set', value: { kind: 'function', code: member.code } }]
      : [],
  )
  const items = [named(owner), text(name), { kind: 'object' as const, members, at }].map((value) => ({ value }))
  return { kind: 'expression', value: { kind: 'call', callee: memberNamed('Object', 'defineProperty', at), items, at } }
}

const functionOf = (name: string, parameters: readonly Pattern[], body: readonly Statement[], at: Spot): FunctionSummary => ({
  name,
  parameters,
  body,
  arrow: true,
  generator: false,
  at,
})

const mayChange = (node: ts.Statement): boolean => compiler.isVariableStatement(node) && (node.declarationList.flags & compiler.NodeFlags.Const) === 0

/** Whether a namespace is more than types. */
function hasCode({ body }: ts.ModuleDeclaration): boolean {
  if (!body) return false
  if (compiler.isModuleDeclaration(body)) return hasCode(body)
  return compiler.isModuleBlock(body) && body.statements.some((node) => node.kind !== K.InterfaceDeclaration && node.kind !== K.TypeAliasDeclaration)
}

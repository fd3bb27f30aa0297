import { translateAlias, translateEnum, translateNamespace } from './namespaces.ts'
import { type Expression, exactly, type Statement } from './summary.ts'
import { compiler, K, type ts } from './syntax.ts'
import { noteChange, type Walk } from './walk.ts'

/** Boils down a list of statements; what has no effect on values or calls (types, interfaces, empty statements) is gone. */
export function translateStatements(walk: Walk, nodes: readonly ts.Statement[], before: readonly Statement[] = []): Statement[] {
  const found: Statement[] = []
  for (const [index, node] of nodes.entries()) {
    const outer = walk.current
    const here = walk.notes.length > 0 ? walk.notesAt(walk.line(node)) : outer
    // A comment above a function speaks of the function, which claims it itself; above any other statement it speaks of its calls.
    if (here.length > 0 && !startsFunction(node)) walk.current = [...outer, ...here]
    translate(walk, node, found, before)
    walk.current = outer
    if (compiler.isVariableStatement(node) && isDisposed(node.declarationList)) {
      found.push(...thenDisposed(walk, node.declarationList, translateStatements(walk, nodes.slice(index + 1))))
      return exactly(found)
    }
  }
  return exactly(found)
}

/** `using`: what is done with the things that are declared so comes first, however it ends. */
function thenDisposed(walk: Walk, list: ts.Node, body: Statement[]): Statement[] {
  if (!isDisposed(list)) return body
  return [{ kind: 'try', body, caught: null, handler: null, last: disposalsOf(walk, list) }]
}

function isDisposed(list: ts.Node): list is ts.VariableDeclarationList {
  const { Using, AwaitUsing, BlockScoped } = compiler.NodeFlags
  const flags = compiler.isVariableDeclarationList(list) ? list.flags & BlockScoped : 0
  return flags === Using || flags === AwaitUsing
}

/** What becomes of the things that are declared with `using`, last first. */
function disposalsOf(walk: Walk, list: ts.VariableDeclarationList): Statement[] {
  const isAwaited = (list.flags & compiler.NodeFlags.BlockScoped) === compiler.NodeFlags.AwaitUsing
  const symbols = isAwaited ? ['asyncDispose', 'dispose'] : ['dispose']
  return list.declarations.toReversed().flatMap(({ name }) =>
    symbols.map((symbol): Statement => {
      const at = walk.at(name)
      const object: Expression = { kind: 'name', name: compiler.isIdentifier(name) ? name.text : '' }
      const key: Expression = { kind: 'member', object: { kind: 'name', name: 'Symbol' }, key: symbol, at }
      const value: Expression = { kind: 'call', callee: { kind: 'member', object, key, at, optional: true }, items: [], at, optional: true }
      return { kind: 'expression', value: isAwaited ? { kind: 'await', value } : value }
    }),
  )
}

function startsFunction(node: ts.Statement): boolean {
  if (compiler.isFunctionDeclaration(node) || compiler.isClassDeclaration(node)) return true
  if (!compiler.isVariableStatement(node)) return false
  const value = node.declarationList.declarations[0]?.initializer
  return value !== undefined && (compiler.isArrowFunction(value) || compiler.isFunctionExpression(value))
}

const one = (walk: Walk, node: ts.Statement | undefined): Statement[] =>
  node ? translateStatements(walk, compiler.isBlock(node) ? node.statements : [node]) : []

function translate(walk: Walk, node: ts.Statement, found: Statement[], before: readonly Statement[]): void {
  const to = (inner: ts.Expression): Expression => walk.to.expression(walk, inner)
  switch (node.kind) {
    case K.ExpressionStatement:
      found.push({ kind: 'expression', value: to((node as ts.ExpressionStatement).expression) })
      return
    case K.VariableStatement:
      if (!isAmbient(node)) declare(walk, (node as ts.VariableStatement).declarationList, found)
      return
    case K.FunctionDeclaration: {
      const declaration = node as ts.FunctionDeclaration
      if (!declaration.body) return
      const name = declaration.name?.text ?? '*default*'
      found.push({ kind: 'function', name, code: walk.to.code(walk, declaration, name) })
      return
    }
    case K.ClassDeclaration:
      if (!isAmbient(node))
        found.push({
          kind: 'class',
          name: (node as ts.ClassDeclaration).name?.text ?? '*default*',
          code: walk.to.body(walk, node as ts.ClassDeclaration),
        })
      return
    case K.EnumDeclaration:
      found.push(translateEnum(walk, node as ts.EnumDeclaration, [...before, ...found]))
      return
    case K.ModuleDeclaration:
      if (!isAmbient(node)) found.push(...translateNamespace(walk, node as ts.ModuleDeclaration, [...before, ...found]))
      return
    case K.ImportEqualsDeclaration:
      found.push(...translateAlias(walk, node as ts.ImportEqualsDeclaration))
      return
    case K.ExportAssignment: {
      const { expression, isExportEquals } = node as ts.ExportAssignment
      found.push({ kind: 'let', target: { kind: 'name', name: isExportEquals ? 'export=' : '*default*' }, value: to(expression) })
      return
    }
    case K.ReturnStatement: {
      const { expression } = node as ts.ReturnStatement
      found.push({ kind: 'return', value: expression ? to(expression) : null })
      return
    }
    case K.ThrowStatement:
      found.push({ kind: 'throw', value: to((node as ts.ThrowStatement).expression) })
      return
    case K.IfStatement: {
      const { expression, thenStatement, elseStatement } = node as ts.IfStatement
      found.push({ kind: 'if', test: to(expression), yes: one(walk, thenStatement), no: one(walk, elseStatement) })
      return
    }
    case K.WhileStatement:
    case K.DoStatement: {
      const { expression, statement } = node as ts.WhileStatement
      found.push({
        kind: 'loop',
        first: [],
        test: to(expression),
        next: null,
        body: one(walk, statement),
        once: node.kind === K.DoStatement,
        at: walk.at(node),
      })
      return
    }
    case K.ForStatement: {
      const { initializer, condition, incrementor, statement } = node as ts.ForStatement
      const first: Statement[] = []
      if (initializer && compiler.isVariableDeclarationList(initializer)) declare(walk, initializer, first)
      else if (initializer) first.push({ kind: 'expression', value: to(initializer) })
      const isHeld = initializer !== undefined && isDisposed(initializer)
      const loop: Statement = {
        kind: 'loop',
        first: isHeld ? [] : first,
        test: condition ? to(condition) : null,
        next: incrementor ? to(incrementor) : null,
        body: one(walk, statement),
        once: false,
        at: walk.at(node),
      }
      found.push(isHeld ? { kind: 'block', body: [...first, ...thenDisposed(walk, initializer, [loop])] } : loop)
      return
    }
    case K.ForOfStatement:
    case K.ForInStatement: {
      const { initializer, expression, statement } = node as ts.ForOfStatement
      const fresh = compiler.isVariableDeclarationList(initializer)
      const name = fresh ? initializer.declarations[0]?.name : initializer
      if (name)
        found.push({
          kind: 'each',
          target: fresh ? walk.to.pattern(walk, name) : noteChange(walk, walk.to.pattern(walk, name)),
          fresh,
          ...(fresh && isHoisted(initializer) ? { outer: true } : {}),
          of: to(expression),
          keys: node.kind === K.ForInStatement,
          body: thenDisposed(walk, initializer, one(walk, statement)),
          at: walk.at(node),
        })
      return
    }
    case K.SwitchStatement: {
      const { expression, caseBlock } = node as ts.SwitchStatement
      const cases = caseBlock.clauses.map((clause) => ({
        test: compiler.isCaseClause(clause) ? to(clause.expression) : null,
        body: translateStatements(walk, clause.statements),
      }))
      found.push({ kind: 'switch', value: to(expression), cases })
      return
    }
    case K.TryStatement: {
      const { tryBlock, catchClause, finallyBlock } = node as ts.TryStatement
      const caught = catchClause?.variableDeclaration ? walk.to.pattern(walk, catchClause.variableDeclaration.name) : null
      const handler = catchClause ? translateStatements(walk, catchClause.block.statements) : null
      found.push({ kind: 'try', body: one(walk, tryBlock), caught, handler, last: one(walk, finallyBlock) })
      return
    }
    case K.Block:
      found.push({ kind: 'block', body: one(walk, node) })
      return
    case K.LabeledStatement:
      found.push(labelled(walk, node as ts.LabeledStatement))
      return
    case K.BreakStatement:
    case K.ContinueStatement: {
      const { label } = node as ts.BreakStatement
      found.push({ kind: 'jump', to: node.kind === K.BreakStatement ? 'break' : 'continue', ...(label ? { label: label.text } : {}) })
      return
    }
    default:
      return
  }
}

/** A loop with a label knows it, since `continue` may name it. */
function labelled(walk: Walk, { label, statement }: ts.LabeledStatement): Statement {
  const body = one(walk, statement).map((inner) => (inner.kind === 'loop' || inner.kind === 'each' ? { ...inner, label: label.text } : inner))
  return { kind: 'labelled', label: label.text, body }
}

function isAmbient(node: ts.Statement): boolean {
  return compiler.canHaveModifiers(node) && (compiler.getModifiers(node) ?? []).some((flag) => flag.kind === K.DeclareKeyword)
}

function declare(walk: Walk, list: ts.VariableDeclarationList, found: Statement[]): void {
  const hoisted = isHoisted(list) ? { outer: true as const } : {}
  for (const { name, initializer, type } of list.declarations) {
    const pattern = walk.to.pattern as (walk: Walk, node: ts.BindingName, type?: ts.TypeNode) => ReturnType<typeof walk.to.pattern>
    found.push({ kind: 'let', target: pattern(walk, name, type), value: initializer ? walk.to.expression(walk, initializer) : null, ...hoisted })
  }
}

/** Whether names are declared by `var`, so that they belong to the whole function. */
const isHoisted = (list: ts.VariableDeclarationList): boolean => (list.flags & compiler.NodeFlags.BlockScoped) === 0

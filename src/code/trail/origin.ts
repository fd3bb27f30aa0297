import type { Location, TrailStep } from '../../model/index.ts'
import { compiler, K, type ts } from '../summary/index.ts'
import { variableOf } from './commands.ts'
import { type Declared, declarationOf } from './declaration.ts'
import { callAt, calleeName, type FunctionNode, functionAround, functionAt, locationOf, nameAround, nameOf, type Trees } from './trees.ts'

/** How far back a value is followed. */
const mostSteps = 20

/** A value on its way back: what it is written as, and which call of the path it is in. */
interface Here {
  readonly node: ts.Expression
  /** Index into the path of the place that is under way. */
  readonly frame: number
  readonly steps: TrailStep[]
}

/**
 * How a member of a call's input came to be, read back from the call along the calls that led to it. Only what is certain from the
 * text is told: where a variable may be assigned again, a callee may be another function or an object is made elsewhere, it ends.
 */
export function originOf(trees: Trees, path: readonly Location[], at: Location, member: string): readonly TrailStep[] {
  const places = [...path, at]
  const frame = places.length - 1
  const call = callAt(trees, at)
  const input = call && inputOf(trees, call)
  const node = input && memberOf(input, member)
  if (!node) return []
  const steps: TrailStep[] = [{ what: `${member}: ${words(node)}`, at: locationOf(node) }]
  follow(trees, places, { node, frame, steps })
  return steps
}

/** The object literal that a call hands to AWS. */
function inputOf(trees: Trees, call: ts.CallExpression | ts.NewExpression): ts.ObjectLiteralExpression | undefined {
  for (const given of call.arguments ?? []) {
    const found = literalOf(trees, given)
    if (!found) continue
    if (compiler.isObjectLiteralExpression(found)) return found
    if (compiler.isNewExpression(found)) {
      const [first] = found.arguments ?? []
      const inner = first && literalOf(trees, first)
      return inner && compiler.isObjectLiteralExpression(inner) ? inner : undefined
    }
  }
  return undefined
}

/** An expression, or what the constant that it names holds. */
function literalOf(trees: Trees, given: ts.Expression, depth = 0): ts.Expression | undefined {
  const node = plain(given)
  if (!compiler.isIdentifier(node) || depth > 4) return node
  const declared = declarationOf(trees, node)
  return declared?.kind === 'constant' ? literalOf(trees, declared.value, depth + 1) : undefined
}

/** A field of an object literal, where no later spread may replace it. */
function memberOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const property of [...object.properties].reverse()) {
    if (compiler.isSpreadAssignment(property) || !property.name || compiler.isComputedPropertyName(property.name)) return undefined
    if (property.name.getText().replace(/^['"]|['"]$/g, '') !== name) continue
    if (compiler.isPropertyAssignment(property)) return property.initializer
    return compiler.isShorthandPropertyAssignment(property) ? property.name : undefined
  }
  return undefined
}

function follow(trees: Trees, places: readonly Location[], here: Here): void {
  const { frame, steps } = here
  const node = plain(here.node)
  if (steps.length >= mostSteps) return
  const variable = variableOf(node)
  if (variable !== undefined) {
    steps.push({ what: `environment variable ${variable}`, at: locationOf(node) })
    return
  }
  if (compiler.isTemplateExpression(node)) {
    for (const span of node.templateSpans) follow(trees, places, { node: span.expression, frame, steps })
    return
  }
  if (compiler.isBinaryExpression(node)) {
    const { kind } = node.operatorToken
    if (kind !== K.QuestionQuestionToken && kind !== K.BarBarToken && kind !== K.PlusToken) return
    follow(trees, places, { node: node.left, frame, steps })
    if (kind !== K.PlusToken) steps.push({ what: `or, where that is missing, ${words(node.right)}`, at: locationOf(node.right) })
    follow(trees, places, { node: node.right, frame, steps })
    return
  }
  if (compiler.isConditionalExpression(node)) {
    steps.push({ what: `${words(node.whenTrue)} or ${words(node.whenFalse)}, as ${words(node.condition)} decides`, at: locationOf(node) })
    return
  }
  if (compiler.isIdentifier(node)) {
    followName(trees, places, here, declarationOf(trees, node))
    return
  }
  if (compiler.isPropertyAccessExpression(node)) followMember(trees, places, here, node)
}

function followName(trees: Trees, places: readonly Location[], here: Here, declared: Declared | undefined): void {
  const { frame, steps } = here
  switch (declared?.kind) {
    case 'constant':
      steps.push({ what: `const ${declared.name} = ${words(declared.value)}`, at: locationOf(declared.node) })
      follow(trees, places, { node: declared.value, frame, steps })
      return
    case 'environment':
      steps.push({ what: `environment variable ${declared.name}`, at: locationOf(declared.node) })
      return
    case 'changing':
      steps.push({ what: `variable ${declared.name}, which may be assigned more than once`, at: locationOf(declared.node) })
      return
    case 'part':
      steps.push({ what: `${declared.name}, taken out of ${words(declared.value)}`, at: locationOf(declared.node) })
      if (rootOf(declared.value)) follow(trees, places, { node: rootOf(declared.value) ?? declared.value, frame, steps })
      return
    case 'parameter':
      followParameter(trees, places, here, declared)
      return
    default:
  }
}

/** A parameter is what the call handed over by which the path came into its function. */
function followParameter(
  trees: Trees,
  places: readonly Location[],
  { frame, steps }: Here,
  { name, member, index, of, node }: Declared & { kind: 'parameter' },
): void {
  const owner = nameOf(of) ?? nameAround(node) ?? 'a function'
  const told = member === undefined ? name : `${member} of the object`
  const entered = enteredAt(trees, places, frame, of)
  if (entered === 'handler') {
    steps.push({ what: `parameter ${name} of the handler ${owner}`, at: locationOf(node) })
    return
  }
  const given = entered && argumentOf(trees, entered.call, index, member)
  if (!entered || !given) {
    steps.push({ what: `parameter ${name} of ${owner}`, at: locationOf(node) })
    return
  }
  steps.push({ what: `parameter ${told} of ${owner}, called with ${words(given)}`, at: locationOf(entered.call) })
  follow(trees, places, { node: given, frame: entered.frame, steps })
}

/** The call on the path that came into a function; the handler itself is called by Lambda. */
function enteredAt(
  trees: Trees,
  places: readonly Location[],
  frame: number,
  of: FunctionNode,
): { readonly call: ts.CallExpression | ts.NewExpression; readonly frame: number } | 'handler' | undefined {
  for (let index = frame; index >= 0; index--) {
    const place = places[index]
    const inside = place && callAt(trees, place)
    if (!inside || !isInside(inside, of)) return undefined
    const before = places[index - 1]
    if (!before) return undefined
    const call = callAt(trees, before)
    // Lambda calls the handler: the first place of a path is no call but the function itself.
    if (!call && index === 1) return functionAt(trees, before) === of ? 'handler' : undefined
    if (call && !isInside(call, of)) return isCallOf(call, of) ? { call, frame: index - 1 } : undefined
  }
  return undefined
}

function isInside(node: ts.Node, of: FunctionNode): boolean {
  for (let around = functionAround(node); around; around = functionAround(around)) if (around === of) return true
  return false
}

/** By its last name: the analysis has found that this call leads here, and what it calls is called so. */
function isCallOf(call: ts.CallExpression | ts.NewExpression, of: FunctionNode): boolean {
  const called = calleeName(call)
  if (compiler.isConstructorDeclaration(of)) return compiler.isNewExpression(call) && called === of.parent.name?.text
  return called !== undefined && called === nameOf(of)?.split('.').at(-1)
}

/** What a call hands over: an argument, or a field of the object literal that one is. */
function argumentOf(trees: Trees, call: ts.CallExpression | ts.NewExpression, index: number, member: string | undefined): ts.Expression | undefined {
  const given = call.arguments ?? []
  if (given.slice(0, index + 1).some((one) => compiler.isSpreadElement(one))) return undefined
  const argument = given[index]
  if (!argument || member === undefined) return argument
  const object = literalOf(trees, argument)
  return object && compiler.isObjectLiteralExpression(object) ? memberOf(object, member) : undefined
}

function followMember(trees: Trees, places: readonly Location[], { frame, steps }: Here, node: ts.PropertyAccessExpression): void {
  const name = node.name.text
  if (node.expression.kind === K.ThisKeyword) {
    const field = fieldOf(node, name)
    if (!field) return
    steps.push({ what: `field ${name} of ${field.of}${field.value ? ` = ${words(field.value)}` : ''}`, at: locationOf(field.node) })
    if (field.value && functionAround(field.node) === undefined) follow(trees, places, { node: field.value, frame, steps })
    else if (field.value && variableOf(plain(field.value)) !== undefined) follow(trees, places, { node: field.value, frame, steps })
    return
  }
  const object = literalOf(trees, node.expression)
  if (object && compiler.isObjectLiteralExpression(object)) {
    const value = memberOf(object, name)
    if (!value) return
    steps.push({ what: `${words(node)} is ${words(value)}`, at: locationOf(value) })
    follow(trees, places, { node: value, frame, steps })
    return
  }
  // What is a part of a parameter goes on as far as the parameter itself.
  const root = rootOf(node)
  if (root) followName(trees, places, { node: root, frame, steps }, declarationOf(trees, root))
}

function rootOf(node: ts.Expression): ts.Identifier | undefined {
  const inner = plain(node)
  if (compiler.isIdentifier(inner)) return inner
  return compiler.isPropertyAccessExpression(inner) || compiler.isElementAccessExpression(inner) ? rootOf(inner.expression) : undefined
}

/** Where a class gives a field its value, if it does so once. */
function fieldOf(node: ts.Node, name: string): { readonly of: string; readonly node: ts.Node; readonly value?: ts.Expression } | undefined {
  let owner: ts.Node | undefined = node
  while (owner && !compiler.isClassLike(owner)) owner = owner.parent
  if (!owner || !compiler.isClassLike(owner)) return undefined
  const of = owner.name?.text ?? 'a class'
  const assigned: ts.BinaryExpression[] = []
  const visit = (one: ts.Node): void => {
    if (compiler.isBinaryExpression(one) && one.operatorToken.kind === K.EqualsToken && one.left.getText() === `this.${name}`) assigned.push(one)
    compiler.forEachChild(one, visit)
  }
  visit(owner)
  const declared = owner.members.find((member) => compiler.isPropertyDeclaration(member) && member.name.getText() === name)
  const initial = declared && compiler.isPropertyDeclaration(declared) ? declared.initializer : undefined
  if (assigned.length + (initial ? 1 : 0) > 1) return undefined
  const [only] = assigned
  if (only) return { of, node: only, value: only.right }
  if (initial && declared) return { of, node: declared, value: initial }
  const create = owner.members.find((member) => compiler.isConstructorDeclaration(member))
  const parameter =
    create && compiler.isConstructorDeclaration(create) ? create.parameters.find((one) => one.name.getText() === name && one.modifiers) : undefined
  return parameter ? { of, node: parameter } : undefined
}

/** What an expression is without what only types or waiting say of it. */
function plain(node: ts.Expression): ts.Expression {
  if (
    compiler.isParenthesizedExpression(node) ||
    compiler.isAsExpression(node) ||
    compiler.isSatisfiesExpression(node) ||
    compiler.isNonNullExpression(node) ||
    compiler.isAwaitExpression(node)
  )
    return plain(node.expression)
  return node
}

/** An expression as it is written, on one line and not too long. */
function words(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, ' ')
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

import type { Expression, FunctionSummary, ObjectMember, Pattern, Statement } from '../summary/index.ts'

const known = new WeakMap<FunctionSummary, boolean>()

/**
 * Whether a function calls nothing, changes nothing but what it made or was given, and gives back nothing that could be called: a test, or
 * what a list is mapped with. Whoever holds such a function can do no more with it than look at data that it has anyway.
 */
export function isInert(code: FunctionSummary): boolean {
  const before = known.get(code)
  if (before !== undefined) return before
  const found = !code.generator && !code.properties && inertFunction(code)
  known.set(code, found)
  return found
}

/** The same of a method of an object that holds nothing but data. */
export function isInertMethod(code: FunctionSummary): boolean {
  const before = knownMethods.get(code)
  if (before !== undefined) return before
  // No variable has this name.
  const found = !code.generator && inertFunction(code, new Set(['this']))
  knownMethods.set(code, found)
  return found
}

const knownMethods = new WeakMap<FunctionSummary, boolean>()

/** The names that hold nothing but what a library hands in, and what is made of that; what is typed may be something of ours. */
type Own = Set<string>

function inertFunction({ parameters, rest, body }: FunctionSummary, own: Own = new Set()): boolean {
  return [...parameters, ...(rest ? [rest] : [])].every((parameter) => declares(parameter, own)) && body.every((one) => statement(one, own))
}

/** Notes the names that a pattern declares; false where one may hold code. */
function declares(pattern: Pattern, own: Own): boolean {
  switch (pattern.kind) {
    case 'name':
      own.add(pattern.name)
      return pattern.type === undefined
    case 'object':
      return (
        pattern.type === undefined &&
        pattern.members.every(({ key, target }) => typeof key === 'string' && declares(target, own)) &&
        (!pattern.rest || declares(pattern.rest, own))
      )
    case 'array':
      return pattern.items.every((item) => !item || declares(item, own)) && (!pattern.rest || declares(pattern.rest, own))
    case 'default':
      return plain(pattern.value, own) && declares(pattern.target, own)
    case 'member':
      return false
  }
}

function statement(node: Statement, own: Own): boolean {
  const all = (body: readonly Statement[]): boolean => body.every((one) => statement(one, own))
  switch (node.kind) {
    case 'expression':
      return plain(node.value, own) || looked(node.value, own)
    case 'let':
      if (node.outer || (node.value && !plain(node.value, own))) return false
      if (node.target.kind === 'name' && (!node.value || isMade(node.value))) return own.add(node.target.name) !== undefined
      return declares(node.target, own)
    case 'return':
      return !node.value || plain(node.value, own)
    case 'throw':
      return plain(node.value, own)
    case 'if':
      return looked(node.test, own) && all(node.yes) && all(node.no)
    case 'block':
      return all(node.body)
    case 'jump':
      return true
    default:
      return false
  }
}

/** Whether an expression does nothing and gives data: nothing that could be called. */
function plain(node: Expression, own: Own): boolean {
  switch (node.kind) {
    case 'literal':
    case 'regexp':
      return true
    case 'name':
      return own.has(node.name) || node.name === 'undefined'
    case 'this':
      return own.has('this')
    case 'member':
      return plain(node.object, own) && (typeof node.key === 'string' || looked(node.key, own))
    case 'template':
      return node.parts.every((part) => looked(part, own))
    case 'binary':
      return looked(node.left, own) && looked(node.right, own)
    case 'unary':
      return node.operator !== 'delete' && looked(node.value, own)
    case 'logical':
      return plain(node.right, own) && (node.operator === '&&' ? looked : plain)(node.left, own)
    case 'conditional':
      return looked(node.test, own) && plain(node.yes, own) && plain(node.no, own)
    case 'object':
      return node.members.every((member) => plainMember(member, own))
    case 'array':
      return node.items.every(({ value }) => plain(value, own))
    case 'sequence':
      return node.items.every((item) => plain(item, own))
    case 'assign':
      return plain(node.value, own) && ownTarget(node.target, own)
    case 'update':
      return ownTarget(node.target, own)
    case 'await':
      return plain(node.value, own)
    case 'call':
      return own.has('this') && plainCall(node, own)
    case 'cast':
      return isMade(node.value) && plain(node.value, own)
    default:
      return false
  }
}

/** Whether data is asked by a method of its own, or the language computes with it. */
function plainCall({ callee, items }: Extract<Expression, { kind: 'call' }>, own: Own): boolean {
  if (callee.kind !== 'member' || typeof callee.key !== 'string' || callee.object.kind === 'this') return false
  const { object } = callee
  if (!plain(object, own) && !(object.kind === 'name' && computing.has(object.name))) return false
  return items.every(({ value }) => plain(value, own) || (value.kind === 'function' && inertFunction(value.code, new Set(own))))
}

const computing: ReadonlySet<string> = new Set(['Object', 'Array', 'Math', 'Number', 'String', 'Date'])

/** Whether a value is made on the spot, so that a type says nothing new of it. */
const isMade = ({ kind }: Expression): boolean =>
  kind === 'object' || kind === 'array' || kind === 'literal' || kind === 'template' || kind === 'binary'

/** Whether an expression does nothing, whatever it gives: it is only compared, or put into a text. */
function looked(node: Expression, own: Own): boolean {
  if (plain(node, own)) return true
  switch (node.kind) {
    case 'name':
    case 'this':
      return true
    case 'member':
      return looked(node.object, own) && (typeof node.key === 'string' || looked(node.key, own))
    case 'logical':
      return looked(node.left, own) && looked(node.right, own)
    case 'conditional':
      return looked(node.test, own) && looked(node.yes, own) && looked(node.no, own)
    default:
      return false
  }
}

const plainMember = (member: ObjectMember, own: Own): boolean =>
  member.kind === 'spread'
    ? plain(member.value, own)
    : member.kind === 'field' && (typeof member.key === 'string' || looked(member.key, own)) && plain(member.value, own)

function ownTarget(target: Pattern, own: Own): boolean {
  if (target.kind === 'name') return own.has(target.name)
  return target.kind === 'member' && plain(target.object, own) && (typeof target.key === 'string' || looked(target.key, own))
}

import { type FunctionSummary, namesOf, type Pattern } from '../summary/index.ts'

/** The names that a function uses in one way or another. */
interface CodeNames {
  /** What it, or one inside it, mentions and may find outside of it; `this` where it or `super` is mentioned. */
  readonly free: ReadonlySet<string>
  /** What it, or one inside it, assigns; `arguments` where it is mentioned at all. */
  readonly assigned: ReadonlySet<string>
  /** How often each name is declared in it. */
  readonly declared: ReadonlyMap<string, number>
}

const known = new WeakMap<FunctionSummary, CodeNames>()

/** The names that a function mentions, assigns and declares. */
export function namesIn(code: FunctionSummary): CodeNames {
  const before = known.get(code)
  if (before) return before
  const names = { free: new Set<string>(), assigned: new Set<string>(), declared: new Map<string, number>() }
  const declare = (name: string): void => {
    names.declared.set(name, (names.declared.get(name) ?? 0) + 1)
  }
  const patterns = [...code.parameters, ...(code.rest ? [code.rest] : [])]
  for (const pattern of patterns) namesOf(pattern, declare)
  const given = new Set(names.declared.keys())
  collect([code.parameters, code.rest, code.body], names, declare)
  // Whatever is called like a parameter is that parameter, or something inside.
  for (const name of given) names.free.delete(name)
  known.set(code, names)
  return names
}

/** The names that a function, or one inside it, assigns; `arguments` where it is mentioned at all. */
export function assignedIn(code: FunctionSummary): ReadonlySet<string> {
  return namesIn(code).assigned
}

interface Found {
  readonly free: Set<string>
  readonly assigned: Set<string>
}

interface Node {
  readonly kind?: unknown
  readonly name?: unknown
  readonly target?: Pattern
  readonly caught?: Pattern | null
  readonly fresh?: unknown
  readonly outer?: unknown
  readonly parameters?: unknown
}

/** Without `declare` it is a function inside, whose declarations are its own. */
function collect(part: unknown, found: Found, declare: ((name: string) => void) | undefined): void {
  if (typeof part !== 'object' || part === null) return
  if (Array.isArray(part)) {
    for (const one of part) collect(one, found, declare)
    return
  }
  const node: Node = part
  const { kind, name, target, fresh } = node
  if (kind === 'name' && typeof name === 'string') {
    found.free.add(name)
    if (name === 'arguments') found.assigned.add(name)
  }
  if (kind === 'this' || kind === 'super') found.free.add('this')
  namesAssigned(node, (one) => found.assigned.add(one))
  if (declare) {
    if (target && (kind === 'let' || (kind === 'each' && fresh))) namesOf(target, declare)
    // A `var` keeps its value from one round of a loop to the next.
    if (target && (kind === 'let' || kind === 'each') && node.outer) namesOf(target, declare)
    if (node.caught) namesOf(node.caught, declare)
    if ((kind === 'function' || kind === 'class') && typeof name === 'string') declare(name)
  }
  const within = node.parameters ? undefined : declare
  for (const inner of Object.values(part)) collect(inner, found, within)
}

/** The names that one node assigns. */
function namesAssigned({ kind, target, fresh }: Node, found: (name: string) => void): void {
  if (target && (kind === 'assign' || kind === 'update' || (kind === 'each' && !fresh))) namesOf(target, found)
}

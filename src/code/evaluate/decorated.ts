import type { Location } from '../../model/index.ts'
import type { ClassMember, ClassSummary, Expression } from '../summary/index.ts'
import { choose } from './alternatives.ts'
import { makeList } from './arguments.ts'
import { joinValues } from './join.ts'
import type { ForeignCall, Run } from './run.ts'
import type { Scope } from './scope.ts'
import { inherit } from './spread.ts'
import { type Abstract, itemsField, literal, nothing, type Pointer, pointer, symbolPrefix, type Thing, textOf, unknownValue } from './values.ts'
import type { Decorated } from './words.ts'

/** What decorators are about: a class, or a member of one. */
export interface Subject {
  readonly decorators: readonly Expression[]
  readonly kind: 'class' | 'method' | 'getter' | 'setter' | 'field' | 'accessor'
  readonly name: Abstract
  readonly isStatic: boolean
  /** The class, or the prototype that its objects share. */
  readonly target: Abstract
  readonly room: Decorated
  readonly at: Location
  readonly scope: Scope
}

/** Room for what the decorators of a class ask for; undefined where it has none. */
export function roomFor(run: Run, code: ClassSummary, base: Abstract | undefined, site: string, scope: Scope): Decorated | undefined {
  const has = (member: ClassMember): boolean =>
    member.kind !== 'block' && ((member.decorators?.length ?? 0) > 0 || (member.kind !== 'field' && member.code.decorators !== undefined))
  if (code.decorators.length === 0 && !code.create?.decorators && !code.members.some(has)) return undefined
  const metadata = run.heap.thing('record', `${site}:metadata`)
  const inherited = base?.kind === 'pointer' ? base.thing.body?.decorated?.metadata : undefined
  if (inherited) inherit(run, inherited, metadata, scope)
  const list = (name: string): Pointer => makeList(run, [], `${site}:${name}`)
  return { starts: list('starts'), classStarts: list('class-starts'), values: new Map(), made: new Map(), metadata: pointer(metadata) }
}

/** Key under which a class has what its decorators note. */
export const metadataField = `${symbolPrefix}metadata`

/** The second argument of a decorator in the standard dialect. */
export function contextOf(run: Run, { kind, name, isStatic, room, at }: Subject): Abstract {
  const context = run.heap.thing('record', `${at.file}:${at.line}:decorated`)
  const list = isStatic || kind === 'class' ? room.classStarts : room.starts
  const fields: Record<string, Abstract> = {
    kind: literal(kind),
    name,
    static: literal(isStatic),
    private: literal(textOf(name)?.startsWith('#') ?? false),
    metadata: room.metadata,
    // Functions that it is given are called when there is an object, or the class.
    addInitializer: { kind: 'method', of: list, name: 'push' },
    access: unknownValue('gives access to a member'),
  }
  for (const [key, value] of Object.entries(fields)) run.heap.set(context.fields, key, value)
  return pointer(context)
}

/** Calls what decorators asked to be called on an object, or on the class itself. */
export function start(run: Run, list: Pointer, self: Abstract, call: ForeignCall): void {
  const held = run.heap.get(list.thing.fields, itemsField)
  if (held?.kind !== 'items') return
  const given: ForeignCall = { ...call, arguments: { items: [] } }
  for (const item of held.items) run.call(item, self, given)
  const { rest } = held
  if (rest) choose(run, call.scope, [() => run.call(rest, self, given), () => nothing])
}

/** What a field of an object, or of the class, is set to where decorators have a say. */
export function valueWith(run: Run, thing: Thing, member: ClassMember, value: Abstract, self: Abstract, call: ForeignCall): Abstract {
  const made = thing.body?.decorated?.values.get(member) ?? []
  return made.reduce<Abstract>((before, { make, sure }) => {
    const change = (): Abstract => run.call(make, self, { ...call, arguments: { items: [before] } })
    return sure ? change() : joinValues([before, choose(run, call.scope, [change, () => before])])
  }, value)
}

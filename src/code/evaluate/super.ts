import { oneOf } from './alternatives.ts'
import { joinValues } from './join.ts'
import { prototypeOf } from './members.ts'
import type { ForeignCall, Run } from './run.ts'
import type { Scope } from './scope.ts'
import { protoField } from './spread.ts'
import type { Store } from './store.ts'
import { type Abstract, anyField, getterPrefix, isOwnSymbol, nothing, optionsOf, setterPrefix, symbolField, textOf } from './values.ts'
import { setField } from './writes.ts'

/** What stands above the class that the code is in: the stores of its base classes, nearest first. */
interface Above {
  readonly stores: readonly Store[]
  /** The last of them extends a class that cannot be seen. */
  readonly unseen: boolean
}

function above(run: Run, scope: Scope): readonly Above[] {
  const { home, self } = scope.activation
  const isStatic = self.kind === 'pointer' && self.thing.kind === 'class'
  return optionsOf(home?.body?.base ?? nothing).map((base): Above => {
    const stores: Store[] = []
    let at: Abstract | undefined = base
    for (let steps = 0; at?.kind === 'pointer' && steps < 32; steps++) {
      const store = isStatic ? at.thing.fields : prototypeOf(run, at.thing)
      if (store) stores.push(store)
      at = at.thing.body?.base
    }
    return { stores, unseen: at !== undefined && at.kind !== 'pointer' && at.kind !== 'literal' }
  })
}

/** The object whose members `super` means in a method of an object literal. */
function protoOf(run: Run, { activation: { home, self } }: Scope): Abstract | undefined {
  return !home && self.kind === 'pointer' ? run.heap.get(self.thing.fields, protoField) : undefined
}

const nameOf = (key: Abstract): string | undefined => textOf(key) ?? symbolField(key)

/** The names that a key may be of what is above. */
function namesAbove(run: Run, stores: readonly Store[], key: Abstract): readonly string[] {
  const name = nameOf(key)
  if (name !== undefined) return [name]
  for (const store of stores) run.heap.touch(store)
  const names = stores.flatMap(({ map }) => [...map.keys()]).map((one) => (one.startsWith(getterPrefix) ? one.slice(getterPrefix.length) : one))
  return [...new Set(names)].filter((one) => !one.startsWith('\0') || one === anyField || isOwnSymbol(one))
}

function memberOf(run: Run, stores: readonly Store[], name: string, prefix: string): Abstract | undefined {
  for (const store of stores) {
    const found = run.heap.get(store, prefix + name)
    if (found) return found
    // What is nearer hides what is further up, of whichever kind it is.
    if (prefix !== '' && run.heap.get(store, name)) return undefined
  }
  return undefined
}

/** What a member is for the object that the code runs on; undefined where there is none of that name. */
function found(run: Run, { stores, unseen }: Above, name: string, scope: Scope, at: number): Abstract | undefined {
  const { self } = scope.activation
  const getter = memberOf(run, stores, name, getterPrefix)
  if (getter) return run.call(getter, self, { arguments: { items: [] }, at: run.place(scope, at), scope })
  return memberOf(run, stores, name, '') ?? (unseen ? { kind: 'method', of: self, name } : undefined)
}

/** Does something for each base class and name that are possible. */
function everyWay(run: Run, key: Abstract, scope: Scope, work: (from: Above, name: string) => Abstract): Abstract {
  const ways = above(run, scope).flatMap((from) => namesAbove(run, from.stores, key).map((name) => ({ from, name })))
  return ways.length === 0 ? nothing : oneOf(run, scope, ways, ({ from, name }) => work(from, name))
}

/** `super.name`, where that is not called. */
export function readSuper(run: Run, key: Abstract, scope: Scope, at: number): Abstract {
  const proto = protoOf(run, scope)
  if (proto) return run.read(proto, key, scope, at)
  return everyWay(run, key, scope, (from, name) => found(run, from, name, scope, at) ?? nothing)
}

/** `super.name(...)`. */
export function superMethod(run: Run, key: Abstract, given: ForeignCall): Abstract {
  const { scope } = given
  const { self } = scope.activation
  const proto = protoOf(run, scope)
  if (proto) return run.call(run.read(proto, key, scope, 4096), self, given)
  return everyWay(run, key, scope, (from, name) => {
    const member = found(run, from, name, scope, 4096)
    if (!member) return nothing
    return member.kind === 'method' && member.of === self ? run.builtinMethod(self, name, given) : run.call(member, self, given)
  })
}

/** `super.name = value`: a setter of the base class, or a field of the object itself. */
export function writeSuper(run: Run, key: Abstract, value: Abstract, scope: Scope): void {
  const { self } = scope.activation
  const setters = above(run, scope).flatMap(({ stores }) => {
    const names = optionsOf(key).map(nameOf)
    const all = stores.flatMap(({ map }) => [...map.keys()]).filter((one) => one.startsWith(setterPrefix))
    const wanted = names.includes(undefined) ? [...new Set(all)] : names.map((name) => `${setterPrefix}${name}`)
    return wanted.flatMap((name) => memberOf(run, stores, name.slice(setterPrefix.length), setterPrefix) ?? [])
  })
  const call: ForeignCall = { arguments: { items: [value] }, at: run.place(scope, 4096), scope }
  if (setters.length > 0) {
    oneOf(run, scope, setters, (setter) => run.call(setter, self, call))
    return
  }
  const name = nameOf(key)
  if (name === undefined || self.kind !== 'pointer') run.write(self, key, value, scope)
  else setField(run, self.thing, name, self.thing.many ? joinValues([run.heap.get(self.thing.fields, name) ?? nothing, value]) : value)
}

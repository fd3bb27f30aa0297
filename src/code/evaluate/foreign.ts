import type { Idiom } from '../idioms/idiom.ts'
import { addedMember } from './added.ts'
import { createCarrier } from './carried.ts'
import { callPerhaps } from './change-perhaps.ts'
import { giveThing } from './given.ts'
import { joinValues, stepInto } from './join.ts'
import { LetOut } from './let-out.ts'
import { findField } from './members.ts'
import { isOfLanguage } from './members-of-language.ts'
import type { ForeignCall, Run } from './run.ts'
import {
  type Abstract,
  anyField,
  type Foreign,
  foreign,
  gaveField,
  jsonName,
  optionsOf,
  ownerOf,
  type Pointer,
  pointer,
  roomField,
  symbolPrefix,
  type Thing,
  unknownValue,
} from './values.ts'
import { noteChange } from './writes.ts'

/** How deep records and lists that are handed to a library are searched for functions. */
const deepest = 4

/** What happens to values that leave the analysed code, and what comes back. */
export function createForeign(
  run: Run,
  idioms: readonly Idiom[],
): Pick<Run, 'callForeign' | 'constructForeign' | 'putForeign' | 'builtinMethod' | 'libraryCall' | 'typedForeign' | 'escape'> {
  const out = new LetOut(run)
  const carry = createCarrier(run)

  /** `by` is the library's thing that is handed the values, where that holds something of ours: it may hand that on to them. */
  const letOut = (values: readonly Abstract[], to: string, call: ForeignCall, by?: Pointer): void => {
    for (const value of values) for (const option of optionsOf(value)) escapeOne(option, to, call, deepest, by)
  }

  const escapeOne = (value: Abstract, to: string, call: ForeignCall, depth: number, by?: Pointer): void => {
    if (value.kind === 'method') {
      if (!isTheirs(value, call)) run.invokeBlindly(value, call, by)
      return
    }
    if (value.kind === 'items') {
      letOut([...value.items, ...(value.rest ? [value.rest] : [])], to, call, by)
      return
    }
    if (value.kind === 'foreign') for (const idiom of idioms) idiom.handed?.(run, withoutDefault(value), to, call)
    if (value.kind !== 'pointer' || depth === 0) return
    const { thing } = value
    if (out.isOut(thing, depth, call, by?.thing)) return
    out.once(thing, call, `${depth} ${by !== undefined}`, (call) => {
      const lends = lentBy(thing)
      if (lends) run.invokeBlindly(lends, call, by)
      if (lends && !isOwn(thing)) return
      if (thing.command) run.send(undefined, value, call, to)
      else if (thing.client) run.clientEscapes(thing.client, to, call)
      else if (thing.closure) {
        // What a callback returns may be called in its turn (`use(() => middleware)`).
        for (const result of optionsOf(run.invokeBlindly(value, call, by)))
          if (result.kind === 'pointer' && result.thing.closure) run.invokeBlindly(result, call, by)
      } else if (thing.body) {
        out.remembered(thing, to, call, (from) => {
          const made = run.construct(value, { ...from, arguments: { items: [], rest: unknownValue('is handed in by a library') } })
          letOut([made], to, from)
        })
      } else if (thing.kind === 'opaque') libraryCall(value, 'handed over', { ...call, arguments: { items: [] } })
      else if (thing.kind === 'instance') {
        libraryCall(value, 'handed over', { ...call, arguments: { items: [] } })
        escapeMethods(value, thing, to, call)
      } else if (thing.kind === 'record' || thing.kind === 'list' || thing.kind === 'map') {
        run.heap.touch(thing.fields)
        for (const field of [...thing.fields.map.values()]) for (const option of optionsOf(field)) escapeOne(option, to, call, depth - 1, by)
      }
    })
  }

  /** What whoever is handed it can come to, where what stands in for a library says so: nobody calls the container's own members one by one. */
  const lentBy = (thing: Thing): Abstract | undefined => {
    const room = thing.fields.map.get(roomField)
    return room?.kind === 'pointer' ? run.heap.get(room.thing.fields, 'handedOver') : undefined
  }

  /** A class of ours that extends the container's has methods of its own. */
  const isOwn = ({ made }: Thing): boolean => made?.kind === 'pointer' && made.thing.body !== undefined && !run.isStandIn(made.thing.body.scope.file)

  /** Whether a member of a list, or of what a library gave, has nothing of ours behind it, so that no library does anything with it that we could see. */
  const isTheirs = (member: Abstract & { kind: 'method' }, call: ForeignCall): boolean => {
    const of = ownerOf(member)
    if (member.name === jsonName || (of.kind === 'pointer' && of.thing.kind === 'list')) return true
    const library = libraryBehind(member)
    if (!library || member.bound || run.heap.get(library.thing.fields, anyField)) return false
    return libraryCall(member.of, member.name, { ...call, arguments: { items: [], rest: unknownValue('is handed in by a library') } }) === undefined
  }

  /** Whoever holds an instance may call its methods. */
  const escapeMethods = (self: Abstract, thing: Thing, to: string, call: ForeignCall): void => {
    const blind: ForeignCall = { ...call, arguments: { items: [], rest: unknownValue('is handed in by a library') } }
    const names = new Set<string>()
    for (let at = thing.made?.kind === 'pointer' ? thing.made.thing : undefined, steps = 0; at?.body && steps < 32; steps++) {
      for (const name of at.body.prototype.map.keys()) if (!name.startsWith('\0') || name.startsWith(symbolPrefix)) names.add(name)
      at = at.body.base?.kind === 'pointer' ? at.body.base.thing : undefined
    }
    for (const name of names) run.method(self, name, blind)
    for (const field of [...thing.fields.map.values()]) {
      for (const option of optionsOf(field)) if (option.kind === 'pointer' && option.thing.closure) escapeOne(option, to, call, 1)
    }
  }

  /** What a library gives back may be, hold or call whatever it was handed. */
  const opaque = (made: Foreign | undefined, values: readonly Abstract[], call: ForeignCall): Abstract => {
    const thing = giveThing(run, `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`, made)
    carry(thing, values)
    return pointer(thing)
  }

  const all = (call: ForeignCall): readonly Abstract[] => [...call.arguments.items, ...(call.arguments.rest ? [call.arguments.rest] : [])]

  const callForeign = (symbol: Foreign, call: ForeignCall): Abstract => {
    const plain = withoutDefault(symbol)
    for (const idiom of idioms) {
      const result = idiom.call?.(run, plain, call)
      if (result) return result
    }
    letOut(all(call), nameOf(plain), call)
    return plain.package === 'global' ? unknownValue(`comes from ${plain.path.join('.')}()`, { at: call.at }) : opaque(plain, all(call), call)
  }

  const constructForeign = (symbol: Foreign, call: ForeignCall, made?: Abstract): Abstract => {
    const plain = withoutDefault(symbol)
    if (plain.path.at(-1)?.endsWith('Command')) call.scope.activation.node.made.add(`${call.at.file}:${call.at.line}:${call.at.column ?? 0}`)
    for (const idiom of idioms) {
      const result = idiom.construct?.(run, plain, call, made)
      if (result) return result
    }
    letOut(all(call), nameOf(plain), call)
    return made ?? opaque(plain, all(call), call)
  }

  const putForeign = (owner: Foreign, name: string, value: Abstract): void => {
    for (const idiom of idioms) idiom.put?.(run, withoutDefault(owner), name, value)
  }

  /** The names of members that are being called for what the code has put there, or for what a thing of a library holds. */
  const asked = new Set<string>()

  /** A method of our own code that a library may stand in front of: of an instance it was handed, or of what a factory of ours makes. */
  const ownMembers = (thing: Thing, name: string, call: ForeignCall): readonly Abstract[] => {
    const { rough } = run.heap
    const held = run.heap.get(thing.fields, anyField)
    // Where less is told apart, any library may hold what another one was handed.
    const inner = held && rough?.pot ? run.heap.get(rough.pot.fields, anyField) : held
    const results: Abstract[] = []
    const look = (value: Abstract, depth: number): void => {
      for (const option of optionsOf(value)) {
        if (option.kind !== 'pointer' || (option.thing.client && name !== 'send')) continue
        const { thing: owner } = option
        if (owner.closure) {
          // It was called when it was handed over, and is called again when anything changes for it.
          if (depth > 2) look(run.heap.get(owner.fields, gaveField) ?? run.invokeBlindly(option, call), depth - 1)
          continue
        }
        if (owner.kind !== 'instance' && owner.kind !== 'record') continue
        // It is asked for one name after the other.
        run.heap.touch(owner.fields)
        if (owner.client || findField(run, option, owner, name, call.scope, 0)) results.push(run.method(option, name, call))
        else if (owner.kind === 'record' && depth > 0) for (const field of [...owner.fields.map.values()]) look(field, depth - 1)
      }
    }
    const question = `${thing.id} ${name}`
    // What it holds may lead back to it.
    if (!inner || asked.has(question)) return results
    asked.add(question)
    try {
      look(inner, 3)
    } finally {
      asked.delete(question)
    }
    return results
  }

  const libraryCall = (receiver: Abstract, name: string, call: ForeignCall): Abstract | undefined => {
    for (const idiom of idioms) {
      const result = idiom.method?.(run, receiver, name, call)
      if (result) return result
    }
    return undefined
  }

  const typedForeign = (symbol: Foreign, call: ForeignCall): Abstract | undefined => {
    const plain = withoutDefault(symbol)
    for (const idiom of idioms) {
      const result = idiom.typed?.(run, plain, call)
      if (result) return result
    }
    return undefined
  }

  /** What is called of that; what was read off something that a library made and put on another such thing leads to what is called already. */
  const callAdded = (added: Abstract, receiver: Abstract, name: string, call: ForeignCall): Abstract => {
    if (asked.has(name)) return run.call(joinValues(optionsOf(added).filter((option) => !isOfLibrary(option))), receiver, call)
    asked.add(name)
    try {
      return run.call(added, receiver, call)
    } finally {
      asked.delete(name)
    }
  }

  const builtinMethod = (receiver: Abstract, name: string, call: ForeignCall): Abstract => {
    const added = addedMember(run, receiver, name, call.scope, 4096)
    if (!added) return givenMethod(receiver, name, call)
    const result = callAdded(added, receiver, name, call)
    const isOpen = receiver.kind === 'unknown' || receiver.kind === 'foreign' || (receiver.kind === 'pointer' && receiver.thing.kind === 'opaque')
    return isOpen || isOfLanguage(name) ? joinValues([result, givenMethod(receiver, name, call)]) : result
  }

  const givenMethod = (receiver: Abstract, name: string, call: ForeignCall): Abstract => {
    callPerhaps(run, receiver, name, call)
    const typed = receiver.kind === 'unknown' ? run.typedReceiver(receiver, name, call) : undefined
    if (typed) return run.method(typed, name, call)
    const known = libraryCall(receiver, name, call)
    if (known) return known
    if (receiver.kind === 'foreign') return callForeign({ ...receiver, path: [...receiver.path, name] }, call)
    const library = libraryBehind(receiver)
    if (library) {
      letOut(all(call), `${name}()`, call, run.heap.get(library.thing.fields, anyField) ? library : undefined)
      carry(library.thing, all(call))
      return joinValues([...ownMembers(library.thing, name, call), library])
    }
    if (receiver.kind === 'unknown') {
      letOut(all(call), receiver.origin ?? 'something that is not known', call)
      if (changing.has(name)) noteChange(receiver, undefined, call.scope)
      return stepInto(receiver, `.${name}()`)
    }
    letOut(all(call), `${name}()`, call)
    return unknownValue(`comes from ${name}()`, { at: call.at })
  }

  return { callForeign, constructForeign, putForeign, builtinMethod, libraryCall, typedForeign, escape: letOut }
}

/** Whether something that may be called is a member of what a library made. */
function isOfLibrary(option: Abstract): boolean {
  const owner = option.kind === 'method' && ownerOf(option)
  return owner !== false && (owner.kind === 'unknown' || (owner.kind === 'pointer' && owner.thing.kind === 'opaque'))
}

/** The methods that change the list they are called on. */
const changing: ReadonlySet<string> = new Set(['push', 'unshift', 'splice', 'fill', 'copyWithin'])

/** The thing of a library that a value is, or was read off: `container`, `container.cradle.repository`. */
function libraryBehind(value: Abstract): Pointer | undefined {
  const of = ownerOf(value)
  return of.kind === 'pointer' && of.thing.kind === 'opaque' ? of : undefined
}

const nameOf = (symbol: Foreign): string => (symbol.package === 'global' ? symbol.path.join('.') : [symbol.package, ...symbol.path].join('.'))

/** `import X from 'package'` and `require('package')` name the same thing for most packages. */
const withoutDefault = (symbol: Foreign): Foreign => (symbol.path[0] === 'default' ? foreign(symbol.package, symbol.path.slice(1)) : symbol)

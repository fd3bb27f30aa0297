import type { Finding } from '../../model/index.ts'
import { type Implementer, implementersOf, type TypeTarget } from '../types/index.ts'
import { beMany } from './be-one.ts'
import { joinValues } from './join.ts'
import { findField } from './members.ts'
import { storeFor } from './names.ts'
import { CallNode } from './nodes.ts'
import type { ForeignCall, Run } from './run.ts'
import type { Activation, Scope } from './scope.ts'
import { type Abstract, foreign, nothing, optionsOf, type Unknown, unknownValue } from './values.ts'

/** What stands for a value of a declared type: the instance or client, and the evaluation that made it. */
interface Standing {
  readonly value: Abstract
  readonly node: CallNode | undefined
  /** What it is, in words. */
  readonly name: string
}

/** Values that are not known, by what their declared types say of them. */
export function createTyped(run: Run): Pick<Run, 'typedReceiver' | 'typedMember' | 'typedValue'> {
  const standing = new Map<string, Standing | 'making'>()
  const implementers = new Map<unknown, readonly Implementer[]>()

  /** Makes what stands for a type once, as old as the module that it is declared in. */
  const once = (key: string, file: string, name: string, make: (call: ForeignCall) => Abstract | undefined): Standing | undefined => {
    const known = standing.get(key)
    if (known === 'making') return undefined
    if (known && !run.heap.rough) return known
    const module = run.load(file)
    if (!module) return undefined
    standing.set(key, 'making')
    const node = new CallNode(file)
    const build = (): Abstract | undefined => {
      const activation: Activation = { self: nothing, node, returns: [], yields: [], scope: undefined as unknown as Scope, jumps: [] }
      const scope: Scope = { names: run.heap.scope(), parent: module.scope, activation, file }
      activation.scope = scope
      return make({ arguments: { items: [], rest: unknownValue('is handed in by a library') }, at: { file, line: 1 }, scope })
    }
    let value: Abstract | undefined
    try {
      value = run.heap.load(build, file)
    } finally {
      // Where there was too much to do, whoever asks next tries again.
      standing.delete(key)
    }
    for (const option of value ? optionsOf(value) : []) if (option.kind === 'pointer' && option.thing.kind === 'instance') beMany(option.thing)
    const made = value ? { value, node, name } : undefined
    if (made) standing.set(key, made)
    return made
  }

  const standingFor = (one: Implementer): Standing | undefined =>
    once(`${one.kind} ${one.file} ${one.name}`, one.file, one.name, (call) => {
      const value = run.heap.get(storeFor(run.load(one.file)?.scope ?? call.scope, one.name), one.name)
      if (!value) return undefined
      if (one.kind === 'value') return value
      return one.kind === 'class' ? run.construct(value, call) : run.call(value, nothing, call)
    })

  const standingsOf = (target: TypeTarget, call: ForeignCall): readonly Standing[] => {
    switch (target.kind) {
      case 'package': {
        const value = run.typedForeign(foreign(target.package, target.path), call)
        return value ? [{ value, node: undefined, name: target.path.at(-1) ?? target.package }] : []
      }
      case 'value':
      case 'result': {
        const found = standingFor({ kind: target.kind === 'value' ? 'value' : 'factory', file: target.file, name: target.name })
        return found ? [found] : []
      }
      case 'class':
      case 'declaration': {
        const key = target.kind === 'class' ? target.code : target.declaration
        // Whatever stands in one of them may fit as well.
        call.scope.activation.node.beyond.add('service')
        const known = implementers.get(key) ?? implementersOf(run, target)
        implementers.set(key, known)
        return known.flatMap((one) => standingFor(one) ?? [])
      }
      default:
        return []
    }
  }

  const reach = (found: readonly Standing[], call: ForeignCall): Abstract => {
    for (const { node } of found) if (node) call.scope.activation.node.children.set(node, call.at)
    return joinValues(found.map(({ value }) => value))
  }

  const hasMember = (value: Abstract, name: string, call: ForeignCall): boolean =>
    optionsOf(value).some(
      (option) =>
        option.kind === 'foreign' ||
        (option.kind === 'pointer' &&
          (option.thing.client !== undefined ||
            option.thing.kind === 'opaque' ||
            findField(run, option, option.thing, name, call.scope, 0) !== undefined)),
    )

  const typedReceiver = (receiver: Unknown, name: string, call: ForeignCall): Abstract | undefined => {
    if (!receiver.type) return undefined
    const found = receiver.type.targets.flatMap((target) => standingsOf(target, call)).filter(({ value }) => hasMember(value, name, call))
    if (found.length === 0) return undefined
    if (found.length > 1) run.find(severalFit(name, found, call), call.scope)
    return reach(found, call)
  }

  /** A member of a value that only a container can have made: the field of an instance of its class. */
  const typedMember = (owner: Unknown, name: string, scope: Scope): Abstract | undefined => {
    if (!owner.type || owner.origin !== undefined) return undefined
    const classes = owner.type.targets.filter(({ kind }) => kind === 'class')
    const call: ForeignCall = { arguments: { items: [] }, at: { file: scope.file, line: 1 }, scope }
    const found = classes.flatMap((target) => standingsOf(target, call)).filter(({ value }) => hasMember(value, name, call))
    return found.length > 0 ? run.read(reach(found, call), { kind: 'literal', value: name }, scope, 0) : undefined
  }

  const typedValue = (value: Unknown, call: ForeignCall): Abstract | undefined => {
    if (!value.type) return undefined
    const found = value.type.targets.flatMap((target) => standingsOf(target, call))
    return found.length > 0 ? reach(found, call) : undefined
  }

  return { typedReceiver, typedMember, typedValue }
}

function severalFit(name: string, found: readonly Standing[], call: ForeignCall): Finding {
  const names = [...new Set(found.map((one) => one.name))].sort()
  return {
    check: 'several-implementations',
    severity: 'warning',
    confidence: 'likely',
    message: `which implementation of ${name} is called here is decided where the code cannot be followed: ${names.join(', ')} all count`,
    at: call.at,
    fix: 'hand the implementation over in code that the handler can be followed through, or load only the one that it uses',
  }
}

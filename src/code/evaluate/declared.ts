import type { TypeRef } from '../summary/index.ts'
import { isDataMember, isOnlyData, memberTargets, type TypeTarget, targetKey, targetsOf } from '../types/index.ts'
import { CallNode } from './nodes.ts'
import type { ForeignCall, Run } from './run.ts'
import type { Activation, Scope } from './scope.ts'
import { type DeclaredType, foreign, nothing } from './values.ts'

/** How many members a declared type is followed through. */
const deepest = 5

/** Reads declared types, as far as they may say which code, or which client, stands behind a value. */
export function createDeclared(run: Run): Pick<Run, 'typeOf' | 'tells'> {
  const types = new WeakMap<TypeRef, DeclaredType | null>()
  const byKey = new Map<string, DeclaredType>()
  const clients = new Map<string, boolean>()
  const data = new Map<string, boolean>()

  const isClient = (target: TypeTarget & { kind: 'package' }): boolean => {
    const key = targetKey(target)
    const known = clients.get(key)
    if (known !== undefined) return known
    const found = run.typedForeign(foreign(target.package, target.path), outside(run)) !== undefined
    clients.set(key, found)
    return found
  }

  const isData = (target: TypeTarget): boolean => {
    const key = targetKey(target)
    const known = data.get(key) ?? isOnlyData(run, target, (one) => !isClient(one))
    data.set(key, known)
    return known
  }

  const declared = (found: readonly TypeTarget[], owner: DeclaredType['owner'], depth: number): DeclaredType | undefined => {
    const targets = found.filter((target) => !isData(target))
    // What an owner does not speak of may still be there in what stands for it.
    if (targets.length === 0 && (!owner || owner.type.targets.every((target) => isDataMember(run, target, owner.name)))) return undefined
    const key = owner ? `${owner.type.key}.${owner.name}` : targets.map(targetKey).join('|')
    const known = byKey.get(key)
    if (known) return known
    const members = new Map<string, DeclaredType | undefined>()
    const type: DeclaredType = {
      key,
      targets,
      ...(owner ? { owner } : {}),
      member: (step) => {
        if (depth >= deepest) return undefined
        if (!members.has(step))
          members.set(
            step,
            declared(
              targets.flatMap((target) => memberTargets(run, target, step)),
              { type, name: step },
              depth + 1,
            ),
          )
        return members.get(step)
      },
    }
    byKey.set(key, type)
    return type
  }

  return {
    typeOf: (file, ref) => {
      const known = types.get(ref)
      if (known !== undefined) return known ?? undefined
      const made = declared(targetsOf(run, { file, ref }), undefined, 0)
      types.set(ref, made ?? null)
      return made
    },
    tells: ({ targets }) =>
      targets.some(
        (target) =>
          (target.kind === 'package' && isClient(target)) ||
          target.kind === 'class' ||
          (target.kind === 'declaration' && hasMethods(target.declaration.type)),
      ),
  }
}

const hasMethods = (type: TypeRef): boolean => type.kind === 'record' && type.members.some(([, member]) => member.kind === 'function')

/** A call from nowhere in particular, to ask what a class of a package is. */
function outside(run: Run): ForeignCall {
  const activation: Activation = { self: nothing, node: new CallNode(''), returns: [], yields: [], scope: undefined as unknown as Scope, jumps: [] }
  const scope: Scope = { names: run.heap.scope(), activation, file: '' }
  activation.scope = scope
  return { arguments: { items: [] }, at: { file: '', line: 1 }, scope }
}

import { type Location, type SdkCall, sameValue, type Value } from '../model/index.ts'
import type { ActionMap } from './action-map.ts'
import type { Derived, Surroundings } from './surroundings.ts'
import { noTriggers } from './told.ts'

/** What was derived for a call before, and what it depended on. */
interface Remembered {
  readonly map: ActionMap
  readonly call: SdkCall
  readonly surroundings: Surroundings
  /** The environment variables that were looked at, with what they were. */
  readonly read: ReadonlyMap<string, Value | undefined>
  /** Whether it was asked what the triggers say. */
  readonly asked: boolean
  readonly derived: Derived
}

// Functions that share code share its calls, down to the object that says where each stands.
const remembered = new WeakMap<Location, readonly Remembered[]>()
const most = 8

/** Derives what a call needs, or takes what was derived for the same call of another function whose environment says the same to it. */
export function rememberDerived(map: ActionMap, call: SdkCall, surroundings: Surroundings, derive: (around: Surroundings) => Derived): Derived {
  const before = remembered.get(call.at) ?? []
  const same = before.find((one) => one.map === map && isSameCall(one.call, call) && saysTheSame(one, surroundings))
  if (same) return { ...same.derived, permissions: same.derived.permissions.map((permission) => ({ ...permission, because: call })) }
  const read = new Map<string, Value | undefined>()
  const get = (name: string): Value | undefined => {
    const value = surroundings.environment.get(name)
    read.set(name, value)
    return value
  }
  let asked = false
  const of = (path: string) => {
    asked = true
    return (surroundings.triggers ?? noTriggers).of(path)
  }
  const derived = derive({ ...surroundings, environment: { get }, triggers: { of } })
  remembered.set(call.at, [{ map, call, surroundings, read, asked, derived }, ...before.slice(0, most - 1)])
  return derived
}

const isSameCall = (a: SdkCall, b: SdkCall): boolean =>
  a.input === b.input &&
  a.clientOptions === b.clientOptions &&
  a.client === b.client &&
  a.command === b.command &&
  a.annotations === b.annotations &&
  a.via === b.via &&
  a.role === b.role &&
  a.only === b.only

function saysTheSame({ surroundings, read, asked }: Remembered, around: Surroundings): boolean {
  const { resources, partition, region, account, objectKeys, conditions, environmentSource } = surroundings
  if (asked && (surroundings.triggers ?? noTriggers) !== (around.triggers ?? noTriggers)) return false
  if (resources !== around.resources || partition !== around.partition || objectKeys !== around.objectKeys || conditions !== around.conditions)
    return false
  if (environmentSource !== around.environmentSource || !sameValue(region, around.region) || !sameValue(account, around.account)) return false
  for (const [name, value] of read) if (around.environment.get(name) !== value) return false
  return true
}

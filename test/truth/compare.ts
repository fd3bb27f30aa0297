import { covers, inWordsOfTruth, type Printed } from './resource.ts'
import type { Need, Truth } from './truth.ts'

/** What of a report in JSON is compared. */
export interface Derived {
  readonly functions: readonly {
    readonly name: string
    readonly permissions?: readonly { readonly action: string; readonly basis: string; readonly resources: readonly Printed[] }[]
  }[]
}

/** How far what is derived agrees with what was read; each text names a function, an action and what is the matter. */
export interface Score {
  readonly functions: number
  /** Actions that a function needs for sure. */
  readonly sure: number
  readonly derived: number
  readonly missing: readonly string[]
  readonly surplus: readonly string[]
  /** Actions whose resources the code and the configuration tell, of which the rest are exact. */
  readonly resolvable: number
  readonly inexact: readonly string[]
}

/** Compares what is derived for each function that was read. */
export function compare(truth: Truth, derived: Derived): Score {
  const score = { functions: 0, sure: 0, derived: 0, resolvable: 0, missing: [] as string[], surplus: [] as string[], inexact: [] as string[] }
  for (const [name, { needs, traps = [] }] of Object.entries(truth.functions)) {
    const found = resourcesByAction(derived, name)
    const wanted = byAction(needs)
    score.functions += 1
    score.derived += found.size
    for (const action of found.keys()) if (!wanted.has(action)) score.surplus.push(`${name} ${action}${traps.includes(action) ? ' (a trap)' : ''}`)
    for (const [action, group] of wanted) {
      const resources = found.get(action)
      const sure = group.some(({ certainty }) => certainty === 'sure')
      if (sure) score.sure += 1
      if (!resources) {
        if (sure) score.missing.push(`${name} ${action}, ${group.map(({ evidence }) => evidence).join(', ')}`)
        continue
      }
      if (group.some(isOpen)) continue
      score.resolvable += 1
      const wrong = differenceOf(group, resources)
      if (wrong) score.inexact.push(`${name} ${action} ${wrong}`)
    }
  }
  return score
}

function byAction(needs: readonly Need[]): ReadonlyMap<string, readonly Need[]> {
  const groups = new Map<string, Need[]>()
  for (const need of needs) groups.set(need.action, [...(groups.get(need.action) ?? []), need])
  return groups
}

const isOpen = ({ resources }: Need): boolean => resources.some((resource) => resource.startsWith('unresolvable'))

function resourcesByAction(derived: Derived, name: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  const permissions = derived.functions.find((one) => one.name === name)?.permissions ?? []
  // What the framework grants every function is no need of the code.
  for (const { action, basis, resources } of permissions)
    if (basis !== 'framework') found.set(action, [...(found.get(action) ?? []), ...resources.map(inWordsOfTruth)])
  return found
}

/** What is derived beside what is right, or is not derived. */
function differenceOf(group: readonly Need[], derived: readonly string[]): string | undefined {
  const required = group.flatMap(({ resources }) => resources).map(inWordsOfTruth)
  const right = [...required, ...group.flatMap(alternativesOf)]
  if (derived.every((resource) => right.includes(resource)) && group.every((need) => isMet(need, derived))) return undefined
  return `is ${[...new Set(derived)].join(', ')} instead of ${required.join(', ')}`
}

/** Alternatives stand for the one resource of their need. */
function isMet(need: Need, derived: readonly string[]): boolean {
  if (need.resources.length === 1 && alternativesOf(need).some((resource) => derived.includes(resource))) return true
  return need.resources.every((resource) => derived.some((one) => covers(one, inWordsOfTruth(resource))))
}

const alternativesOf = ({ alt_resources: alternatives = [] }: Need): readonly string[] => alternatives.map(inWordsOfTruth)

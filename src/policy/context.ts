import { type Answer, atomsOf } from './atoms.ts'
import type { ConditionTest } from './condition.ts'
import type { Pattern } from './tokens.ts'

/** What a request may bring for one condition key. */
interface KeyContext {
  readonly key: string
  readonly present: boolean
  readonly facts: ReadonlyMap<string, Answer>
  /** Whether a request with just these facts surely exists. */
  readonly real: boolean
}

/** What a request may bring for all condition keys that matter. */
export interface Context {
  readonly keys: ReadonlyMap<string, KeyContext>
  readonly real: boolean
}

/** Beyond these the question is not answered. */
const MOST_FACTS = 6
const MOST_CONTEXTS = 4096

/** All classes of requests that the tests tell apart; undefined where there are too many. */
export function contextsOf(tests: readonly ConditionTest[]): readonly Context[] | undefined {
  const byKey = new Map<string, ConditionTest[]>()
  for (const test of tests) byKey.set(test.key, [...(byKey.get(test.key) ?? []), test])
  let contexts: Context[] = [{ keys: new Map(), real: true }]
  for (const [key, group] of byKey) {
    const options = keyContextsOf(key, group)
    if (!options || contexts.length * options.length > MOST_CONTEXTS) return undefined
    contexts = contexts.flatMap(({ keys, real }) => options.map((option) => ({ keys: new Map([...keys, [key, option]]), real: real && option.real })))
  }
  return contexts
}

function keyContextsOf(key: string, tests: readonly ConditionTest[]): readonly KeyContext[] | undefined {
  const patterns = new Map<string, Pattern>(tests.flatMap((test) => [...test.patterns]))
  const opaque = [...new Set(tests.flatMap((test) => test.facts.filter((fact) => !test.patterns.has(fact))))]
  const atoms = patterns.size === 0 ? [[]] : atomsOf([...patterns.values()])
  if (!atoms || opaque.length > MOST_FACTS) return undefined
  const names = [...patterns.keys()]
  // Whether several opaque facts can hold together with each other, or with a text, nobody here knows: of each alone it is clear.
  const real = opaque.length + (patterns.size > 0 ? 1 : 0) <= 1
  const present = atoms.flatMap((atom) =>
    Array.from({ length: 2 ** opaque.length }, (_, bits): KeyContext => {
      const texts = names.map((name, index) => [name, atom[index] ?? 'no'] as const)
      const others = opaque.map((fact, index) => [fact, (bits >> index) & 1 ? 'yes' : 'no'] as const)
      return { key, present: true, facts: new Map<string, Answer>([...texts, ...others]), real }
    }),
  )
  return [...present, { key, present: false, facts: new Map(), real: true }]
}

import type { Random } from '../../../policy-random.ts'

/** What stands at a path of an event or an answer. */
type Choice =
  | { readonly kind: 'nothing' | 'object' }
  | { readonly kind: 'plain'; readonly value: string | number | boolean }
  | { readonly kind: 'list'; readonly of: readonly Choice[] }

/** What was chosen for each path that code asked for. */
export type Choices = Map<string, Choice>

/** Of what things are invented: the texts of the code, and the names of members that it reads. */
export interface Material {
  readonly words: readonly string[]
  readonly names: readonly string[]
}

const fresh = ['id-1', 'id-2', 'dyn-a', 'dyn-b', '7']

/** Something that becomes what it is when code asks for it: each member is chosen once, and the choice is kept in `choices`. */
export function invent(random: Random, material: Material, choices: Choices, path: string, real: object = {}): object {
  const made = new Map<PropertyKey, unknown>()
  const member = (key: string): unknown => {
    if (made.has(key)) return made.get(key)
    const at = `${path}.${key}`
    const choice = choices.get(at) ?? choose(random, material, key)
    choices.set(at, choice)
    const value = realise(random, material, choices, at, choice)
    made.set(key, value)
    if (value !== undefined) (real as Record<string, unknown>)[key] = value
    return value
  }
  return new Proxy(real, {
    get: (target, key, self) => {
      const own = Reflect.get(target, key, self) as unknown
      return own !== undefined || typeof key !== 'string' || key === 'then' || key === 'toJSON' || key.startsWith('$') || key === 'constructor'
        ? own
        : member(key)
    },
    has: (target, key) => (typeof key === 'string' && !(key in target) ? member(key) !== undefined : key in target),
    getOwnPropertyDescriptor: (target, key) => {
      if (typeof key === 'string' && !(key in target)) member(key)
      return Reflect.getOwnPropertyDescriptor(target, key)
    },
  })
}

function realise(random: Random, material: Material, choices: Choices, at: string, choice: Choice): unknown {
  if (choice.kind === 'plain') return choice.value
  if (choice.kind === 'object') return invent(random, material, choices, at)
  if (choice.kind === 'list') return choice.of.map((one, index) => realise(random, material, choices, `${at}.${index}`, one))
  return undefined
}

function choose(random: Random, material: Material, key: string): Choice {
  const plain = (value: string | number | boolean): Choice => ({ kind: 'plain', value })
  const word = (): Choice => plain(random.pick(material.words.length > 0 ? material.words : fresh))
  // What a batch left over is told by table, and asked for again as it stands.
  if (/^Unprocessed/.test(key)) return { kind: 'nothing' }
  // A next page for ever would end nothing.
  if (/token|marker|lastEvaluated/i.test(key)) return random.chance(0.25) ? plain('more') : { kind: 'nothing' }
  if (/body$|^message$|^detail$/i.test(key) && random.chance(0.6)) return plain(json(random, material))
  if (/^(?:Records|[A-Za-z]*[a-z]s)$/.test(key) && random.chance(0.6)) {
    const one = random.chance(0.6) ? (): Choice => ({ kind: 'object' }) : (): Choice => (random.chance(0.5) ? word() : plain(random.pick(fresh)))
    return { kind: 'list', of: Array.from({ length: random.pick([1, 1, 2, 2, 3, 0]) }, one) }
  }
  const at = random.below(100)
  if (at < 15) return { kind: 'nothing' }
  if (at < 32) return plain(random.chance(0.6))
  if (at < 40) return plain(random.pick([0, 1, 2, 3, 50, 1000]))
  if (at < 62) return word()
  if (at < 84) return plain(random.pick(fresh))
  return at < 95 ? { kind: 'object' } : { kind: 'list', of: [{ kind: 'object' }] }
}

/** The text of a record, of which no path can be asked. */
function json(random: Random, { words, names }: Material): string {
  const some = names.length > 0 ? names : ['id']
  return JSON.stringify(
    Object.fromEntries(
      random.times(6, () => [random.pick(some), random.chance(0.7) ? random.pick([...words, ...fresh]) : random.pick([true, false, 1, 2])]),
    ),
  )
}

/** The same choices, but for some that are made anew. */
export function vary(random: Random, choices: Choices): Choices {
  const paths = [...choices.keys()]
  const dropped = new Set(paths.length === 0 ? [] : random.times(3, () => random.pick(paths)))
  return new Map([...choices].filter(([path]) => ![...dropped].some((one) => path === one || path.startsWith(`${one}.`))))
}

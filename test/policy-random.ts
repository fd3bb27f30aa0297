import type { Condition, Policy, Statement, Value } from '../src/model/index.ts'
import { join, resource, text } from '../src/model/index.ts'

/** A source of numbers that says the same for the same seed (mulberry32). */
export function randomOf(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  const chance = (share: number): boolean => next() < share
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item
  const times = <Item>(most: number, make: () => Item): Item[] => Array.from({ length: 1 + below(most) }, make)
  return { below, chance, pick, times }
}
export type Random = ReturnType<typeof randomOf>

const steps = (random: Random, most: number, of: readonly string[]): string =>
  random.chance(0.1) ? '' : random.times(most, () => random.pick(of)).join('')

/** `x?*` */
export const randomGlob = (random: Random, most = 3): string => steps(random, most, ['x', 'y', 'x', 'y', '*', '*', '?'])

/** `a:X*` */
export const randomAction = (random: Random): string =>
  random.chance(0.08) ? '*' : `${random.pick(['a', 'b', 'a', '*'])}:${steps(random, 2, ['x', 'y', 'X', '*', '?'])}`

const resourceR = resource('R', 'Arn')
const selfA: Value = { kind: 'variable', text: '${self:a}' }

/**
 * Two resources, which are surely distinct, and what may be anything: two variables, an intrinsic, the region, the account and the partition in
 * both spellings, a policy variable in both spellings, characters that are no wildcards, and one of several values.
 */
export const opaqueParts: readonly Value[] = [
  resourceR,
  resource('S', 'Arn'),
  selfA,
  { kind: 'variable', text: '${self:b}' },
  { kind: 'intrinsic', document: { 'Fn::ImportValue': 'x' } },
  resource('AWS::Region'),
  { kind: 'variable', text: '${aws:region}' },
  resource('AWS::AccountId'),
  { kind: 'variable', text: '${aws:accountId}' },
  resource('AWS::Partition'),
  { kind: 'variable', text: '${aws:partition}' },
  text('${aws:username}'),
  text('x${AWS:UserName}'),
  text('${*}'),
  { kind: 'oneOf', options: [text('x'), text('y*')] },
  { kind: 'oneOf', options: [selfA, resourceR, text('x?')] },
]

/** Meanings of the opaque parts; of what the pseudo parameters say, and of the two resources, none holds the other, and none is empty. */
export const meanings: readonly ReadonlyMap<string, string>[] = [
  ['p', 'q', 'x', 'y', 'x', 'z', 'x', 'aws'],
  ['q', 'p', '', 'x', '', 'x', 'z', 'y'],
  ['xp', 'yq', 'y', 'y', 'yx', 'y', 'x', 'z'],
  ['py', 'qy', 'yx', '', 'p', 'yx', 'z', 'xx'],
  ['p', 'q', 'p', 'px', 'q', 'z', 'y', 'xx'],
  ['qx', 'p', 'z', 'q', 'z', 'y', 'z', 'aws'],
].map(([r = '', s = '', a = '', b = '', imported = '', region = '', account = '', partition = '']) => {
  const known = { R: r, S: s, '${self:a}': a, '${self:b}': b, 'Fn::ImportValue': imported, 'aws:username': b === '' ? r : b }
  const places = { 'AWS::Region': region, '${aws:region}': region, 'AWS::AccountId': account, '${aws:accountId}': account }
  return new Map(Object.entries({ ...known, ...places, 'AWS::Partition': partition, '${aws:partition}': partition }))
})

/** A resource pattern; with `opaque`, some of it may be known only at deployment. */
export function randomResource(random: Random, opaque: number): Value {
  if (!random.chance(opaque)) return text(random.chance(0.15) ? randomArn(random) : randomGlob(random))
  if (random.chance(0.25)) return opaqueArn(random)
  const parts = random.times(3, () => (random.chance(0.5) ? random.pick(opaqueParts) : text(randomGlob(random, 2))))
  return join(parts)
}

/** An ARN with parts of it known only at deployment: a region, an account, a name. */
function opaqueArn(random: Random): Value {
  const part = (): Value => (random.chance(0.5) ? random.pick(opaqueParts) : text(random.pick(['', 'x', '*', '?', 'x*'])))
  const partition = random.chance(0.2) ? random.pick([resource('AWS::Partition'), selfA]) : text('aws')
  return join([text('arn:'), partition, text(':s:'), part(), text(':'), part(), text(':'), part(), text(random.pick(['', '/x', '*', ':x']))])
}

/** An ARN pattern, now and then in a short form. */
export function randomArn(random: Random): string {
  const field = (): string => random.pick(['', 'x', '*', '?', 'x*', '*x'])
  if (random.chance(0.15))
    return random.pick(['*', 'arn:*', 'arn:aws:s*', 'arn:aws:s:*', 'arn:aws:s:x*', 'arn:*:s:x', 'arn:aws:s:*:x', 'arn:?ws:s*:x:*'])
  return `arn:aws:s:${field()}:${field()}:${random.pick(['', 'x:', '*:'])}${randomGlob(random, 2)}`
}

const operators: readonly (readonly [operator: string, key: string, values: readonly string[]])[] = [
  ['StringEquals', 'aws:T', ['x', 'y']],
  ['StringNotEquals', 'aws:T', ['x', 'y']],
  ['StringEqualsIfExists', 'aws:t', ['x', 'y']],
  ['StringEqualsIgnoreCase', 'AWS:T', ['x', 'X']],
  ['StringLike', 'aws:T', ['x*', '*', 'x', '?']],
  ['StringNotLike', 'aws:T', ['x*', '?', 'y']],
  ['Null', 'aws:T', ['true', 'false']],
  ['NumericLessThan', 'aws:N', ['5', '9']],
  ['NumericEquals', 'aws:N', ['3', '7']],
  ['NumericNotEquals', 'aws:N', ['3', '7']],
]

/** A condition block, or none; with `opaque`, what some tests ask for may be known only at deployment, or when the request is made. */
export function randomCondition(random: Random, opaque: number): Condition | undefined {
  if (random.chance(0.6)) return undefined
  const condition = new Map<string, Map<string, readonly Value[]>>()
  for (const [operator, key, values] of random.times(2, () => random.pick(operators))) {
    const wanted = (): Value => {
      const known = text(random.pick(values))
      if (!operator.startsWith('String') || !random.chance(opaque)) return known
      const part = random.pick(opaqueParts)
      return random.chance(0.6) ? part : join(random.chance(0.5) ? [known, part] : [part, known])
    }
    condition.set(operator, new Map([[key, random.times(2, wanted)]]))
  }
  return condition
}

/** What a policy may be made of. */
export interface Taste {
  readonly opaque: number
  readonly conditions: boolean
  readonly denials: boolean
  readonly negations: boolean
}

/** A policy of up to three statements. */
export function randomPolicy(random: Random, taste: Taste): Policy {
  return { statements: random.chance(0.04) ? [] : random.times(3, () => randomStatement(random, taste)) }
}

function randomStatement(random: Random, { opaque, conditions, denials, negations }: Taste): Statement {
  const actions = random.times(2, () => randomAction(random))
  const resources = random.times(2, () => randomResource(random, opaque))
  const condition = conditions ? randomCondition(random, opaque) : undefined
  return {
    effect: denials && random.chance(0.25) ? 'Deny' : 'Allow',
    ...(negations && random.chance(0.15) ? { actions: [], notActions: actions } : { actions }),
    ...(negations && random.chance(0.15) ? { resources: [], notResources: resources } : { resources }),
    ...(condition ? { condition } : {}),
    because: [],
  }
}

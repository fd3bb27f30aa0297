import { describe, expect, it, vi } from 'vitest'
import type { Permission, Policy } from '../src/model/index.ts'
import { resource, text } from '../src/model/index.ts'
import { coversByClasses } from '../src/policy/compare.ts'
import { buildPolicy, covers, coversAction, equivalent, excess, intersect, minimise, missing, policyCovers } from '../src/policy/index.ts'
import { alternativesOf } from '../src/policy/tokens.ts'
import { meanings, type Random, randomAction, randomArn, randomGlob, randomOf, randomPolicy, randomResource, type Taste } from './policy-random.ts'
import { allowedRequests, arnMatches, filledIn, globMatches, type Meaning, type Universe } from './policy-twin.ts'
import { actionWords, arnWords, samplesOf, universeOf, words } from './policy-universe.ts'

// Laws of the algebra, on random policies against the twin: half as many as each names. KEYCARD_LAWS=100 tries a hundred times as many, KEYCARD_LAW_CASES=5000
// that many, KEYCARD_LAW_FIRST=5001 those after the first 5000.
const more = Number(process.env.KEYCARD_LAWS ?? '0.5')
const cases = process.env.KEYCARD_LAW_CASES
const firstSeed = Number(process.env.KEYCARD_LAW_FIRST ?? '1')
vi.setConfig({ testTimeout: cases === undefined ? 60_000 * Math.max(1, more) : 24 * 3_600_000 })
const seeds = (count: number): number[] =>
  Array.from({ length: cases === undefined ? Math.ceil(count * more) : Number(cases) }, (_, index) => firstSeed + index)

/** All meanings, or in a long run two of them in turn: what one case leaves out another one tries. */
const meaningsOf = (seed: number): readonly Meaning[] => (Number(cases) > 2000 ? meanings.filter((_, index) => index % 3 === seed % 3) : meanings)

const says = (value: unknown): string => JSON.stringify(value, (_, one) => (one instanceof Map ? Object.fromEntries(one) : one))
const asksNumbers = (policies: readonly Policy[]): boolean => says(policies).includes('Numeric')

const plain: Taste = { opaque: 0, conditions: false, denials: true, negations: true }
const withConditions: Taste = { ...plain, conditions: true }
const withOpaque: Taste = { ...plain, opaque: 0.5 }
const opaqueConditions: Taste = { ...withConditions, opaque: 0.4 }

/** What the twin says: for each meaning of the opaque parts, whether all requests that `narrow` allows are allowed by `wide`. */
function coveredBy(wide: Policy, narrow: Policy, universe: (meaning: Meaning) => Universe, all: readonly Meaning[]): boolean[] {
  return all.map((meaning) => {
    const requests = universe(meaning)
    const wanted = allowedRequests(narrow, requests, meaning)
    const allowed = allowedRequests(wide, requests, meaning)
    return wanted.every((one, index) => !one || allowed[index])
  })
}

describe('patterns', () => {
  const compare = (wide: string, narrow: string, texts: readonly string[], matches: typeof globMatches): string =>
    [...texts, ...samplesOf(narrow)].every((one) => !matches(narrow, one) || matches(wide, one)) ? 'yes' : 'no'

  it('decide what the twin finds out, always', () => {
    for (const seed of seeds(3000)) {
      const random = randomOf(seed)
      const [wide, narrow] = [randomGlob(random), randomGlob(random)]
      expect(`${wide} ${narrow} ${covers(text(wide), text(narrow))}`).toBe(`${wide} ${narrow} ${compare(wide, narrow, words, globMatches)}`)
    }
  })

  it('decide on ARNs, field by field', () => {
    for (const seed of seeds(700)) {
      const random = randomOf(seed)
      const [wide, narrow] = [randomArn(random), randomArn(random)]
      expect(`${wide} ${narrow} ${covers(text(wide), text(narrow))}`).toBe(`${wide} ${narrow} ${compare(wide, narrow, arnWords, arnMatches)}`)
    }
  })

  it('decide on actions, upper and lower case alike', () => {
    const matches = (pattern: string, one: string): boolean => one.split(':').length === 2 && globMatches(pattern.toLowerCase(), one.toLowerCase())
    for (const seed of seeds(2000)) {
      const random = randomOf(seed)
      const [wide, narrow] = [randomAction(random), randomAction(random)]
      const expected = compare(wide, narrow, actionWords, matches) === 'yes'
      expect(`${wide} ${narrow} ${coversAction(wide, narrow)}`).toBe(`${wide} ${narrow} ${expected}`)
    }
  })

  it('are right about opaque parts whatever these stand for', () => {
    const answers = { yes: 0, no: 0, unknown: 0 }
    for (const seed of seeds(3000)) {
      const random = randomOf(seed)
      const [wide, narrow] = [randomResource(random, 0.8), randomResource(random, 0.8)]
      const answer = covers(wide, narrow)
      answers[answer]++
      const truths = meaningsOf(seed).map((meaning) => {
        const [wideText, narrowText] = [filledIn(wide, meaning), filledIn(narrow, meaning)]
        return samplesOf(narrowText, meaning.values()).every((one) => !arnMatches(narrowText, one) || arnMatches(wideText, one))
      })
      if (answer !== 'unknown')
        expect(`${says(wide)} ${says(narrow)} ${truths}`).toBe(`${says(wide)} ${says(narrow)} ${truths.map(() => answer === 'yes')}`)
    }
    // The answer is not a way out: it is given where it has to be.
    expect(answers.unknown / seeds(3000).length).toBeLessThan(0.5)
    expect(answers.yes / seeds(3000).length).toBeGreaterThan(0.03)
  })

  it('are ordered: each covers itself, and what it covers covers', () => {
    let chains = 0
    for (const seed of seeds(4000)) {
      const random = randomOf(seed)
      const [a, b, c] = [randomResource(random, 0.4), randomResource(random, 0.4), randomResource(random, 0.4)]
      expect(covers(a, a)).toBe('yes')
      if (covers(a, b) !== 'yes' || covers(b, c) !== 'yes') continue
      chains++
      expect(`${says([a, b, c])} ${covers(a, c)}`).toBe(`${says([a, b, c])} yes`)
    }
    expect(chains / seeds(4000).length).toBeGreaterThan(0.01)
  })
})

describe('policies', () => {
  it('cover what the twin finds covered, always', () => {
    for (const seed of seeds(1000)) {
      const random = randomOf(seed)
      const [wide, narrow] = [randomPolicy(random, plain), randomPolicy(random, plain)]
      const [expected] = coveredBy(wide, narrow, universeOf([wide, narrow]), [new Map()])
      expect(`${says(wide)} ${says(narrow)} ${policyCovers(wide, narrow)}`).toBe(`${says(wide)} ${says(narrow)} ${expected ? 'yes' : 'no'}`)
      expect(coversByClasses(wide, narrow)).toBe(expected ? 'yes' : 'no')
    }
  })

  it('are right about conditions, and decide unless two opaque tests meet', () => {
    let unknowns = 0
    for (const seed of seeds(700)) {
      const random = randomOf(seed)
      const [wide, narrow] = [randomPolicy(random, withConditions), randomPolicy(random, withConditions)]
      const answer = policyCovers(wide, narrow)
      const [expected] = coveredBy(wide, narrow, universeOf([wide, narrow], 'with contexts'), [new Map()])
      if (answer === 'unknown') {
        unknowns++
        expect(asksNumbers([wide, narrow])).toBe(true)
      } else if (answer === 'yes') expect(`${says(wide)} ${says(narrow)} ${expected}`).toBe(`${says(wide)} ${says(narrow)} true`)
      else expect(`${says(wide)} ${says(narrow)} ${expected}`).toBe(`${says(wide)} ${says(narrow)} false`)
    }
    expect(unknowns / seeds(700).length).toBeLessThan(0.05)
  })

  it('are right about opaque parts whatever these stand for', () => {
    const answers = { yes: 0, no: 0, unknown: 0 }
    for (const seed of seeds(400)) {
      const random = randomOf(seed)
      const [wide, narrow] = [randomPolicy(random, withOpaque), randomPolicy(random, withOpaque)]
      const answer = policyCovers(wide, narrow)
      answers[answer]++
      const truths = coveredBy(wide, narrow, universeOf([wide, narrow]), meaningsOf(seed))
      if (answer !== 'unknown')
        expect(`${says(wide)} ${says(narrow)} ${truths}`).toBe(`${says(wide)} ${says(narrow)} ${truths.map(() => answer === 'yes')}`)
    }
    expect(answers.unknown / seeds(400).length).toBeLessThan(0.35)
  })

  it('are right about opaque parts of conditions whatever these stand for', () => {
    const answers = { yes: 0, no: 0, unknown: 0 }
    for (const seed of seeds(200)) {
      const random = randomOf(seed)
      const [wide, narrow] = [randomPolicy(random, opaqueConditions), randomPolicy(random, opaqueConditions)]
      const answer = policyCovers(wide, narrow)
      answers[answer]++
      const truths = coveredBy(wide, narrow, universeOf([wide, narrow], 'with contexts'), meaningsOf(seed))
      if (answer !== 'unknown')
        expect(`${says(wide)} ${says(narrow)} ${truths}`).toBe(`${says(wide)} ${says(narrow)} ${truths.map(() => answer === 'yes')}`)
    }
    expect(answers.unknown / seeds(200).length).toBeLessThan(0.4)
  })

  it('cover themselves, and are equivalent to themselves in another order', () => {
    for (const seed of seeds(300)) {
      const random = randomOf(seed)
      const policy = randomPolicy(random, { ...withConditions, opaque: 0.4 })
      expect(`${says(policy)} ${policyCovers(policy, policy)}`).toBe(`${says(policy)} yes`)
      expect(`${says(policy)} ${coversByClasses(policy, policy)}`).toBe(`${says(policy)} yes`)
      expect(equivalent({ statements: [...policy.statements].reverse() }, policy)).toBe('yes')
    }
  })
})

describe('minimising', () => {
  it('keeps what is allowed, changes nothing the second time, and never makes it longer', () => {
    const pieces = ({ statements }: Policy): number => statements.reduce((sum, { actions, resources }) => sum + actions.length * resources.length, 0)
    for (const seed of seeds(300)) {
      const random = randomOf(seed)
      const policy = randomPolicy(random, { ...withConditions, opaque: 0.3 })
      const small = minimise(policy)
      expect(minimise(small)).toEqual(small)
      expect(pieces(small)).toBeLessThanOrEqual(pieces(policy))
      const universe = universeOf([policy], 'with contexts')
      for (const meaning of meaningsOf(seed).slice(0, 2)) {
        const requests = universe(meaning)
        expect(allowedRequests(small, requests, meaning)).toEqual(allowedRequests(policy, requests, meaning))
      }
    }
  })
})

describe('intersecting', () => {
  it('allows what both allow and nothing else, or says that it is less', () => {
    let exactly = 0
    for (const seed of seeds(300)) {
      const random = randomOf(seed)
      const taste: Taste = { ...withConditions, opaque: random.pick([0, 0.3]) }
      const [a, b] = [randomPolicy(random, taste), randomPolicy(random, taste)]
      const { policy, exact } = intersect(a, b)
      if (exact) exactly++
      for (const meaning of meaningsOf(seed).slice(0, 2)) {
        const requests = universeOf([a, b], 'with contexts')(meaning)
        const [inA, inB, inBoth] = [a, b, policy].map((one) => allowedRequests(one, requests, meaning))
        const wrong = inBoth?.findIndex((one, index) => (one ? !(inA?.[index] && inB?.[index]) : exact && inA?.[index] && inB?.[index]))
        expect(`${says([a, b, policy])} ${exact} ${wrong}`).toBe(`${says([a, b, policy])} ${exact} -1`)
      }
    }
    expect(exactly / seeds(300).length).toBeGreaterThan(0.5)
  })
})

describe('differences', () => {
  const needing: Taste = { opaque: 0.3, conditions: false, denials: false, negations: false }

  it('miss nothing where all is covered, and exactly what is not otherwise', () => {
    for (const seed of seeds(300)) {
      const random = randomOf(seed)
      const [declared, needed] = [randomPolicy(random, { ...withOpaque, conditions: random.chance(0.3) }), randomPolicy(random, needing)]
      const gaps = missing(declared, needed)
      if (policyCovers(declared, needed) === 'yes') expect(gaps).toEqual([])
      for (const gap of gaps.filter(({ certain }) => certain)) {
        const one: Policy = { statements: [{ effect: 'Allow', actions: [gap.action ?? '*'], resources: [gap.resource ?? text('*')], because: [] }] }
        expect(policyCovers(declared, one)).toBe('no')
      }
      // What nobody denies is closed by allowing the gaps.
      const closed: Policy = { statements: [...declared.statements, ...gaps.map(({ statement }) => statement)] }
      if (!declared.statements.some(({ effect }) => effect === 'Deny')) expect(policyCovers(closed, needed)).toBe('yes')
    }
  })

  it('find nothing in excess where need covers all, and say what is used of the rest', () => {
    for (const seed of seeds(300)) {
      const random = randomOf(seed)
      const [declared, needed] = [randomPolicy(random, { ...withOpaque, conditions: random.chance(0.3) }), randomPolicy(random, needing)]
      const surplus = excess(declared, needed)
      if (surplus.length === 0) expect(`${says([declared, needed])} ${policyCovers(needed, declared)}`).not.toMatch(/ no$/)
      for (const one of surplus.filter(({ kind, certain }) => kind === 'unused' && certain)) {
        // Nothing that is needed is allowed by it: taking it away takes nothing that is needed.
        const { statement, action, resource: on } = one
        const only: Policy = {
          statements: [{ ...statement, ...(action === undefined ? {} : { actions: [action] }), ...(on === undefined ? {} : { resources: [on] }) }],
        }
        for (const meaning of meaningsOf(seed).slice(0, 3)) {
          const requests = universeOf([declared, needed], 'with contexts')(meaning)
          const [byIt, wanted] = [only, needed].map((policy) => allowedRequests(policy, requests, meaning))
          expect(byIt?.some((allowed, index) => allowed && wanted?.[index])).toBe(false)
        }
      }
    }
  })
})

describe('building', () => {
  const randomPermission = (random: Random): Permission => ({
    action: random.pick(['a:x', 'a:X', 'a:y', 'a:*', 'b:x', 'a:x*']),
    resource: random.chance(0.2) ? { kind: 'oneOf', options: [randomResource(random, 0.3), resource('R', 'Arn')] } : randomResource(random, 0.3),
    basis: 'identity',
    ...(random.chance(0.2) ? { condition: new Map([['StringEquals', new Map([['aws:T', [text(random.pick(['x', 'y']))]]])]]) } : {}),
  })

  it('allows what the permissions ask for and no more, in whatever order they come', () => {
    for (const seed of seeds(300)) {
      const random = randomOf(seed)
      const permissions = Array.from({ length: random.below(8) }, () => randomPermission(random))
      const policy = buildPolicy(permissions)
      const shuffled = [...permissions].sort(() => random.below(3) - 1)
      expect(says(buildPolicy(shuffled))).toBe(says(policy))
      const each: Policy = {
        statements: permissions.map(({ action, resource: on, condition }) => ({
          effect: 'Allow',
          actions: [action],
          // Whatever it may be is asked for.
          resources: alternativesOf(on) ?? [],
          ...(condition ? { condition } : {}),
          because: [],
        })),
      }
      const universe = universeOf([each], 'with contexts')
      for (const meaning of meaningsOf(seed).slice(0, 2)) {
        const requests = universe(meaning)
        expect(allowedRequests(policy, requests, meaning)).toEqual(allowedRequests(each, requests, meaning))
      }
    }
  })
})

import { type Basis, type Condition, type Finding, oneOf, type Permission, type SdkCall, text, type Value, valueKey } from '../model/index.ts'
import { resolveType, type Scene } from './arn.ts'
import { fillCondition } from './condition.ts'
import type { Declared } from './declared.ts'
import type { ActionFact, Bindings, CommandFact } from './format.ts'
import { leadingKey } from './leading-key.ts'
import type { Reason } from './pattern.ts'
import type { EnvironmentSource, Reading } from './reading.ts'
import { ask } from './when.ts'
import { type Choose, everyWorld } from './worlds.ts'

/** Combinations of choices that are looked at one by one, and resources that one action may name, before both give way to a wildcard. */
const MOST_WORLDS = 400
const MOST_RESOURCES = 50

/** One permission as it comes out of one world. */
interface Found {
  readonly resource: Value
  readonly condition: Condition | undefined
  readonly reasons: readonly Reason[]
  /** Why the action may not be needed at all. */
  readonly perhaps: string | undefined
  readonly declared: Declared | undefined
}

/** The permissions of one action of a call, with the declared resources they fall on. */
export interface ActionPermissions {
  readonly permissions: readonly Permission[]
  readonly findings: readonly Finding[]
  readonly onDeclared: readonly { readonly action: string; readonly declared: Declared }[]
}

/** Derives one action of a command for a call. */
export function permissionsOfAction(
  action: ActionFact & { readonly name: string },
  commandBasis: NonNullable<CommandFact['basis']> | 'identity',
  call: SdkCall,
  sceneOf: (reading: Reading) => Scene,
  around: Omit<Reading, 'choose'>,
): ActionPermissions {
  const run = (choose: Choose): readonly Found[] => inWorld(action, { ...around, choose }, sceneOf)
  const all = everyWorld(run, MOST_WORLDS)
  let found = gather(all.results.flat())
  if (!all.complete || found.length > MOST_RESOURCES) found = gather(everyWorld(() => run(() => -1), 1).results.flat())
  const basis: Basis = action.dependent ? 'dependent' : commandBasis === 'none' ? 'identity' : commandBasis
  const permissions = found.map((each): Permission => {
    const why = widened(each)
    return {
      action: action.name,
      resource: each.resource,
      ...(each.condition ? { condition: each.condition } : {}),
      basis,
      because: call,
      ...(why === undefined ? {} : { widened: why }),
      ...(each.perhaps === undefined ? {} : { perhaps: each.perhaps }),
    }
  })
  const onDeclared = found.flatMap((each) => (each.declared ? [{ action: action.name, declared: each.declared }] : []))
  return { permissions, findings: findingsOf(action.name, found, call, around), onDeclared }
}

function inWorld(action: ActionFact, reading: Reading, sceneOf: (reading: Reading) => Scene): readonly Found[] {
  const scene = sceneOf(reading)
  const asked = action.when ? ask(action.when, scene, reading) : undefined
  if (asked?.is === 'no') return []
  const perhaps = asked?.is === 'maybe' ? asked.why : undefined
  const condition = conditionOf(action, scene, reading)
  const on = Object.entries(action.on ?? {})
  const reasons = action.narrower === undefined ? [] : [{ text: action.narrower, inherent: true }]
  if (on.length === 0) return [{ resource: text('*'), condition, reasons, perhaps, declared: undefined }]
  const resolved = on.map(([name, bindings]) => ({
    type: name.replace(/\?$/, ''),
    optional: name.endsWith('?'),
    ...typeIn(name, bindings, scene, reading),
  }))
  const named = resolved.filter((each) => !each.optional || each.present)
  return (named.length > 0 ? named : resolved).flatMap((each) => {
    const leading = scene.conditions ? leadingKey(each.type, each.declared, scene, reading) : undefined
    const both = leading ? withMore(condition, leading) : condition
    return each.values.map((resource) => ({ resource, condition: both, reasons: each.reasons, perhaps, declared: each.declared }))
  })
}

const typeIn = (name: string, bindings: Bindings, scene: Scene, reading: Reading) => resolveType(name.replace(/\?$/, ''), bindings, scene, reading)

function conditionOf(action: ActionFact, scene: Scene, reading: Reading): Condition | undefined {
  const always = action.condition && fillCondition(action.condition, scene, reading)
  const narrow = action.narrow && (!action.optional || scene.conditions) ? fillCondition(action.narrow, scene, reading) : undefined
  return narrow ? withMore(always, narrow) : always
}

function withMore(condition: Condition | undefined, more: Condition): Condition {
  const both = new Map([...(condition ?? [])].map(([operator, keys]) => [operator, new Map(keys)]))
  for (const [operator, keys] of more) both.set(operator, new Map([...(both.get(operator) ?? []), ...keys]))
  return both
}

/** Takes what several worlds agree on once; what one world is sure of, another's doubt does not weaken. */
function gather(found: readonly Found[]): Found[] {
  const kept = new Map<string, Found>()
  for (const each of found) {
    const key = `${valueKey(each.resource)} ${conditionKey(each.condition)}`
    const before = kept.get(key)
    if (!before || (before.perhaps !== undefined && each.perhaps === undefined)) kept.set(key, each)
  }
  return [...kept.values()]
}

const conditionKey = (condition: Condition | undefined): string =>
  condition
    ? [...condition]
        .map(([operator, keys]) => `${operator}(${[...keys].map(([key, values]) => `${key}=${valueKey(oneOf(values))}`).join(',')})`)
        .join(' ')
    : ''

function widened(found: Found): string | undefined {
  const reasons = [...distinct(found.reasons.map((reason) => reason.text))]
  if (found.perhaps !== undefined) reasons.push(`needed only for some inputs: ${found.perhaps}`)
  return reasons.length > 0 ? reasons.join('; ') : undefined
}

const missingFixes: { readonly [source in EnvironmentSource]: string } = {
  declared: 'declare it under environment: of the function or the provider, or under custom.keycard.environment',
  filled: 'declare it under environment: of the function or the provider, or under custom.keycard.environment; what is declared is not replaced',
  'partly-read': 'write its value under custom.keycard.environment',
  given: 'give it with --env NAME=VALUE',
}

/** What is said of one action of one call, however many resources it comes to. */
function findingsOf(action: string, found: readonly Found[], call: SdkCall, around: Omit<Reading, 'choose'>): Finding[] {
  const findings: Finding[] = []
  const reasons = distinct(found.flatMap((each) => each.reasons.filter(({ inherent }) => !inherent).map(({ text: words }) => words)))
  const fromEnvironment = reasons.filter((reason) => [...around.missing].some((name) => reason.includes(`environment variable ${name},`)))
  for (const reason of fromEnvironment) {
    findings.push({
      check: 'environment-missing',
      severity: 'warning',
      confidence: 'certain',
      message: `${action}: ${reason}`,
      at: call.at,
      fix: missingFixes[around.environmentSource],
    })
  }
  const others = reasons.filter((reason) => !fromEnvironment.includes(reason))
  if (others.length > 0) {
    findings.push({
      check: 'resource-widened',
      severity: 'warning',
      confidence: 'certain',
      message: `${action} is wider than it need be: ${others.join('; ')}`,
      at: call.at,
    })
  }
  const doubts = distinct(found.flatMap(({ perhaps }) => (perhaps === undefined ? [] : [perhaps])))
  if (doubts.length > 0 && found.every(({ perhaps }) => perhaps !== undefined)) {
    findings.push({
      check: 'condition-unknown',
      severity: 'note',
      confidence: 'possible',
      message: `${action} may not be needed: ${doubts.join('; ')}`,
      at: call.at,
    })
  }
  return findings
}

const distinct = (words: readonly string[]): readonly string[] => [...new Set(words)]

import { type Condition, type Location, optionsOf, type Statement, type Value } from '../../model/index.ts'
import { locationAt } from '../document.ts'
import type { Configuration } from './configuration.ts'
import { present, type Spot } from './spot.ts'

/** Reads a list of statements as the framework takes them; what is no statement is said and left out. */
export function readStatements(configuration: Configuration, spot: Spot | undefined): readonly Statement[] {
  if (!spot) return []
  const items = configuration.items(spot)
  if (!items) {
    const settled = configuration.settle(spot)
    // A policy document may hold its only statement without a list.
    if (settled.kind === 'map' && settled.node.entries.has('Effect')) return readStatement(configuration, spot, configuration.placeOf(spot.node))
    const empty = settled.kind === 'value' && settled.value.kind === 'constant'
    if (!empty) say(configuration, configuration.placeOf(spot.node), 'statements that are no list here are not read')
    return []
  }
  return items.flatMap(([slot, item]) => {
    // An alias has its statement elsewhere; the place is where the statement itself is written.
    return readStatement(configuration, item, slot.alias ? configuration.placeOf(item.node) : locationAt(slot.source, slot.start))
  })
}

/** One item of a list of statements; `Fn::If` may hold two, and a variable a whole list. */
export function readStatement(configuration: Configuration, spot: Spot, at: Location): readonly Statement[] {
  const found = optionsOf(configuration.value(spot)).flatMap((option) => (option.kind === 'list' ? option.items : [option]))
  const read = found.flatMap((option) => statementOf(option, at) ?? [])
  if (read.length === 0 && !found.every((option) => option.kind === 'absent'))
    say(configuration, at, 'a statement here has no known Effect, Action and Resource')
  return read
}

function say(configuration: Configuration, at: Location, message: string): void {
  configuration.say({ check: 'statement-unread', severity: 'warning', confidence: 'likely', message, at, fix: 'write it out in the service file' })
}

/** Makes a statement of a record with IAM's keys. */
export function statementOf(value: Value, at?: Location): Statement | undefined {
  if (value.kind !== 'record') return undefined
  const field = (name: string): Value | undefined => value.fields.get(name)
  const effect = words(field('Effect'))[0]
  if (effect !== 'Allow' && effect !== 'Deny') return undefined
  const notActions = words(field('NotAction'))
  const notResources = flat(field('NotResource'))
  const sid = words(field('Sid'))[0]
  const condition = conditionOf(field('Condition'))
  return {
    ...(sid === undefined ? {} : { sid }),
    effect,
    actions: words(field('Action')),
    ...(notActions.length > 0 ? { notActions } : {}),
    resources: flat(field('Resource')),
    ...(notResources.length > 0 ? { notResources } : {}),
    ...(condition ? { condition } : {}),
    because: [],
    ...(at ? { at } : {}),
  }
}

/** One value or many, lists in lists (`- ${self:custom.arns}`) laid flat. */
function flat(value: Value | undefined): Value[] {
  if (!value || value.kind === 'absent') return []
  return value.kind === 'list' ? value.items.flatMap(flat) : [value]
}

function words(value: Value | undefined): string[] {
  return flat(value).flatMap((item) => {
    const now = present(item)
    return now.kind === 'text' || now.kind === 'variable' ? [now.text] : []
  })
}

function conditionOf(value: Value | undefined): Condition | undefined {
  if (value?.kind !== 'record') return undefined
  return new Map(
    [...value.fields].map(([operator, keys]) => [
      operator,
      new Map(keys.kind === 'record' ? [...keys.fields].map(([key, accepted]) => [key, flat(accepted)]) : []),
    ]),
  )
}

import { type Condition, join, type Location, optionsOf, type Statement, type Value } from '../../model/index.ts'
import { isWritable } from '../cloudformation.ts'
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
  const found = partsOf(configuration.value(spot))
  const read = found.flatMap((option) => statementOf(option, at) ?? [])
  if (read.length === 0 && !found.every((option) => option.kind === 'absent'))
    say(configuration, at, 'a statement here has no known Effect, Action and Resource')
  else if (read.length < found.filter(({ kind }) => kind !== 'absent').length) say(configuration, at, 'part of what stands here is no statement')
  else if (found.some((option) => option.kind === 'record' && [...option.fields.values()].some(hasUnknown)))
    say(configuration, at, 'a statement here has a part that is not known; it is read without that')
  return read
}

/** The statements of a policy document that is known as a value only; both sides of a choice count. */
export function statementsIn(document: Value, at: Location): readonly Statement[] {
  return partsOf(document).flatMap((part) => {
    const statements = part.kind === 'record' ? part.fields.get('Statement') : undefined
    return statements ? partsOf(statements).flatMap((statement) => statementOf(statement, at) ?? []) : []
  })
}

/** What an item holds: both sides of a choice, and each item of a list that a variable stands for. */
function partsOf(value: Value): readonly Value[] {
  if (value.kind === 'oneOf') return value.options.flatMap(partsOf)
  return value.kind === 'list' ? value.items.flatMap(partsOf) : [value]
}

/** How much of an item its statements say: all of it, all but which of them holds when, or not all. */
export type ItemForm = 'plain' | 'choice' | 'open'

/**
 * Tells whether an item can be written again, in part or elsewhere, from the statements that are read of it. One that stands under `Fn::If`, or
 * that chooses its actions, would lose its condition; what only code knows cannot be written at all.
 */
export function formOf(configuration: Configuration, spot: Spot): ItemForm {
  const value = configuration.value(spot)
  const records = partsOf(value).flatMap((part) => (part.kind === 'record' ? [part] : []))
  const fields = records.flatMap((part) => [...part.fields])
  if (fields.some(([, field]) => hasUnknown(field))) return 'open'
  return choosesItems(value) || !fields.every(isPlainField) ? 'choice' : 'plain'
}

const choosesItems = (value: Value): boolean => value.kind === 'oneOf' || (value.kind === 'list' && value.items.some(choosesItems))

/** Resources and what conditions ask for keep the words of a choice; nothing else does. */
function isPlainField([name, value]: readonly [string, Value]): boolean {
  if (name === 'Condition') return value.kind !== 'oneOf' && isWritable(value)
  if (name !== 'Resource' && name !== 'NotResource') return !hasChoice(value)
  return isWritable(value) && listed(value).every((item) => !optionsOf(item).some(({ kind }) => kind === 'list'))
}

const listed = (value: Value): readonly Value[] => (value.kind === 'list' ? value.items.flatMap(listed) : [value])

function hasChoice(value: Value): boolean {
  if (value.kind === 'oneOf') return true
  return value.kind === 'list' ? value.items.some(hasChoice) : value.kind === 'join' && value.parts.some(hasChoice)
}

/** Whether something in a value is known to code alone, or to nobody. */
function hasUnknown(value: Value): boolean {
  switch (value.kind) {
    case 'environment':
    case 'made':
    case 'unknown':
      return true
    case 'oneOf':
      return value.options.some(hasUnknown)
    case 'join':
      return value.parts.some(hasUnknown)
    case 'list':
      return value.rest !== undefined || value.items.some(hasUnknown)
    case 'record':
      return value.rest !== undefined || value.computed !== undefined || [...value.fields.values()].some(hasUnknown)
    default:
      return false
  }
}

function say(configuration: Configuration, at: Location, message: string): void {
  configuration.say({ check: 'statement-unread', severity: 'warning', confidence: 'likely', message, at, fix: 'write it out in the service file' })
}

/** Makes a statement of a record with IAM's keys. */
export function statementOf(value: Value, at?: Location): Statement | undefined {
  if (value.kind !== 'record') return undefined
  const field = (name: string): Value | undefined => value.fields.get(name)
  const [effect, ...others] = words(field('Effect'))
  if ((effect !== 'Allow' && effect !== 'Deny') || others.length > 0) return undefined
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

/**
 * One value or many, lists in lists (`- ${self:custom.arns}`) laid flat. A choice that the template makes between two of them stays one; any
 * other is each of its options, and what is not known is left out.
 */
function flat(value: Value | undefined): Value[] {
  if (!value || value.kind === 'absent') return []
  if (value.kind === 'list') return value.items.flatMap(flat)
  if (isWritable(value) && !optionsOf(value).some(({ kind }) => kind === 'list')) return [value]
  if (value.kind === 'oneOf') return value.options.flatMap(flat)
  if (value.kind !== 'join') return []
  const choice = value.parts.findIndex(({ kind }) => kind === 'oneOf')
  const chosen = value.parts[choice]
  return chosen ? optionsOf(chosen).flatMap((option) => flat(join(value.parts.with(choice, option)))) : []
}

function words(value: Value | undefined): string[] {
  return flat(value)
    .flatMap(optionsOf)
    .flatMap((item) => {
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

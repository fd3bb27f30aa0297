import { type DeclaredResource, join, type RecordValue, resource, text, unknown, type Value } from '../model/index.ts'
import { overlaps, patternTexts } from './event-pattern.ts'
import { textNow } from './reading.ts'
import { noTriggers, type Triggers } from './told.ts'
import { pathOf, type RecordFact, type TriggerFact, type TriggerFacts } from './trigger-facts.ts'

/** One trigger, read: the parts of the event that it sends, and what stands at paths below them. */
interface Trigger {
  readonly kind: string
  readonly shapes: ReadonlySet<string>
  readonly told: ReadonlyMap<string, Value>
}

/**
 * Reads what a function's `events:` say of what it gets. Events that cannot be read, of a kind that is not known or made up by the
 * service file may be anything, so with one of them nothing is told.
 */
export function readTriggers(
  events: readonly Value[],
  facts: TriggerFacts,
  around: { readonly partition: string; readonly functionId: string; readonly resources: ReadonlyMap<string, DeclaredResource> },
): Triggers {
  const triggers: Trigger[] = []
  for (const event of events) {
    const [kind, setting] =
      event.kind === 'record' && event.fields.size > 0 ? ([...event.fields][0] ?? []) : [event.kind === 'text' ? event.text : undefined]
    const fact = kind === undefined ? undefined : facts.events.get(kind)
    if (!fact || kind === undefined) return noTriggers
    const read = setting ? settingsOf(setting, fact) : undefined
    if (read && reshaped.some((name) => read.fields.has(name))) return noTriggers
    triggers.push(readTrigger(kind, fact, read, around.partition))
  }
  if (!triggers.some(({ told }) => told.size > 0) || isCalledElsewhere(facts, around)) return noTriggers
  return {
    of: (path) => {
      const shape = triggers.flatMap(({ shapes }) => [...shapes]).find((one) => path === one || path.startsWith(`${one}.`))
      if (shape === undefined) return undefined
      const ways = triggers.filter(({ shapes }) => shapes.has(shape)).map(({ kind, told }) => ({ kind, value: told.get(path) }))
      return ways.some(({ value }) => value !== undefined) ? { shape, ways } : undefined
    },
  }
}

/** Settings that send something else than the trigger's own event. */
const reshaped: readonly string[] = ['input', 'inputPath', 'inputTransformer']

/** Whether the template declares a trigger as a resource, not under `events:`: what that sends is not known here. */
function isCalledElsewhere(
  facts: TriggerFacts,
  { functionId, resources }: { readonly functionId: string; readonly resources: ReadonlyMap<string, DeclaredResource> },
): boolean {
  return [...resources.values()].some(({ type, properties }) => {
    const member = facts.resources.get(type)
    if (member === undefined) return false
    const named = properties.kind === 'record' ? properties.fields.get(member) : undefined
    // The framework names the resources of functions so; any other name may be that of this function.
    return !(named?.kind === 'resource' && named.id.endsWith('LambdaFunction') && named.id !== functionId)
  })
}

const settingsOf = (setting: Value, { plain }: TriggerFact): RecordValue =>
  setting.kind === 'record' ? setting : { kind: 'record', fields: new Map([[plain, setting]]) }

function readTrigger(kind: string, { records }: TriggerFact, settings: RecordValue | undefined, partition: string): Trigger {
  const told = new Map<string, Value>()
  for (const fact of records) {
    if (!settings) continue
    const pattern = fact.pattern === undefined ? undefined : settings.fields.get(fact.pattern)
    if (pattern?.kind === 'record') {
      const part = pattern.fields.get(fact.shape)
      for (const [path, value] of part ? patternTexts(part) : []) told.set(pathOf({ ...fact, path }), value)
      continue
    }
    const value = fact.rules === undefined ? settingOf(fact, settings, partition) : ruled(settings.fields.get(fact.rules), fact)
    if (value) told.set(pathOf(fact), value)
  }
  return { kind, shapes: new Set(records.map(({ shape }) => `event.${shape}`)), told }
}

/** What a setting says: a name or an ARN, as it stands in the event. */
function settingOf({ is = [], arn, text: whole }: RecordFact, settings: RecordValue, partition: string): Value | undefined {
  const value = is.map((name) => settings.fields.get(name)).find((found) => found !== undefined && found.kind !== 'absent')
  if (!value || value.kind === 'unknown' || value.kind === 'record' || value.kind === 'list' || value.kind === 'constant') return undefined
  if (whole !== undefined) return filled(whole, value, partition)
  if (arn === undefined) return value
  const first = textNow(value.kind === 'join' ? (value.parts[0] ?? value) : value)
  if (first?.startsWith('arn:')) return value
  const isBare = !arn.includes('${Region}')
  // A reference may be a name or an ARN; where an ARN stands in no region it is a bucket's, and settings name buckets.
  if (first === undefined && !isBare) return value.kind === 'variable' ? undefined : value
  return filled(arn, value, partition)
}

function filled(template: string, value: Value, partition: string): Value {
  return join(
    template.split(/(\$\{\w+\})/).map((part) => {
      if (part === '${Partition}') return text(partition)
      if (part === '${Region}') return resource('AWS::Region')
      if (part === '${Account}') return resource('AWS::AccountId')
      return part === '${Name}' ? value : text(part)
    }),
  )
}

/** A text of which rules say how it begins and ends. */
function ruled(rules: Value | undefined, fact: RecordFact): Value | undefined {
  const items = rules?.kind === 'list' ? rules.items : []
  const named = (name: string): string => {
    const found = items.flatMap((item) => (item.kind === 'record' && item.fields.has(name) ? [item.fields.get(name)] : []))
    const value = found.length === 1 ? found[0] : undefined
    return value?.kind === 'text' ? value.text : ''
  }
  return between(named('prefix'), named('suffix'), fact)
}

/** Characters that stand for themselves where a text is URL-encoded. */
const PLAIN_START = /^[A-Za-z0-9_.\-/]*/
const PLAIN_END = /[A-Za-z0-9_.\-/]*$/

function between(prefix: string, suffix: string, fact: RecordFact): Value | undefined {
  const start = fact.encoded ? (PLAIN_START.exec(prefix)?.[0] ?? '') : prefix
  const end = fact.encoded ? (PLAIN_END.exec(suffix)?.[0] ?? '') : suffix
  if (start === '' && end === '') return undefined
  const path = pathOf(fact)
  return join([text(start), unknown(`comes from ${path}`), text(overlaps(prefix, suffix) ? '' : end)])
}

import { type Condition, text, type Value } from '../model/index.ts'
import { type Scene, typeFact } from './arn.ts'
import type { Declared } from './declared.ts'
import { memberOf, type Reading, readPath } from './reading.ts'

/**
 * The condition that keeps calls to the items of one partition, where the template says which attribute is the partition key and the code
 * spells out its value: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function leadingKey(type: string, declared: Declared | undefined, scene: Scene, reading: Reading): Condition | undefined {
  const { keyed } = typeFact(scene.facts, type)
  const attribute = declared && keyed && partitionKey(declared, reading)
  if (!keyed || attribute === undefined) return undefined
  for (const member of keyed.members) {
    const item = readPath(member, scene.call.input, scene.call.clientOptions, reading)
    if (item.kind !== 'record') continue
    const value = plain(memberOf(item, attribute, `${member}.${attribute}`, reading), `${member}.${attribute}`, reading)
    return value === undefined ? undefined : new Map([[keyed.operator, new Map([[keyed.conditionKey, [text(value)]]])]])
  }
  return undefined
}

/** The attribute of a declared resource that its items are spread by. */
function partitionKey({ fact, properties }: Declared, reading: Reading): string | undefined {
  if (!fact.partitionKey) return undefined
  const { list, kind, is, name } = fact.partitionKey
  const entries = readPath(list, properties, text(''), reading)
  if (entries.kind !== 'list') return undefined
  const textOf = (entry: Value, field: string): string | undefined => {
    const value = memberOf(entry, field, `${list}.${field}`, reading)
    return value.kind === 'text' ? value.text : undefined
  }
  const found = entries.items.find((entry) => textOf(entry, kind) === is)
  return found && textOf(found, name)
}

/** A text as it stands, or the one field of an object that says its type beside it. */
function plain(value: Value, key: string, reading: Reading): string | undefined {
  if (value.kind === 'text') return value.text
  if (value.kind !== 'record' || value.fields.size !== 1 || value.rest || value.computed) return undefined
  const [field = ''] = value.fields.keys()
  const inner = memberOf(value, field, `${key}.${field}`, reading)
  return inner.kind === 'text' ? inner.text : undefined
}

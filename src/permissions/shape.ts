import { type ResourceValue, resource, text, unknown, type Value } from '../model/index.ts'
import { type DeclaredIndex, identify, isArnReference, nameOf } from './declared.ts'
import type { ClientFacts } from './format.ts'
import type { Shape } from './made.ts'
import { textNow } from './reading.ts'

/** What a reference looks like inside, as far as CloudFormation says it: the ARN of a table with its name in it, the URL of a queue. */
export function shapeOf(value: Value, declared: DeclaredIndex, facts: ClientFacts, partition: string): Shape | undefined {
  if (value.kind === 'variable') {
    // https://www.serverless.com/framework/docs/guides/variables/aws-specific-variables
    if (/^\$\{aws:(?:accountId|region|partition)\}$/.test(value.text)) return [{ value, form: 'name' }]
    const now = textNow(value)
    return now === undefined ? undefined : [{ value, form: now.includes(':') ? 'any' : now.includes('/') ? 'path' : 'name' }]
  }
  if (value.kind !== 'resource') return undefined
  if (value.id.startsWith('AWS::')) return [{ value, form: value.id === 'AWS::StackId' ? 'any' : 'name' }]
  const inner = innerArn(value, declared, partition)
  if (inner) return inner
  const owner = identify(value, declared)
  const name = owner && nameOf(owner)
  if (!owner || !name) return undefined
  const form = owner.fact.slashes ? 'path' : 'name'
  const isUrl = owner.fact.ref === 'url' && (value.attribute === undefined || /url$/i.test(value.attribute))
  const template = isUrl ? owner.fact.url : isArnReference(value, declared) ? arnTemplate(owner.fact.types, facts) : undefined
  if (template === undefined) return isUrl || isArnReference(value, declared) ? undefined : [{ value, form }]
  // A template with more than one name in it is that of something below the resource.
  const named = template.match(/\$\{[^}]+\}/g)?.filter((part) => !around.has(part)) ?? []
  if (named.length !== 1) return undefined
  return template.split(/(\$\{[^}]+\})/).map((part): Shape[number] => {
    if (part === '${Partition}') return { value: text(partition), form: 'name' }
    if (part === '${Region}') return { value: resource('AWS::Region'), form: 'name' }
    if (part === '${Account}') return { value: resource('AWS::AccountId'), form: 'name' }
    return part.startsWith('${') ? { value: name, form } : { value: text(part), form: 'name' }
  })
}

/** The ARN of something that lies below a resource, as that of a table's stream. */
function innerArn({ id, attribute }: ResourceValue, declared: DeclaredIndex, partition: string): Shape | undefined {
  const owner = declared.byId.get(id)
  const template = attribute === undefined ? undefined : owner?.fact.below?.[attribute]
  const name = owner && nameOf(owner)
  if (template === undefined || !name) return undefined
  return template.split(/(\$\{[^}]+\})/).map((part): Shape[number] => {
    if (part === '${Partition}') return { value: text(partition), form: 'name' }
    if (part === '${Region}') return { value: resource('AWS::Region'), form: 'name' }
    if (part === '${Account}') return { value: resource('AWS::AccountId'), form: 'name' }
    if (part === '${Name}') return { value: name, form: 'name' }
    return { value: part.startsWith('${') ? unknown('is known only when the service is deployed') : text(part), form: 'name' }
  })
}

const around: ReadonlySet<string> = new Set(['${Partition}', '${Region}', '${Account}'])

/** The ARN template of a declared resource's type, as far as the facts of the client that is called know it; what follows a name is no part of it. */
function arnTemplate(types: readonly string[], facts: ClientFacts): string | undefined {
  for (const type of types) {
    const local = type.startsWith(`${facts.prefix}:`) ? type.slice(facts.prefix.length + 1) : type
    const found = facts.types[local] ?? facts.types[type]
    if (found === undefined) continue
    if (typeof found === 'string') return found
    return found.named === undefined || found.named === ':*' ? found.arn + (found.named ?? '') : undefined
  }
  return undefined
}

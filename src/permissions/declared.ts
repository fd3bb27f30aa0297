import { type DeclaredResource, join, type ResourceValue, resource, text, type Value, valueKey } from '../model/index.ts'
import type { ResourceTypeFact, Source } from './format.ts'
import { textNow } from './reading.ts'
import { parseSource, sourceValue } from './source.ts'
import { everyWorld } from './worlds.ts'

/** A resource of the service that the map knows how to name. */
export interface Declared {
  readonly id: string
  /** Its CloudFormation type. */
  readonly type: string
  readonly fact: ResourceTypeFact
  /** The physical names that the template gives it: one, or several where it depends on a condition. */
  readonly names: readonly Value[]
  readonly properties: Value
}

/** The declared resources, by logical id, and by what they are and how they are called. */
export interface DeclaredIndex {
  readonly byId: ReadonlyMap<string, Declared>
  readonly types: ReadonlySet<string>
  /** By type and name, as a value and as the text that it is now. */
  readonly byName: ReadonlyMap<string, Declared>
}

/** What a source over a resource's properties may be; what is not known is left out. */
export function propertyValues(source: Source, properties: Value): readonly Value[] {
  const around = {
    environment: new Map<string, Value>(),
    environmentSource: 'declared' as const,
    region: text(''),
    missing: new Set<string>(),
    defaulted: new Set<string>(),
    told: new Map(),
  }
  const call = { input: properties, clientOptions: text('') }
  const { results } = everyWorld((choose) => sourceValue(parseSource(source), call, { ...around, choose }), MOST_VALUES)
  const known = results.filter((value) => value.kind !== 'absent' && value.kind !== 'unknown')
  return [...new Map(known.map((value) => [valueKey(value), value])).values()]
}

const MOST_VALUES = 20

/** Sorts the service's resources by what they are, reading each one's physical name once. */
export function indexDeclared(resources: ReadonlyMap<string, DeclaredResource>, facts: ReadonlyMap<string, ResourceTypeFact>): DeclaredIndex {
  const byId = new Map<string, Declared>()
  const types = new Set<string>()
  const byName = new Map<string, Declared>()
  for (const [id, declared] of resources) {
    const fact = facts.get(declared.type)
    if (!fact) continue
    const entry: Declared = {
      id,
      type: declared.type,
      fact,
      properties: declared.properties,
      names: fact.name ? propertyValues(fact.name, declared.properties) : [],
    }
    byId.set(id, entry)
    for (const type of fact.types) {
      types.add(type)
      for (const name of entry.names) {
        const now = textNow(name)
        for (const key of [valueKey(name), ...(now === undefined ? [] : [`now ${now}`])])
          if (!byName.has(`${type} ${key}`)) byName.set(`${type} ${key}`, entry)
      }
    }
  }
  return { byId, types, byName }
}

/** The declared resource that a reference stands for: its Ref, its ARN, its name or its URL; another attribute is no identity. */
export function identify(value: Value, index: DeclaredIndex): Declared | undefined {
  if (value.kind !== 'resource') return undefined
  const declared = index.byId.get(value.id)
  if (!declared) return undefined
  if (value.attribute === undefined || value.attribute === declared.fact.arn) return declared
  return declared.fact.identities?.includes(value.attribute) ? declared : undefined
}

/** The declared resource of a type whose physical name is this value, now or in every stage. */
export function findByName(type: string, value: Value, index: DeclaredIndex): Declared | undefined {
  const now = textNow(value)
  return index.byName.get(`${type} ${valueKey(value)}`) ?? (now === undefined ? undefined : index.byName.get(`${type} now ${now}`))
}

/** Whether a reference is the ARN of what it refers to. */
export function isArnReference(value: ResourceValue, index: DeclaredIndex): boolean {
  if (value.attribute !== undefined) return /arn$/i.test(value.attribute)
  return index.byId.get(value.id)?.fact.ref === 'arn'
}

/** The ARN of a declared resource; undefined where CloudFormation cannot say it. */
export function arnOf(declared: Declared, around: { partition: string; region: Value; account: Value }): Value | undefined {
  const { arn } = declared.fact
  if (arn === undefined) return undefined
  if (arn === 'Ref') return resource(declared.id)
  if (!arn.includes('${')) return resource(declared.id, arn)
  return join(
    arn.split(/(\$\{[^}]*\})/).map((part) => {
      if (part === '${Partition}') return text(around.partition)
      if (part === '${Region}') return around.region
      if (part === '${Account}') return around.account
      if (part === '${Ref}') return resource(declared.id)
      return part.startsWith('${') ? resource(declared.id, part.slice(2, -1)) : text(part)
    }),
  )
}

/** How a declared resource is named inside an ARN of something that belongs to it. */
export function nameOf(declared: Declared): Value | undefined {
  const { fact } = declared
  const attribute = fact.identities?.find((each) => /(?:name|id)$/i.test(each))
  const name = declared.names.length === 1 ? declared.names[0] : undefined
  if (fact.ref === 'name' || fact.ref === 'id') return fact.arn === undefined && name ? name : resource(declared.id)
  return name ?? (attribute === undefined ? undefined : resource(declared.id, attribute))
}

import { join, type Permission, type SdkCall, text, type Value } from '../model/index.ts'
import type { ActionMap } from './action-map.ts'
import { arnOf, type Declared, type DeclaredIndex, findByName, identify, propertyValues } from './declared.ts'
import type { ClientFacts } from './format.ts'

/**
 * The actions on keys that a permission may take, where nobody here knows how what it is about is encrypted: what is not in the template may
 * have a key of the customer's own.
 */
export function possibleKeyActions(map: ActionMap, { action, resource, because }: Permission): readonly string[] {
  const { encryption } = (because && map.client(because.client)) ?? {}
  if (!encryption || isDeclared(resource)) return []
  const name = action.slice(action.indexOf(':') + 1)
  return [...new Set(Object.values(encryption.types).flatMap((actions) => actions[name] ?? []))]
}

/** What is in the template is named by reference. */
function isDeclared(value: Value): boolean {
  if (value.kind === 'join') return value.parts.some(isDeclared)
  if (value.kind === 'oneOf') return value.options.every(isDeclared)
  return value.kind === 'resource' && !value.id.startsWith('AWS::')
}

interface Place {
  readonly partition: string
  readonly region: Value
  readonly account: Value
}

/** The actions on the customer's own key that using an encrypted resource of the template takes; AWS's own keys (`alias/aws/...`) take none. */
export function encryptionPermissions(
  used: readonly { readonly action: string; readonly declared: Declared }[],
  facts: ClientFacts,
  call: SdkCall,
  index: DeclaredIndex,
  place: Place,
): readonly Permission[] {
  const { encryption } = facts
  if (!encryption) return []
  const permissions: Permission[] = []
  for (const { action, declared } of used) {
    for (const type of declared.fact.types) {
      const actions = encryption.types[type.slice(type.indexOf(':') + 1)]?.[action.slice(action.indexOf(':') + 1)] ?? []
      const sources = actions.length > 0 ? (declared.fact.keys ?? []) : []
      const values = sources.flatMap((source) => propertyValues(source, declared.properties))
      for (const value of values.flatMap((value) => behindAlias(value, index))) {
        const key = keyResource(value, index, place)
        if (!key) continue
        const via = join([text(`${encryption.via}.`), place.region, text('.amazonaws.com')])
        const condition = new Map([['StringEquals', new Map([['kms:ViaService', [via]]])]])
        const widened = key.widened === undefined ? {} : { widened: key.widened }
        for (const name of actions)
          permissions.push({ action: name, resource: key.resource, condition, basis: 'template', because: call, ...widened })
      }
    }
  }
  return permissions
}

/** The keys that an alias of the template stands for, referred to or named; an ARN may be that of another region's alias, and is itself. */
function behindAlias(key: Value, index: DeclaredIndex): readonly Value[] {
  const alias = identify(key, index) ?? findByName('kms:alias', key, index)
  const source = alias?.fact.standsFor
  const found = alias && source !== undefined ? propertyValues(source, alias.properties) : []
  return found.length > 0 ? found : [key]
}

/** The ARN of a key as a template names it: a reference, an ARN or an id; an alias that is not declared may name any key. */
function keyResource(key: Value, index: DeclaredIndex, place: Place): { resource: Value; widened?: string } | undefined {
  const anyKey = (name: Value): Value => join([text(`arn:${place.partition}:kms:`), place.region, text(':'), place.account, text(':key/'), name])
  const declared = identify(key, index)
  const own = declared?.fact.types.includes('kms:key') ? arnOf(declared, place) : undefined
  if (own) return { resource: own }
  const widened = 'the key is given by an alias, and policies name keys by id'
  if (declared?.fact.types.includes('kms:alias')) return { resource: anyKey(text('*')), widened }
  if (key.kind === 'text') {
    const alias = /(?:^|:)(alias\/.*)$/.exec(key.text)?.[1]
    if (alias?.startsWith('alias/aws/') || key.text === '') return undefined
    if (alias !== undefined) return { resource: anyKey(text('*')), widened }
    return { resource: key.text.startsWith('arn:') ? key : anyKey(key) }
  }
  if (key.kind === 'absent' || key.kind === 'constant') return undefined
  const opaque = key.kind === 'resource' || key.kind === 'intrinsic' || key.kind === 'variable'
  if (opaque && key.kind === 'resource' && key.attribute !== undefined) return { resource: key }
  return { resource: anyKey(text('*')), widened: 'the key of the declared resource is not known before the service is deployed' }
}

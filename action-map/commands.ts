import type { ActionFact, CommandFact, ResourceFacts, When } from '../src/permissions/format.ts'
import { parseSource, pathsOf } from '../src/permissions/source.ts'
import { apart } from './apart.ts'
import { type Action, type Authorization, findAction, readAuthorization } from './authorization.ts'
import { withBeside } from './beside.ts'
import { bindType, isFilled, pathResource } from './bindings.ts'
import { type ClientSchema, type Operation, type Shape, shapeAt } from './client-schema.ts'
import type { Checked, Extra, Override, PassRole, Variant } from './override.ts'
import { made, perhapsMade, TAG_MEMBERS, tagActions, typesMade, withoutForeignArns } from './tags.ts'
import { pathsIn } from './when-paths.ts'

/** Everything that generating one client needs. */
export interface Making {
  readonly schema: ClientSchema
  readonly prefix: string
  readonly authorization: Authorization | undefined
  readonly override: Override | undefined
  /** Whether all of its commands were looked into, so that what is not there is not needed. */
  readonly reviewed: boolean
  /** Reviewed bindings and extras that did something. */
  readonly used: Set<string>
}

type Draft = { -readonly [Key in keyof CommandFact]: CommandFact[Key] }

/** What the map says of one operation; undefined where nothing is known of it. */
export function commandFact(operation: Operation, making: Making, ignoreOverride = false): CommandFact | undefined {
  const fact = plainFact(operation, making, ignoreOverride)
  const whole = fact && varied(fact, operation, making)
  return whole && !making.reviewed ? withBeside(operation, whole, making.prefix) : whole
}

function plainFact(operation: Operation, making: Making, ignoreOverride: boolean): CommandFact | undefined {
  const reviewed = ignoreOverride ? undefined : making.override?.commands?.[operation.name]
  if (reviewed) return overridden(operation, reviewed, making)
  if (!operation.signed) return { basis: 'none' }
  const action = making.authorization?.actions.get(operation.name.toLowerCase())
  if (action) return withExtras(operation, identity(operation, action, making), making, action)
  if (making.override?.rule === 'http') {
    const { type, bindings } = pathResource(operation, making.schema, making.override.pathPrefix)
    return withExtras(operation, { basis: 'rule', name: operation.method, on: { [type]: bindings } }, making, undefined)
  }
  if (making.authorization) return withExtras(operation, { basis: 'assumed' }, making, undefined)
  // Of a service that is not retired, the name that requests are signed with is the best guess at its prefix.
  return making.schema.retired ? undefined : { basis: 'assumed', why: 'the authorization reference does not have the service' }
}

function identity(operation: Operation, action: Action, making: Making): Draft {
  const on = resourcesOf(`${making.prefix}:${action.name}`, operation, making)
  return { ...(action.name === operation.name ? {} : { name: action.name }), ...(Object.keys(on).length > 0 ? { on } : {}) }
}

/** The resource types of an action with their sources in this operation's input; `?` marks those that need not be there. */
export function resourcesOf(full: string, operation: Operation, making: Making): ResourceFacts {
  const action = findAction(full)
  if (!action) return {}
  const prefix = full.slice(0, full.indexOf(':'))
  const own = prefix === making.prefix
  const templates = readAuthorization(prefix)?.types
  const omitted = new Set(own ? (making.override?.omit ?? []) : [])
  const on: Record<string, ResourceFacts[string]> = {}
  const open: typeof on = {}
  for (const { name, required } of action.types) {
    if (omitted.has(name)) continue
    const type = own ? name : `${prefix}:${name}`
    const reviewed = making.override?.types?.[type]
    const template = reviewed === undefined ? templates?.get(name) : typeof reviewed === 'string' ? reviewed : reviewed.arn
    if (template === undefined) continue
    const bindings = bindType(type, template, operation, making.override, making.used)
    if (required) on[type] = bindings
    else if (Object.keys(bindings).length > 0 && isFilled(template, bindings)) on[`${type}?`] = bindings
    else open[type] = bindings
  }
  const [first, ...more] = Object.entries(on)
  if (!first) return open
  // One type alone is the one that is meant, whether its members are there or not.
  return more.length === 0 ? { [first[0].replace(/\?$/, '')]: first[1] } : on
}

function overridden(operation: Operation, reviewed: CommandFact & Checked, making: Making): CommandFact {
  const { why, source, basis, note, actions, checked, restsOn, ...single } = reviewed
  const complete = <Fact extends ActionFact>(fact: Fact): Fact => {
    const name = fact.name ?? operation.name
    if (fact.on) return Object.keys(fact.on).length > 0 ? fact : without(fact)
    const on = resourcesOf(name.includes(':') ? name : `${making.prefix}:${name}`, operation, making)
    return Object.keys(on).length > 0 ? { ...fact, on } : fact
  }
  const page = source ?? making.override?.source
  const about = { ...(why === undefined ? {} : { why }), ...(page === undefined ? {} : { source: page }), ...(note === undefined ? {} : { note }) }
  if (basis === 'none') return { basis, ...about }
  const fact: Draft = { basis: basis ?? 'override', ...about, ...(actions ? { actions: actions.map(complete) } : complete(single)) }
  return withExtras(operation, fact, making, making.authorization?.actions.get(operation.name.toLowerCase()))
}

function without<Fact extends ActionFact>(fact: Fact): Fact {
  const { on, ...rest } = fact
  return rest as Fact
}

/** Adds the roles that are handed over, the reviewed extras, and the tags that are set on creation. */
function withExtras(operation: Operation, fact: Draft, making: Making, action: Action | undefined): CommandFact {
  const extras = [...passedRoles(operation, making), ...reviewedExtras(operation, making)]
  const tag = action && tagOnCreate(operation, action, making)
  if (tag && ![...extras, ...(fact.actions ?? [])].some(({ name = '' }) => name === tag.name || name.endsWith('Tagging'))) extras.push(tag)
  if (extras.length === 0) return fact
  const { about, actions } = apart(fact)
  return { ...about, actions: [...actions, ...extras] }
}

const named = (commands: readonly string[], operation: Operation): boolean =>
  commands.some((name) => (name.endsWith('*') ? operation.name.startsWith(name.slice(0, -1)) : name === operation.name))

function passedRoles(operation: Operation, making: Making): ActionFact[] {
  const found: ActionFact[] = []
  for (const pass of making.override?.passRole ?? []) {
    if (!named(pass.commands, operation)) continue
    const members = membersLike(operation.input, pass.member)
    if (members.length === 0) {
      if (pass.commands.includes('*')) continue
      throw new Error(`${making.schema.client} ${operation.name} has no member ${pass.member} for iam:PassRole`)
    }
    making.used.add(passKey(pass))
    const source = members.join(' | ')
    found.push({
      name: 'iam:PassRole',
      dependent: true,
      on: { 'iam:role': { arn: source, RoleNameWithPath: source } },
      when: { has: members.length === 1 && members[0] ? members[0] : members },
      ...(pass.to.length > 0 ? { condition: { StringEquals: { 'iam:PassedToService': pass.to } } } : {}),
    })
  }
  return found
}

/** Names a role that is handed over in messages. */
export const passKey = (pass: PassRole): string => `iam:PassRole of ${pass.member} in ${pass.commands.join(', ')}`

/** The members that a pattern means: `*` is any one member, `**` any path of up to four. */
function membersLike(shape: Shape, pattern: string): string[] {
  const [segment = '', ...rest] = pattern.split('.')
  const inner = rest.join('.')
  if (segment === '**') return [0, 1, 2, 3].flatMap((depth) => membersLike(shape, `${'*.'.repeat(depth)}${inner}`))
  if (shape.kind !== 'structure') return []
  const found: string[] = []
  for (const [name, of] of shape.members) {
    const member = of()
    const field = member.kind === 'map' ? member.of() : member
    const item = field.kind === 'list' ? field.of() : field
    const spelled = `${name}${member.kind === 'map' ? '{}' : ''}${field.kind === 'list' ? '[]' : ''}`
    if (segment !== '*' && segment !== spelled) continue
    if (inner === '') found.push(spelled)
    else found.push(...membersLike(item, inner).map((path) => `${spelled}.${path}`))
  }
  return found
}

function reviewedExtras(operation: Operation, making: Making): ActionFact[] {
  const found: ActionFact[] = []
  for (const extra of making.override?.extras ?? []) {
    if (!named(extra.commands, operation)) continue
    if (extra.commands.includes('*')) {
      if (!membersOf(extra).every((path) => shapeAt(operation.input, path))) continue
      const elsewhere = (other: Extra): boolean => other.action === extra.action && !other.commands.includes('*') && named(other.commands, operation)
      if (making.override?.extras?.some(elsewhere)) continue
    }
    making.used.add(extraKey(extra))
    const full = extra.action.includes(':') ? extra.action : `${making.prefix}:${extra.action}`
    const on = extra.on ?? resourcesOf(full, operation, making)
    found.push({
      name: extra.action,
      dependent: true,
      ...(Object.keys(on).length > 0 ? { on } : {}),
      ...(extra.when ? { when: extra.when } : {}),
      ...(extra.condition ? { condition: extra.condition } : {}),
      ...(extra.soft ? { soft: true } : {}),
    })
  }
  return found
}

const membersOf = (extra: Extra): string[] => [
  ...Object.values(extra.on ?? {}).flatMap((bindings) => Object.values(bindings).flatMap((source) => pathsOf(parseSource(source)))),
  ...(extra.when ? pathsIn(extra.when) : []),
]

/** Names an extra in messages. */
export const extraKey = (extra: Extra): string => `${extra.action} of ${extra.commands.join(', ')}`

/** Making something with tags needs the action that tags, on what is made. */
function tagOnCreate(operation: Operation, action: Action, making: Making): ActionFact | undefined {
  const member = TAG_MEMBERS.find((name) => shapeAt(operation.input, name))
  if (!member || made(operation.name) === undefined) return undefined
  const tag = tagActions(operation.name, action, making.prefix)
    .map((name) => making.authorization?.actions.get(name.toLowerCase()))
    .find((found) => found)
  if (!tag || tag === action) return undefined
  const on = tagged(tag, operation, action, making)
  return { name: tag.name, dependent: true, when: { has: member }, ...(Object.keys(on).length > 0 ? { on } : {}) }
}

/** What is tagged: the types that the operation makes by its name, else those that it names and may make, else all that can. */
function tagged(tag: Action, operation: Operation, action: Action, making: Making): ResourceFacts {
  const known = [...(making.authorization?.types.keys() ?? [])]
  const types = tag.types.map(({ name }) => name).filter((name) => known.includes(name))
  const byName = typesMade(operation.name, types, types.length > 0 ? known : [])
  if (byName.length > 0) return withoutForeignArns(operation.name, bound(Object.fromEntries(byName.map((name) => [name, {}])), operation, making))
  const named = Object.entries(resourcesOf(`${making.prefix}:${action.name}`, operation, making)).filter(([type]) =>
    types.includes(type.replace(/\?$/, '')),
  )
  const on = perhapsMade(operation.name, Object.fromEntries(named))
  return Object.keys(on).length > 0 ? on : Object.fromEntries(types.map((name) => [name, {}]))
}

/** Splits actions on a type into those that fall on it and those that fall on what stands for it under a condition. */
function varied(fact: CommandFact, operation: Operation, making: Making): CommandFact {
  let made = fact
  for (const variant of making.override?.variants ?? []) {
    if (!shapeAt(operation.input, variant.member)) continue
    const { about, actions } = apart(made)
    const after = actions.flatMap((action) => split(action, variant, operation, making))
    if (after.length === actions.length) continue
    making.used.add(variantKey(variant))
    made = { ...about, actions: after }
  }
  return made
}

/** Names a variant in messages. */
export const variantKey = (variant: Variant): string => `${variant.type} by ${variant.member}`

function split(action: ActionFact, variant: Variant, operation: Operation, making: Making): ActionFact[] {
  const types = Object.keys(action.on ?? {})
  const touched = types.find((type) => type.replace(/\?$/, '') === variant.type)
  if (touched === undefined) return [action]
  const paths = Object.values(action.on?.[touched] ?? {}).flatMap((source) => pathsOf(parseSource(source)))
  if (variant.names && !paths.includes(variant.member)) return [action]
  // An action that is never asked with the key has no use for the variant, and with its condition it would be refused.
  if (!askedWith(action.name ?? operation.name, variant.condition, making)) return [action]
  const full = (variant.action ?? action.name ?? operation.name).includes(':') ? (variant.action ?? '') : undefined
  const on = variant.on ? bound(variant.on, operation, making) : full ? resourcesOf(full, operation, making) : undefined
  const others = Object.fromEntries(Object.entries(action.on ?? {}).filter(([type]) => type !== touched))
  const both = (extra: When): When => (action.when ? { all: [extra, action.when] } : extra)
  return [
    { ...action, when: both({ not: variant.when }) },
    {
      ...action,
      ...(variant.action ? { name: variant.action } : {}),
      on: { ...(variant.action ? {} : others), ...on },
      when: both(variant.when),
      ...(variant.condition ? { condition: { ...action.condition, ...variant.condition } } : {}),
    },
  ]
}

function askedWith(name: string, condition: ActionFact['condition'], making: Making): boolean {
  const known = findAction(name.includes(':') ? name : `${making.prefix}:${name}`)
  const keys = Object.values(condition ?? {}).flatMap((block) => Object.keys(block))
  return known === undefined || keys.every((key) => known.keys.has(key.toLowerCase()))
}

/** Sources that a variant leaves open are found as for any other type. */
function bound(on: ResourceFacts, operation: Operation, making: Making): ResourceFacts {
  return Object.fromEntries(
    Object.entries(on).map(([type, bindings]) => {
      const reviewed = making.override?.types?.[type] ?? making.authorization?.types.get(type)
      const template = typeof reviewed === 'object' ? reviewed.arn : reviewed
      return [
        type,
        Object.keys(bindings).length > 0 || template === undefined ? bindings : bindType(type, template, operation, making.override, making.used),
      ]
    }),
  )
}

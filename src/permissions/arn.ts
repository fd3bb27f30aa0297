import { resource, text, type Value } from '../model/index.ts'
import { arnOf, type Declared, type DeclaredIndex, findByName, identify, isArnReference, nameOf } from './declared.ts'
import type { Bindings, ClientFacts, DetailedType } from './format.ts'
import { joined, objectKeyPattern, patternOf, type Reason } from './pattern.ts'
import { readText } from './readers.ts'
import { hintText, missingVariable, type Reading, textNow } from './reading.ts'
import { slashedTemplates } from './slash.ts'
import { parseSource, pathsOf, type SourceTree, sourceValue } from './source.ts'

/** Everything that turning one call into ARNs needs. */
export interface Scene {
  readonly facts: ClientFacts
  readonly call: { readonly input: Value; readonly clientOptions: Value }
  readonly declared: DeclaredIndex
  readonly partition: string
  readonly region: Value
  readonly account: Value
  readonly objectKeys: 'exact' | 'prefix' | 'bucket'
  readonly conditions?: boolean
}

/** The ARN pattern of one resource type. */
export interface Resolved {
  readonly values: readonly Value[]
  readonly reasons: readonly Reason[]
  /** Whether any member that names it is there (or may be). */
  readonly present: boolean
  /** The declared resource that it is. */
  readonly declared?: Declared
}

const VARIABLE = /\$\{([^}]+)\}/g
const pseudo: ReadonlySet<string> = new Set(['Partition', 'Region', 'Account'])

/** The template of a type, with what else is known of it. A name that starts with `arn:` is its own template. */
export function typeFact(facts: ClientFacts, type: string): DetailedType {
  const fact = type.startsWith('arn:') ? type : facts.types[type]
  if (fact === undefined) throw new Error(`action map: ${facts.client} has no resource type ${type}`)
  return typeof fact === 'string' ? { arn: fact } : fact
}

/** Resolves a resource type's ARN from the call's members, the environment and the declared resources. */
export function resolveType(type: string, bindings: Bindings, scene: Scene, reading: Reading): Resolved {
  const fact = typeFact(scene.facts, type)
  const values = new Map<string, Value>()
  const emptied = new Map<string, readonly string[]>()
  for (const [variable, source] of Object.entries(bindings)) {
    const names = new Set<string>()
    values.set(variable, sourceValue(parseSource(source), scene.call, { ...reading, emptied: names }))
    emptied.set(variable, [...names])
  }
  const naming = [...values].filter(([variable]) => !pseudo.has(variable) && variable !== 'arn' && !bindings[variable]?.startsWith("'"))
  const present = isThere(values.get('arn')) || (naming.length > 0 && naming.every(([, value]) => isThere(value)))
  const reasons: Reason[] = []
  const names = [...fact.arn.matchAll(VARIABLE)].map((match) => match[1] ?? '').filter((name) => !pseudo.has(name))
  const first = names[0]
  const given = values.get('arn')
  let foreign = false
  const own = given && first !== undefined ? nameInOwn(given, fact.arn) : undefined
  if (own && first !== undefined) values.set(first, own)
  else if (given && given.kind !== 'absent') {
    const whole = ownerArn(given, type, fact.arn, true, scene)
    if (whole) return finish(whole.arn, '', fact, bindings, values, scene, reasons, present, whole.declared)
    // Half an ARN whose beginning is not known says nothing of the account.
    const lost = given.kind === 'unknown' || (given.kind === 'join' && given.parts[0]?.kind === 'unknown')
    const nameless = first === undefined || !values.has(first) || values.get(first)?.kind === 'absent'
    if (!lost && first !== undefined && nameless) values.set(first, given)
    else if (nameless) {
      reasons.push({ text: `${label(bindings.arn)} ${lost ? whyOf(given.kind === 'join' ? given.parts[0] : given) : 'is no ARN'}`, inherent: false })
      foreign = true
    }
  }
  const head = first === undefined ? undefined : values.get(first)
  if (head && first !== undefined && !scene.facts.objectKeys?.includes(first)) {
    const end = fact.arn.indexOf(`\${${first}}`) + first.length + 3
    const owner = ownerArn(head, type, fact.arn.slice(0, end), false, scene) ?? named(head, fact.arn, scene)
    if (owner) {
      const rest = fact.arn.slice(owner.template?.length ?? end)
      return finish(owner.arn, rest, fact, bindings, values, scene, reasons, present, owner.declared)
    }
    const arnLike = looksLikeArn(head, scene.declared)
    if (arnLike)
      for (const [place, part] of [
        ['Region', 3],
        ['Account', 4],
      ] as const)
        takeFromArn(head, place, part, values)
  }
  for (const [variable, value] of values) {
    const [name] = value === given ? (emptied.get('arn') ?? []) : (emptied.get(variable) ?? [])
    // That it is empty is only what comes of it.
    if (name !== undefined && value.kind === 'text' && value.text === '' && !pseudo.has(variable))
      values.set(variable, missingVariable(name, reading))
  }
  const whole = (template: string, why: Reason[]): Value =>
    joined([fill(template, bindings, values, scene, why, foreign, fact.attributes), text(fact.named ?? '')])
  const written = (source: SourceTree): Value => sourceValue(source, scene.call, reading)
  const [template = fact.arn, ...more] =
    head && first !== undefined ? slashedTemplates(fact.arn, first, bindings[first], head, written, scene.declared) : []
  const arns = [whole(template, reasons), ...more.map((each) => whole(each, []))]
  const others = (fact.others ?? []).map((template) => fill(template, bindings, values, scene, [], foreign, fact.attributes))
  return { values: [...arns, ...others], reasons, present }
}

/** The name in an ARN without region and account, as the map writes what commands answer: it is in the caller's own. */
function nameInOwn(arn: Value, template: string): Value | undefined {
  const [start, ...more] = arn.kind === 'join' ? arn.parts : [arn]
  const [before = '', after = ''] = template.split(':${Region}:${Account}:')
  const own = `${before.replace('${Partition}', 'aws')}:::${after.slice(0, after.indexOf('${'))}`
  return start?.kind === 'text' && start.text.startsWith(own) ? joined([text(start.text.slice(own.length)), ...more]) : undefined
}

const isThere = (value: Value | undefined): boolean => value !== undefined && value.kind !== 'absent'
const whyOf = (value: Value | undefined): string =>
  value?.kind === 'unknown' ? (value.at ? `${value.why} (${value.at.file}:${value.at.line})` : value.why) : ''

/** The member that a source reads, as people write it. */
function label(source: string | undefined): string {
  return source === undefined ? 'the name' : (pathsOf(parseSource(source))[0] ?? source).replace('$client.', "the client's ")
}

/** Whether a name tells that what it names is an ARN: `TABLE_ARN`, `queueArn`, not `learn`. */
const saysArn = (name: string): boolean =>
  /(?:^|[^A-Za-z])arn(?![A-Za-z])|(?:^|[a-z0-9])A(?:rn|RN)(?![a-z])|(?:^|[^A-Za-z])ARN(?![A-Za-z])/.test(name)

/** Whether a value is an ARN rather than a name. */
function looksLikeArn(value: Value, declared: DeclaredIndex): boolean {
  const now = textNow(value)
  if (now !== undefined) return now.startsWith('arn:')
  if (value.kind === 'join') return value.parts[0] !== undefined && looksLikeArn(value.parts[0], declared)
  if (value.kind === 'resource') return isArnReference(value, declared) || (!declared.byId.has(value.id) && saysArn(value.id))
  return (value.kind === 'intrinsic' || value.kind === 'variable') && saysArn(hintText(value))
}

/** Whether a value begins with something that only the deployment knows: where an ARN must stand, that is one. */
function beginsOpaque(value: Value): boolean {
  const first = value.kind === 'join' ? value.parts[0] : value
  return textNow(value) === undefined && (first?.kind === 'resource' || first?.kind === 'intrinsic' || first?.kind === 'variable')
}

interface Owner {
  readonly arn: Value
  readonly declared?: Declared
  /** The owner's own template, where it is shorter than the part that was asked for. */
  readonly template?: string
}

/** The ARN that a value is, where it is the ARN of `template` (a type's template, or its beginning up to the first name). */
function ownerArn(value: Value, type: string, template: string, arnExpected: boolean, scene: Scene): Owner | undefined {
  const declared = identify(value, scene.declared)
  const owner = declared && ownerOf(declared, typeFact(scene.facts, type).arn, scene)
  // The ARN of what another service declares is an ARN all the same; that of a role holds its path, which the name does not.
  if (owner || (declared && !(arnExpected && value.kind === 'resource' && isArnReference(value, scene.declared)))) return owner
  if (!looksLikeArn(value, scene.declared)) return arnExpected && beginsOpaque(value) ? { arn: value } : undefined
  if (arnExpected) return { arn: value }
  const skeleton = value.kind === 'join' ? value.parts.map((part) => (part.kind === 'text' ? part.text : '\0')).join('') : (textNow(value) ?? '')
  const begins = template.slice(0, template.lastIndexOf('${')).split(':').slice(5).join(':')
  if (skeleton.startsWith('arn:')) return skeleton.split(':').slice(5).join(':').startsWith(begins) ? { arn: value } : undefined
  const isType = Object.keys(scene.facts.types).some((name) => typeFact(scene.facts, name).arn === template)
  return isType ? { arn: value } : undefined
}

/** The declared resource's ARN, where the template wanted is its own or begins with it. */
function ownerOf(declared: Declared, wanted: string, scene: Scene): Owner | undefined {
  const arn = arnOf(declared, scene)
  if (!arn) return undefined
  for (const type of declared.fact.types) {
    const local = type.startsWith(`${scene.facts.prefix}:`) ? type.slice(scene.facts.prefix.length + 1) : type
    const template = scene.facts.types[local] ?? scene.facts.types[type]
    if (template === undefined) continue
    const own: DetailedType = typeof template === 'string' ? { arn: template } : template
    // What lies below it must follow its ARN as the attribute gives it: that of a log group ends in `:*`, and a stream does not lie below that.
    if (wanted === own.arn || wanted.startsWith(own.arn + (own.named ?? ''))) return { arn, declared, template: own.arn }
  }
  return undefined
}

/** The declared resource whose physical name the value is. */
function named(value: Value, wanted: string, scene: Scene): Owner | undefined {
  for (const type of scene.declared.types) {
    const declared = findByName(type, value, scene.declared)
    const owner = declared && ownerOf(declared, wanted, scene)
    if (owner) return owner
  }
  return undefined
}

function takeFromArn(arn: Value, place: string, part: number, values: Map<string, Value>): void {
  const found = arn.kind === 'text' ? arn.text.split(':')[part] : undefined
  if (found) values.set(place, text(found))
}

/** An owner's ARN followed by the rest of the template. */
function finish(
  arn: Value,
  rest: string,
  fact: DetailedType,
  bindings: Bindings,
  values: ReadonlyMap<string, Value>,
  scene: Scene,
  reasons: Reason[],
  present: boolean,
  declared: Declared | undefined,
): Resolved {
  const head = patternOf(arn, label(bindings.arn ?? Object.values(bindings)[0]), reasons)
  const texts =
    head.kind === 'text' ? head.text : head.kind === 'join' ? head.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('') : ''
  const extension = rest === '' ? undefined : Object.entries(fact.extend ?? {}).find(([part]) => texts.includes(part))?.[1]
  const whole = joined([head, fill(extension ?? rest, bindings, values, scene, reasons, false)])
  const open = head.kind !== 'resource' && rest === '' && fact.also !== undefined
  return {
    values: open && !texts.endsWith(fact.also) ? [whole, joined([whole, text(fact.also)])] : [whole],
    reasons,
    present,
    ...(declared ? { declared } : {}),
  }
}

/** Fills the variables of a template. */
function fill(
  template: string,
  bindings: Bindings,
  values: ReadonlyMap<string, Value>,
  scene: Scene,
  reasons: Reason[],
  foreign: boolean,
  attributes?: DetailedType['attributes'],
): Value {
  const parts: Value[] = []
  for (const [index, part] of template.split(VARIABLE).entries()) {
    if (index % 2 === 0) parts.push(text(part))
    else parts.push(variable(part, bindings, values, scene, reasons, foreign, attributes))
  }
  return joined(parts)
}

/** A region or an account; one that nobody named for the run as a whole is said once by who asked, not at each resource. */
function placeOf(value: Value, subject: string, reasons: Reason[]): Value {
  if (value.kind !== 'unknown' || value.at) return patternOf(value, subject, reasons)
  reasons.push({ text: `${subject.replace("client's ", '')} ${value.why}`, inherent: true })
  return text('*')
}

function variable(
  name: string,
  bindings: Bindings,
  values: ReadonlyMap<string, Value>,
  scene: Scene,
  reasons: Reason[],
  foreign: boolean,
  attributes: DetailedType['attributes'],
): Value {
  const value = values.get(name)
  const subject = label(bindings[name] ?? bindings.arn)
  if (pseudo.has(name)) {
    if (name === 'Partition') return text(scene.partition)
    // An ARN that is not known at all may belong to another account or region.
    if (foreign) return text('*')
    if (value && value.kind !== 'absent') return patternOf(value, subject, reasons)
    return name === 'Account' ? placeOf(scene.account, 'the account', reasons) : placeOf(scene.region, "the client's region", reasons)
  }
  const key = scene.facts.objectKeys?.includes(name) ?? false
  if (value === undefined) {
    if (!foreign) reasons.push({ text: `${name} is not in the call's input`, inherent: true })
    return text('*')
  }
  if (foreign && value.kind === 'absent') return text('*')
  const pattern = key
    ? objectKeyPattern(patternOf(value, subject, reasons), scene.objectKeys, reasons)
    : nameIn(value, subject, attributes, scene, reasons)
  if (pattern.kind !== 'text' || pattern.text !== '') return pattern
  reasons.push({ text: `${subject} is empty`, inherent: false })
  return text('*')
}

/** A name for the inside of an ARN; of something given by its ARN, the last part. */
function nameIn(value: Value, subject: string, attributes: DetailedType['attributes'], scene: Scene, reasons: Reason[]): Value {
  const declared = identify(value, scene.declared)
  const attribute = declared && attributes?.[declared.type]
  if (declared && attribute !== undefined) return resource(declared.id, attribute)
  const name = declared ? nameOf(declared) : undefined
  if (name) return patternOf(name, subject, reasons)
  if (!looksLikeArn(value, scene.declared)) return patternOf(value, subject, reasons)
  if (value.kind === 'text' || value.kind === 'join') return patternOf(readText('afterColon', readText('lastSegment', value)), subject, reasons)
  reasons.push({ text: `${subject} is an ARN whose name is known only when the service is deployed`, inherent: false })
  return text('*')
}

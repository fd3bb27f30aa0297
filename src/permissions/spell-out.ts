import { type Condition, type DeclaredResource, join, type Policy, resource, type Statement, text, type Value } from '../model/index.ts'
import type { ActionMap } from './action-map.ts'
import { type Declared, type DeclaredIndex, indexDeclared } from './declared.ts'

/** Where a service is deployed, and what it declares. */
export interface Deployment {
  readonly resources: ReadonlyMap<string, DeclaredResource>
  readonly partition: string
  /** Undefined where nobody says. */
  readonly region?: string
}

/**
 * Says policies in one language, so that they can be compared whoever wrote them: `!GetAtt Users.Arn` and an ARN that is put together from the
 * table's name become the same text, variables what they stand for in this run, and the name of a resource that only CloudFormation knows stays
 * as a reference inside the ARN. Only for comparing: what is written keeps its references.
 */
export function createSpelling(map: ActionMap, deployment: Deployment): (policy: Policy) => Policy {
  const index = indexDeclared(deployment.resources, map.resourceTypes())
  const known = new Map<Value, Value>()
  const spell = (value: Value): Value => {
    const before = known.get(value)
    if (before) return before
    const after = spellValue(value, deployment, index)
    known.set(value, after)
    return after
  }
  const whole = (value: Value): Value => foreign(spell(value), index)
  const statement = (one: Statement): Statement => ({
    ...one,
    resources: one.resources.map(whole),
    ...(one.notResources ? { notResources: one.notResources.map(whole) } : {}),
    ...(one.condition ? { condition: inCondition(one.condition, spell) } : {}),
  })
  return ({ statements }) => ({ statements: statements.map(statement) })
}

/** A reference to what a plugin makes is some ARN; that it is another than those put together from its attributes, nobody can say. */
function foreign(value: Value, index: DeclaredIndex): Value {
  if (value.kind !== 'resource' || value.id.startsWith('AWS::') || index.byId.has(value.id)) return value
  return { kind: 'intrinsic', document: value.attribute === undefined ? { Ref: value.id } : { 'Fn::GetAtt': [value.id, value.attribute] } }
}

function inCondition(condition: Condition, spell: (value: Value) => Value): Condition {
  const keys = (tests: ReadonlyMap<string, readonly Value[]>): ReadonlyMap<string, readonly Value[]> =>
    new Map([...tests].map(([key, values]) => [key, values.map(spell)]))
  return new Map([...condition].map(([operator, tests]) => [operator, keys(tests)]))
}

function spellValue(value: Value, deployment: Deployment, index: DeclaredIndex): Value {
  switch (value.kind) {
    case 'variable':
      if (value.text === '${aws:region}' && deployment.region !== undefined) return text(deployment.region)
      if (value.text === '${aws:partition}') return text(deployment.partition)
      return value.now ? spellValue(value.now, deployment, index) : value
    case 'join':
      return afterStar(join(value.parts.map((part) => spellValue(part, deployment, index))))
    case 'oneOf':
      return { kind: 'oneOf', options: value.options.map((option) => spellValue(option, deployment, index)) }
    case 'resource': {
      if (value.id === 'AWS::Partition') return text(deployment.partition)
      if (value.id === 'AWS::Region' && deployment.region !== undefined) return text(deployment.region)
      const declared = index.byId.get(value.id)
      return declared ? spellReference(declared, value.attribute, deployment, index) : value
    }
    default:
      return value
  }
}

function spellReference(declared: Declared, attribute: string | undefined, deployment: Deployment, index: DeclaredIndex): Value {
  const { fact, id } = declared
  const written = attribute === undefined ? fact.ref : /arn$/i.test(attribute) ? 'arn' : /name$/i.test(attribute) ? 'name' : undefined
  const own = attribute === undefined ? resource(id) : resource(id, attribute)
  if (written === 'name') return nameOf(declared, deployment, index)
  if (written !== 'arn' || fact.pattern === undefined) return own
  const parts = fact.pattern.split(/(\$\{[^}]*\})/).map((part): Value => {
    if (part === '${Partition}') return text(deployment.partition)
    if (part === '${Region}') return deployment.region === undefined ? resource('AWS::Region') : text(deployment.region)
    if (part === '${Account}') return resource('AWS::AccountId')
    return part === '${Name}' ? nameOf(declared, deployment, index) : text(part)
  })
  return join(parts)
}

/** The physical name as it is now, or a reference that stands for whatever CloudFormation makes up. */
function nameOf(declared: Declared, deployment: Deployment, index: DeclaredIndex): Value {
  const [name, ...others] = declared.names
  return name && others.length === 0 ? spellValue(name, deployment, index) : resource(declared.id)
}

/** The ARN of a log group ends in `:*` already, and what people put behind it says no more. */
function afterStar(value: Value): Value {
  const single = (part: Value): Value => (part.kind === 'text' ? text(part.text.replace(/(?::\*){2,}$/, ':*').replace(/\*{2,}/g, '*')) : part)
  if (value.kind !== 'join') return value
  const last = value.parts.at(-1)
  return last ? join([...value.parts.slice(0, -1), single(last)]) : value
}

import type { Bindings } from '../src/permissions/format.ts'
import { parseSource, pathsOf } from '../src/permissions/source.ts'
import { type ClientSchema, type Operation, type Shape, shapeAt } from './client-schema.ts'
import type { Override } from './override.ts'

const VARIABLE = /\$\{([^}]+)\}/g
const pseudo: ReadonlySet<string> = new Set(['Partition', 'Region', 'Account'])
export const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')
const bare = (name: string): string => plain(name).replace(/(?:name|identifier|id|arn)$/, '')
export const singular = (name: string): string =>
  name.endsWith('ies') ? `${name.slice(0, -3)}y` : name.endsWith('sses') ? name.slice(0, -2) : name.replace(/s$/, '')

/** Where an operation's input names a resource type: whole ARNs and the variables of the template. */
export function bindType(type: string, template: string, operation: Operation, override: Override | undefined, used: Set<string>): Bindings {
  const reviewed = override?.bind?.[type] ?? {}
  const bindings: Record<string, string> = {}
  const variables = [...new Set([...template.matchAll(VARIABLE)].map((match) => match[1] ?? ''))]
  for (const variable of ['arn', ...variables]) {
    const source = reviewedSource(reviewed[variable], operation, `${type}.${variable}`, used)
    if (source !== undefined) {
      if (source !== '') bindings[variable] = source
      continue
    }
    if (pseudo.has(variable)) continue
    const found = variable === 'arn' ? arnMember(type, variables, operation) : nameMember(variable, type, template, operation)
    if (found) bindings[variable] = found
  }
  // A name that is a whole ARN already is no name.
  for (const variable of variables)
    if (bindings[variable] !== undefined && bindings[variable] === bindings.arn && !reviewed[variable]) delete bindings[variable]
  return bindings
}

/** Reviewed sources whose members this operation has; '' where the review says that there is none. */
function reviewedSource(sources: readonly string[] | undefined, operation: Operation, key: string, used: Set<string>): string | undefined {
  if (!sources) return undefined
  if (sources.length === 0) {
    used.add(key)
    return ''
  }
  const present = sources.filter((source) =>
    pathsOf(parseSource(source)).every((path) => path.startsWith('$client') || shapeAt(operation.input, path)),
  )
  // A literal alone says nothing of this operation.
  if (present.every((source) => source.startsWith("'"))) return undefined
  for (const source of present) used.add(`${key} ${source}`)
  return present.join(' ?? ')
}

function textMembers(operation: Operation): { name: string; path: string }[] {
  if (operation.input.kind !== 'structure') return []
  const found: { name: string; path: string }[] = []
  for (const [name, shape] of operation.input.members) {
    const inner: Shape = shape()
    if (inner.kind === 'text') found.push({ name, path: name })
    else if (inner.kind === 'list' && inner.of().kind === 'text') found.push({ name, path: `${name}[]` })
  }
  return found
}

function arnMember(type: string, variables: readonly string[], operation: Operation): string | undefined {
  const nouns = new Set([
    bare(type),
    plain(type),
    ...variables
      .filter((name) => !pseudo.has(name))
      .slice(-1)
      .map(bare),
  ])
  const members = textMembers(operation).filter(({ name }) => /arns?$/i.test(name))
  const own = members.find(({ name }) => nouns.has(plain(name).replace(/arns?$/, '')))
  // What is made has no ARN before: such a one is that of what it is made for.
  const makes = operation.name.startsWith('Create') && nounOf(operation.name) === singular(plain(type))
  const general = makes ? undefined : members.find(({ name }) => /^(?:resource|target)?arn(?:s|list)?$/.test(plain(name)))
  // Operations on tags call an ARN by many names.
  const tagged = /^(?:Tag|Untag|ListTags|AddTags|RemoveTags)/.test(operation.name) ? textMembers(operation) : []
  return (own ?? general ?? tagged.find(({ name }) => /^resource(?:name|id|idlist)?$/i.test(name)))?.path
}

function nameMember(variable: string, type: string, template: string, operation: Operation): string | undefined {
  const members = textMembers(operation).filter(({ name }) => !/arns?$/i.test(name) && compatible(variable, name))
  const exact = members.find(({ name }) => name === variable) ?? members.find(({ name }) => plain(name) === plain(variable))
  if (exact) return exact.path
  const list = members.find(({ name, path }) => path.endsWith('[]') && singular(plain(name)) === plain(variable))
  if (list) return list.path
  const noun = bare(variable)
  const near = noun === '' ? undefined : members.find(({ name }) => bare(name) === noun || (name.endsWith('s') && bare(singular(name)) === noun))
  if (near) return near.path
  const generic = /^(?:resource)?(?:name|id)$/.test(plain(variable))
    ? members.find(({ name }) => bare(name) !== '' && bare(name) === plain(type))
    : undefined
  if (generic) return generic.path
  const operationNoun = nounOf(operation.name)
  const last = template.slice(template.lastIndexOf('${')).startsWith(`\${${variable}}`)
  if (operationNoun !== noun && !(operationNoun === plain(type) && last && !/(?:type|owner)$/i.test(variable))) return undefined
  return members.find(({ name }) => /^(?:name|id|identifier)$/i.test(name))?.path
}

// What AWS calls an id is never the name that people gave, though both may be `StreamName` or `StreamId` of one thing.
const compatible = (variable: string, member: string): boolean =>
  !(/(?:id|identifier)$/i.test(variable) && /names?$/i.test(member)) && !(/name$/i.test(variable) && /[a-z]ids?$/i.test(member))

/** `DescribeStateMachines` is about a `statemachine`. */
const nounOf = (operation: string): string => singular(plain(operation.replace(/^(?:Batch)?[A-Z][a-z]+/, '')))

/** Whether every variable of the template is named. */
export function isFilled(template: string, bindings: Bindings): boolean {
  if (bindings.arn !== undefined) return true
  return [...template.matchAll(VARIABLE)].every(([, name]) => pseudo.has(name ?? '') || bindings[name ?? ''] !== undefined)
}

/** The labels of the request path as members: `{restapi_id}` may be spelled `restApiId`. */
export function pathResource(operation: Operation, client: ClientSchema, prefix = ''): { type: string; bindings: Bindings } {
  const bindings: Record<string, string> = {}
  const members = textMembers(operation)
  if (!operation.path.startsWith(prefix)) throw new Error(`${client.client} ${operation.name}: ${operation.path} does not begin with ${prefix}`)
  const path = operation.path.slice(prefix.length).replace(/\{([^}+]+)\+?\}/g, (_, label: string) => {
    const member = members.find(({ name }) => plain(name) === plain(label))
    if (!member) throw new Error(`${client.client} ${operation.name}: no member for {${label}}`)
    bindings[label] = member.path
    return `\${${label}}`
  })
  return { type: `arn:\${Partition}:apigateway:\${Region}::${path}`, bindings }
}

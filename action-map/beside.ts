import type { ActionFact, CommandFact } from '../src/permissions/format.ts'
import { parseSource, pathsOf } from '../src/permissions/source.ts'
import { apart } from './apart.ts'
import { findAction } from './authorization.ts'
import type { Operation, Shape } from './client-schema.ts'
import { made } from './tags.ts'

const PASS_ROLE = 'iam:PassRole'
const ROLE = /role(?:arns?)?$/i
// What is trusted, looked up or used in another account is not handed over to the service.
const OTHER_ROLE = /crossAccount|consumerAccount|sourceRole|targetRole|memberRole|userRole|instanceRole$/i
const TAGGING = /:(?:Tag[A-Z]|AddTags|CreateTags)/
const DEPTH = 5

/** Adds what the reference lists beside the actions of a command that nobody has reviewed: the roles that its input hands over, and the rest by name. */
export function withBeside(operation: Operation, fact: CommandFact, prefix: string): CommandFact {
  if (fact.basis === 'none' || fact.basis === 'rule') return fact
  const known = (fact.actions ?? [fact]).map(({ name = operation.name }) => (name.includes(':') ? name : `${prefix}:${name}`))
  const has = new Set(known.map((name) => name.toLowerCase()))
  const isTag = (name: string): boolean => name.startsWith(`${prefix}:`) && TAGGING.test(name) && made(operation.name) !== undefined
  const listed = new Set(known.flatMap((name) => findAction(name)?.dependent ?? []).filter((name) => !has.has(name.toLowerCase()) && !isTag(name)))
  const told = rolesTold(fact)
  const roles = rolesOf(operation.input).filter((path) => !told.has(path))
  const isListed = known.some((name) => findAction(name)?.dependent.includes(PASS_ROLE))
  const passed = isListed && roles.length > 0
  if (passed) listed.delete(PASS_ROLE)
  else if (roles.some(isSurely) && changes(operation.name)) listed.add(PASS_ROLE)
  return withNote(passed ? withRole(fact, roles) : fact, listed)
}

const changes = (operation: string): boolean => !/^(?:Get|List|Describe|Delete|Search|Query|Validate|Assume|Remove|Disassociate)/.test(operation)

/** Without the word of the reference, only what is called a role's ARN is one, and deep down it belongs to what is described. */
const isSurely = (path: string): boolean => /Role_?ARNs?(?:\[\])?$/i.test(path) && path.split('.').length <= 3

/** The members of the roles that an override hands over. */
const rolesTold = (fact: CommandFact): ReadonlySet<string> =>
  new Set(
    (fact.actions ?? [])
      .filter(({ name }) => name === PASS_ROLE)
      .flatMap(({ on }) => Object.values(on ?? {}).flatMap((bindings) => Object.values(bindings).flatMap((source) => pathsOf(parseSource(source))))),
  )

/** The members that hold a role, by path. */
function rolesOf(shape: Shape, depth = 0): string[] {
  if (shape.kind !== 'structure' || depth > DEPTH) return []
  return [...shape.members].flatMap(([name, of]) => {
    const member = of()
    const field = member.kind === 'map' ? member.of() : member
    const item = field.kind === 'list' ? field.of() : field
    const path = `${name}${member.kind === 'map' ? '{}' : ''}${field.kind === 'list' ? '[]' : ''}`
    if (item.kind === 'text') return ROLE.test(name) && !OTHER_ROLE.test(name) ? [path] : []
    return rolesOf(item, depth + 1).map((inner) => `${path}.${inner}`)
  })
}

function withRole(fact: CommandFact, roles: readonly string[]): CommandFact {
  const source = roles.join(' | ')
  const role: ActionFact = {
    name: PASS_ROLE,
    dependent: true,
    on: { 'iam:role': { arn: source, RoleNameWithPath: source } },
    when: { has: roles.length === 1 && roles[0] ? roles[0] : roles },
  }
  const { about, actions } = apart(fact)
  return { ...about, actions: [...actions, role] }
}

/** Names the actions by service: `ec2:DescribeSubnets, DescribeVpcs, kms:Decrypt`. */
function withNote(fact: CommandFact, listed: ReadonlySet<string>): CommandFact {
  if (listed.size === 0 || fact.note !== undefined) return fact
  const byService = new Map<string, string[]>()
  for (const full of [...listed].sort()) {
    const [service = '', name = ''] = full.split(':')
    byService.set(service, [...(byService.get(service) ?? []), name])
  }
  return { ...fact, beside: [...byService].map(([service, names]) => `${service}:${names.join(', ')}`).join(', ') }
}

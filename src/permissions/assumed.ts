import { comparePlaces, type Finding, type Permission, type SdkCall, type Value, valueKey } from '../model/index.ts'
import type { Surroundings } from './surroundings.ts'

/** Environment variables by name. */
type Environment = Surroundings['environment']

/** What calls with the credentials of other roles need, role by role. */
export interface RoleNeeds {
  add(call: SdkCall, permissions: readonly Permission[], isKnown: boolean): void
  findings(): readonly Finding[]
}

/** Gathers what is not the function's own need: what it calls with a role that it has assumed is allowed to that role, not to it. */
export function createRoleNeeds(environment: Environment): RoleNeeds {
  const roles = new Map<string, { readonly role: Value; first: SdkCall; readonly needs: Set<string> }>()
  return {
    add(call, permissions, isKnown) {
      if (!call.role) return
      const key = valueKey(call.role)
      const known = roles.get(key) ?? { role: call.role, first: call, needs: new Set<string>() }
      roles.set(key, known)
      if (comparePlaces(call.at, known.first.at) < 0) known.first = call
      if (!isKnown) known.needs.add(`what ${call.command} of ${call.client} needs`)
      for (const { action, resource } of permissions) known.needs.add(`${action} on ${valueWords(resource, environment)}`)
    },
    findings() {
      return [...roles.values()].map(({ role, first, needs }) => ({
        check: 'assumed-role',
        severity: 'note',
        confidence: 'certain',
        message: `${roleWords(role, environment)} needs ${list([...needs].sort())}: this is called with its credentials, so it is no need of this function`,
        at: first.at,
      }))
    },
  }
}

/** The account that a role acts in: its own, where its ARN says which. */
export function accountOf(role: Value, around: { readonly environment: Environment; readonly account: Value }): Value {
  const known = role.kind === 'environment' ? (around.environment.get(role.name) ?? role.fallback ?? role) : role
  const first = known.kind === 'join' ? known.parts[0] : known
  const account = first?.kind === 'text' ? /^arn:[^:]*:iam::([^:]*):/.exec(first.text)?.[1] : undefined
  if (account !== undefined) return { kind: 'text', text: account }
  return known.kind === 'resource' ? around.account : { kind: 'text', text: '*' }
}

function roleWords(role: Value, environment: Environment): string {
  const known = role.kind === 'environment' ? (environment.get(role.name) ?? role.fallback ?? role) : role
  if (known.kind === 'unknown') return `a role that ${known.why}`
  if (known.kind === 'oneOf') return `each of ${known.options.map((option) => roleWords(option, environment)).join(', ')}`
  return `the role ${valueWords(known, environment)}`
}

/** A value as a person reads it. */
export function valueWords(value: Value, environment: Environment): string {
  switch (value.kind) {
    case 'text':
    case 'variable':
      return value.text
    case 'constant':
      return String(value.value)
    case 'join':
      return value.parts.map((part) => valueWords(part, environment)).join('')
    case 'environment':
      return valueWords(environment.get(value.name) ?? value.fallback ?? { kind: 'unknown', why: '' }, environment)
    case 'resource':
      return `\${${value.id}${value.attribute === undefined ? '' : `.${value.attribute}`}}`
    case 'oneOf':
      return value.options.map((option) => valueWords(option, environment)).join(' or ')
    case 'intrinsic':
      return JSON.stringify(value.document)
    default:
      return '*'
  }
}

const list = (needs: readonly string[]): string =>
  needs.length === 0 ? 'nothing' : needs.length === 1 ? (needs[0] ?? '') : `${needs.slice(0, -1).join(', ')} and ${needs.at(-1)}`

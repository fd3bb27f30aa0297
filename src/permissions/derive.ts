import type { DeclaredResource, Finding, Permission, SdkCall, Value } from '../model/index.ts'
import { comparePlaces, placeText, text } from '../model/index.ts'
import type { ActionMap } from './action-map.ts'
import { annotate } from './annotate.ts'
import type { Scene } from './arn.ts'
import { accountOf, createRoleNeeds, valueWords } from './assumed.ts'
import { type DeclaredIndex, indexDeclared } from './declared.ts'
import { encryptionPermissions } from './encryption.ts'
import { actionsOf, type CommandFact } from './format.ts'
import { noteOf } from './note.ts'
import { permissionsOfAction } from './permission.ts'
import { memberOf, type Reading, settle } from './reading.ts'
import { rememberDerived } from './remember.ts'
import { shapeOf } from './shape.ts'
import type { Derived, Surroundings } from './surroundings.ts'
import type { Told } from './told.ts'

const indexes = new WeakMap<ReadonlyMap<string, DeclaredResource>, DeclaredIndex>()

/** Turns the calls of one function into the permissions that they need. */
export function derivePermissions(map: ActionMap, calls: readonly SdkCall[], surroundings: Surroundings): Derived {
  let declared = indexes.get(surroundings.resources)
  if (!declared) {
    declared = indexDeclared(surroundings.resources, map.resourceTypes())
    indexes.set(surroundings.resources, declared)
  }
  const index = declared
  const permissions: Permission[] = []
  const findings = new Map<string, Finding>()
  const roleNeeds = createRoleNeeds(surroundings.environment)
  for (const call of calls) {
    const derived = annotate(
      call,
      rememberDerived(map, call, call.role ? { ...surroundings, account: accountOf(call.role, surroundings) } : surroundings, (around) =>
        deriveCall(map, call, index, around),
      ),
    )
    if (call.role) {
      roleNeeds.add(call, derived.permissions, !derived.findings.some(({ check }) => check === 'unknown-command'))
      continue
    }
    permissions.push(...derived.permissions)
    for (const finding of derived.findings) findings.set(`${finding.check} ${finding.at ? placeText(finding.at) : ''} ${finding.message}`, finding)
  }
  return { permissions, findings: [...findings.values(), ...roleNeeds.findings()].sort(compareFindings) }
}

function compareFindings(a: Finding, b: Finding): number {
  const places = a.at && b.at ? comparePlaces(a.at, b.at) : a.at ? 1 : b.at ? -1 : 0
  if (places !== 0) return places
  const [left, right] = [`${a.check} ${a.message}`, `${b.check} ${b.message}`]
  return left < right ? -1 : left > right ? 1 : 0
}

/** What a call needs of which only the client is known: every action of its service, until a person says otherwise. */
function deriveAnything(map: ActionMap, call: SdkCall): Derived {
  const facts = map.client(call.client)
  if (!facts) return { permissions: [], findings: [unknownCommand(map, call)] }
  if ((call.annotations?.length ?? 0) > 0) return { permissions: [], findings: [] }
  const widened = 'which command is sent cannot be known'
  return { permissions: [{ action: `${facts.prefix}:*`, resource: text('*'), basis: 'assumed', because: call, widened }], findings: [] }
}

function deriveCall(map: ActionMap, call: SdkCall, declared: DeclaredIndex, surroundings: Surroundings): Derived {
  if (call.command === '*') return deriveAnything(map, call)
  const known = map.command(call.client, call.command)
  if (!known) return { permissions: [], findings: [unknownCommand(map, call)] }
  const missing = new Set<string>()
  const defaulted = new Set<string>()
  const told = new Map<string, Told>()
  const reading: Omit<Reading, 'choose'> = {
    environment: surroundings.environment,
    environmentSource: surroundings.environmentSource,
    region: surroundings.region,
    missing,
    defaulted,
    ...(surroundings.triggers ? { triggers: surroundings.triggers } : {}),
    told,
    declares: ({ id }) => declared.byId.has(id),
    shapeOf: (value) => shapeOf(value, declared, known.facts, surroundings.partition),
  }
  const scene = (world: Reading): Scene => ({
    facts: known.facts,
    call,
    declared,
    partition: surroundings.partition,
    region: clientRegion(call, surroundings, world),
    account: surroundings.account,
    objectKeys: surroundings.objectKeys,
    conditions: surroundings.conditions ?? false,
  })
  const permissions: Permission[] = []
  const findings: Finding[] = []
  for (const action of actionsOf(known.facts, known.name, known.fact)) {
    if (action.soft) continue
    const asked = call.only ? { ...action, when: action.when ? { all: [call.only, action.when] } : call.only } : action
    const derived = permissionsOfAction(asked, known.fact.basis ?? 'identity', call, scene, reading)
    permissions.push(...derived.permissions, ...encryptionPermissions(derived.onDeclared, known.facts, call, declared, surroundings))
    findings.push(...derived.findings)
  }
  findings.push(...[...defaulted].filter((name) => !missing.has(name)).map((name) => defaultTaken(name, call, surroundings.environmentSource)))
  findings.push(...[...told].map(([path, one]) => triggerTaken(path, one, call, surroundings.environment)))
  const note = noteOf(known.fact)
  const { otherwise } = known.fact
  // Where a condition leaves the whole call out, nothing is missing.
  if (permissions.length === 0 && otherwise !== undefined && !call.only) findings.push(unreadCall(otherwise, call))
  if (note !== undefined) {
    findings.push({
      check: 'permission-beyond',
      severity: 'warning',
      confidence: 'likely',
      message: `${call.client} ${known.name} ${note}`,
      at: call.at,
    })
  }
  if (known.fact.basis === 'assumed') findings.push(assumed(known.facts.prefix, known.name, known.fact, call))
  return { permissions, findings }
}

/** An action that is taken from the command's name; where the whole service is unknown, its prefix is taken from the requests' signing name. */
function assumed(prefix: string, command: string, { why }: CommandFact, call: SdkCall): Finding {
  const reason = why ?? 'it is newer than the authorization reference'
  const message = `${call.client} ${command}: the action ${prefix}:${command} is assumed from its name, since ${reason}`
  return { check: 'action-assumed', severity: why === undefined ? 'note' : 'warning', confidence: 'likely', message, at: call.at }
}

/** The region of the call's client; a client that is not known at all is taken to be in the service's region. */
function clientRegion(call: SdkCall, surroundings: Surroundings, reading: Reading): Value {
  const options = settle(call.clientOptions, '$client', reading)
  if (options.kind !== 'record' || !options.fields.has('region')) return surroundings.region
  const region = memberOf(options, 'region', '$client.region', reading)
  // `localhost` and the like are for development: no request that needs a permission goes there.
  if (region.kind === 'text' && !/^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(region.text)) return surroundings.region
  return region.kind === 'absent' || region.kind === 'record' || region.kind === 'list' ? surroundings.region : region
}

function unreadCall(message: string, call: SdkCall): Finding {
  const fix = 'write each permission above this line: // keycard-allow service:Action arn -- reason'
  return { check: 'library-unread', severity: 'error', confidence: 'certain', message, at: call.at, fix }
}

function defaultTaken(name: string, call: SdkCall, source: Surroundings['environmentSource']): Finding {
  const given = source === 'given'
  return {
    check: 'environment-default',
    // What is deployed is what the service file says, so it most likely is as it is meant.
    severity: given ? 'warning' : 'note',
    confidence: 'likely',
    message: `the environment variable ${name} ${given ? 'was not given' : 'is declared nowhere'}, so its default in the code is taken`,
    at: call.at,
    fix: given ? `give --env ${name}=VALUE if it is set where this runs` : 'declare it under environment: if it is set where this runs',
  }
}

/** What a trigger says holds for the events that it sends; whoever invokes the function otherwise may send others. */
function triggerTaken(path: string, { ways }: Told, call: SdkCall, environment: Surroundings['environment']): Finding {
  const values = [...new Set(ways.flatMap(({ value }) => (value ? [valueWords(value, environment)] : [])))]
  const kinds = [...new Set(ways.map(({ kind }) => kind))]
  return {
    check: 'trigger-taken',
    severity: 'note',
    confidence: 'likely',
    message: `${path} is taken to be ${values.join(' or ')}, as ${kinds.join(' and ')} under events: says`,
    at: call.at,
    fix: 'if it is invoked with other events too, write what they need with // keycard-allow',
  }
}

function unknownCommand(map: ActionMap, call: SdkCall): Finding {
  const message = map.client(call.client)
    ? `the action map does not know the command ${call.command} of @aws-sdk/client-${call.client}, so its permission is missing`
    : `the action map does not know the client @aws-sdk/client-${call.client}, so the permission for ${call.command} is missing`
  const fix = 'write the permission beside the call: // keycard-allow service:Action arn -- reason'
  return { check: 'unknown-command', severity: 'error', confidence: 'certain', message, at: call.at, fix }
}

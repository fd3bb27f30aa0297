import { joinValues } from './join.ts'
import type { ForeignCall, Run } from './run.ts'
import { type Abstract, keptPrefix, literal, nothing, optionsOf, pointer, textOf, unknownValue } from './values.ts'

/** What credentials keep that were given out for a role. */
export const roleField = `${keptPrefix}role`

/** Where options of a client hold credentials: of version 3, or an access key of version 2. */
const places = ['credentials', 'accessKeyId']

/** The role that credentials in a client's options are of; undefined where they are, or may be, the function's own. */
export function roleOfOptions(run: Run, options: Abstract, call: ForeignCall): Abstract | undefined {
  if (options.kind !== 'pointer' || options.thing.kind === 'opaque') return undefined
  for (const place of places) {
    const given = run.read(options, literal(place), call.scope, 0)
    const isMissing = optionsOf(given).every((option) => option.kind === 'literal' && (option.value === undefined || option.value === null))
    if (!isMissing) return roleOf(run, given, call, false, 4)
  }
  return undefined
}

function roleOf(run: Run, value: Abstract, call: ForeignCall, isKey: boolean, depth: number): Abstract | undefined {
  const roles: Abstract[] = []
  for (const option of optionsOf(value)) {
    // A key that is not there is no key of the function: what is signed with it is refused.
    if (isKey && option.kind === 'literal') continue
    const role = depth === 0 ? undefined : roleOfOne(run, option, call, depth)
    if (!role) return undefined
    roles.push(role)
  }
  return roles.length > 0 ? joinValues(roles) : undefined
}

function roleOfOne(run: Run, value: Abstract, call: ForeignCall, depth: number): Abstract | undefined {
  if (value.kind === 'method') return roleOfOne(run, value.of, call, depth)
  if (value.kind !== 'pointer') return undefined
  const { thing } = value
  const known = run.heap.get(thing.fields, roleField)
  if (known) {
    // What gives credentials out only when they are used calls for them now.
    run.libraryCall(value, 'used', { ...call, arguments: { items: [] } })
    return known
  }
  if (thing.closure) return roleOf(run, run.call(value, nothing, { ...call, arguments: { items: [] } }), call, false, depth - 1)
  if (thing.kind !== 'record' && thing.kind !== 'instance') return undefined
  const key = optionsOf(run.read(value, literal('accessKeyId'), call.scope, 0))
  const other = optionsOf(run.read(value, literal('AccessKeyId'), call.scope, 0))
  const isThere = (option: Abstract): boolean => !(option.kind === 'literal' && option.value === undefined)
  const found = key.some(isThere) ? key : other
  return found.some(isThere) ? roleOf(run, joinValues(found), call, true, depth - 1) : undefined
}

/** Credentials as AWS answers with them, of the role that the input names. */
export function credentialsOf(run: Run, input: Abstract, member: string, call: ForeignCall): Abstract {
  const thing = run.heap.thing('opaque', `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`)
  const role = member === '' ? nothing : run.read(input, literal(member), call.scope, 0)
  run.heap.set(thing.fields, roleField, textOf(role) === undefined && role.kind === 'literal' ? unknownValue('is not named here') : role)
  return pointer(thing)
}

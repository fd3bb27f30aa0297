import type { Trails } from '../../code/index.ts'
import {
  comparePlaces,
  type DeclaredResource,
  type ExplainedFunction,
  type ExplainedNeed,
  type Finding,
  type FunctionReport,
  nearestNames,
  type Permission,
  UserError,
} from '../../model/index.ts'
import { type ActionMap, namingMembers } from '../../permissions/index.ts'
import { type Analysed, leftOutOf } from './left-out.ts'
import { mendsOf } from './mends.ts'
import { trailOf } from './values.ts'

export { type Analysed, leftOutOf } from './left-out.ts'

/** What is needed to explain one function. */
export interface Subject extends Analysed {
  readonly report: FunctionReport
  readonly findings: readonly Finding[]
}

/** What is around all of them. */
export interface Surrounding {
  readonly map: ActionMap
  readonly resources: ReadonlyMap<string, DeclaredResource>
  readonly trails: Trails
  readonly all: readonly Subject[]
}

/** Explains what one function needs, or the actions of it that are asked for. */
export function explainFunction(subject: Subject, permissions: readonly Permission[], around: Surrounding): ExplainedFunction {
  const { report } = subject
  return {
    name: report.name,
    handler: report.handler,
    ...(report.source === undefined ? {} : { source: report.source }),
    analysis: report.analysis,
    needs: permissions.map((permission) => needOf(permission, subject, around)),
    leftOut: leftOutOf(subject, around.all, around.trails),
  }
}

/** What is to be explained of each function: all that it needs, or the actions that are asked for, of which one of them has to need some. */
export function choosePermissions(reports: readonly FunctionReport[], asked: string | undefined): readonly (readonly Permission[])[] {
  if (asked === undefined) return reports.map(({ permissions }) => permissions)
  const pattern = new RegExp(
    `^${asked
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'i',
  )
  const found = reports.map(({ permissions }) => permissions.filter(({ action }) => pattern.test(action) || pattern.test(action.split(':')[1] ?? '')))
  if (found.some((each) => each.length > 0)) return found
  const name = reports[0]?.name ?? ''
  const permissions = reports.flatMap((each) => each.permissions)
  const actions = [...new Set(permissions.map(({ action }) => action))]
  if (reports.length !== 1) throw new UserError(`no function of the service needs ${asked}`, close(asked, actions, 'they need'))
  if (actions.length === 0) throw new UserError(`${name} needs no ${asked}: it needs no permission at all`)
  throw new UserError(`${name} needs no ${asked}`, close(asked, actions, 'it needs'))
}

function close(asked: string, actions: readonly string[], they: string): { readonly mend: string } {
  const [near] = nearestNames(asked, actions)
  return { mend: near === undefined ? `${they} ${actions.slice(0, 8).join(', ')}${actions.length > 8 ? ', ...' : ''}` : `did you mean ${near}?` }
}

function needOf(permission: Permission, { declared, findings }: Subject, { map, resources, trails }: Surrounding): ExplainedNeed {
  const { action, resource, condition, basis, because, widened, perhaps } = permission
  const at = because?.at ?? permission.at
  const told = new Set(because ? namingMembers(map, because, action) : [])
  const input = because?.input.kind === 'record' ? because.input.fields : new Map()
  const values = [...told].flatMap((member) => {
    const value = input.get(member)
    if (!because || !value || value.kind === 'absent') return []
    const trail = trailOf(member, value, trails.origin(because, member), { declared, resources })
    return trail.steps.length > 0 ? [trail] : []
  })
  const assumed = findings.filter(
    (finding) => finding.confidence === 'likely' && because && finding.at && comparePlaces(finding.at, because.at) === 0,
  )
  return {
    action,
    resource,
    ...(condition ? { condition } : {}),
    basis,
    ...(because ? { call: { client: because.client, command: because.command, ...(because.via === undefined ? {} : { via: because.via }) } } : {}),
    ...(at ? { at } : {}),
    chain: because ? trails.chain(because) : [],
    values,
    ...(widened === undefined ? {} : { widened }),
    mends: mendsOf(permission),
    ...(perhaps === undefined ? {} : { perhaps }),
    assumed: [...new Set(assumed.map(({ message }) => message))],
  }
}

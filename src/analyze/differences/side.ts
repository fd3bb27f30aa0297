import {
  type FunctionReport,
  type LambdaFunction,
  type Permission,
  type PluginFunctions,
  type Policy,
  type Service,
  type Statement,
  text,
  type Value,
} from '../../model/index.ts'
import { coversAction, intersect } from '../../policy/index.ts'

/** What a run knows of the two sides of a comparison. */
export interface Sides {
  readonly service: Service
  /** Every function of the service, by name. */
  readonly reports: ReadonlyMap<string, FunctionReport>
  /** Says a policy in the one language in which both sides are compared. */
  readonly spell: (policy: Policy) => Policy
  /** The actions on keys that a permission may take, where it is not known how what it is about is encrypted. */
  readonly keyActions: (permission: Permission) => readonly string[]
  /** The statements of a policy that AWS manages; undefined where they are not known. */
  readonly managed: (name: string) => readonly Statement[] | undefined
  /** What layers and the tracing of Lambda need of a policy that AWS manages; undefined where it is not for them. */
  readonly besideCode: (policy: string) => readonly Statement[] | undefined
}

/** A permission as it is needed, and in the language of comparison. */
export interface Need {
  readonly permission: Permission
  readonly resource: Value
  readonly spelled: Policy
}

/** What a function needs of its role: all that was derived, but for what others give its role. */
export function needsOf(sides: Sides, declared: LambdaFunction): readonly Need[] {
  const permissions = sides.reports.get(declared.name)?.permissions ?? []
  const isMeant = declared.role === declared.grantsFor
  const derived = permissions.filter(({ basis }) => basis !== 'framework' || isMeant)
  // What would go to a role of its own is left to the framework, but for what that leaves out.
  const leftOut = declared.role === 'shared' && !isMeant ? declared.leftOutOfSharedRole : []
  return [...derived, ...leftOut].flatMap((permission) => needsFor(sides, permission))
}

/** What a function needs beside its code, whoever adds it; what AWS wrote for that purpose names no resources, and nobody could. */
export function needsBeside(sides: Sides, declared: LambdaFunction, anywhere: boolean): readonly Need[] {
  return declared.needsBeside.flatMap((permission) => needsFor(sides, anywhere ? { ...permission, resource: text('*') } : permission))
}

function needsFor(sides: Sides, permission: Permission): readonly Need[] {
  const options = permission.resource.kind === 'oneOf' ? permission.resource.options : [permission.resource]
  return options.map((resource): Need => ({ permission, resource, spelled: sides.spell({ statements: [statementFor(permission, resource)] }) }))
}

function statementFor({ action, condition, because }: Permission, resource: Value): Statement {
  return { effect: 'Allow', actions: [action], resources: [resource], ...(condition ? { condition } : {}), because: because ? [because] : [] }
}

/** What a function's role allows, in the language of comparison. */
export interface AllowedSide {
  readonly policy: Policy
  /** The same without a permissions boundary, where there is one. */
  readonly unbounded?: Policy
  /** Why it may allow more, or less, than that; empty where all is known. */
  readonly doubts: readonly string[]
}

/** Puts together what holds for a function: every source, and no more than a permissions boundary leaves. */
export function allowedOf(sides: Sides, declared: LambdaFunction): AllowedSide {
  const doubts = declared.allowedElsewhere.map(({ why }) => why)
  const statements: Statement[] = []
  for (const { policy, managedPolicy } of declared.allowed) {
    const more = managedPolicy === undefined ? policy.statements : sides.managed(managedPolicy)
    if (more) statements.push(...more)
    else doubts.push(`the managed policy ${managedPolicy}, whose statements are not known here`)
  }
  const policy = sides.spell({ statements })
  if (!declared.boundary) return { policy, doubts }
  const limit: Statement[] = []
  for (const { policy: boundary, managedPolicy } of declared.boundary)
    limit.push(...((managedPolicy === undefined ? boundary.statements : sides.managed(managedPolicy)) ?? []))
  // A boundary that cannot be read may deny anything; it cannot allow more.
  if (limit.length === 0) return { policy, doubts }
  const within = intersect(policy, sides.spell({ statements: limit }))
  return {
    policy: within.policy,
    unbounded: policy,
    doubts: within.exact ? doubts : [...doubts, 'a permissions boundary that leaves more than can be said here'],
  }
}

/** Whether an action speaks of keys alone and may be one of these; whatever allows everything is there for more. */
export const isForKeys = (action: string | undefined, keyActions: readonly string[]): boolean =>
  action !== undefined && keyActions.some((one) => action.toLowerCase().startsWith(one.slice(0, one.indexOf(':') + 1)) && coversAction(action, one))

/** The actions on keys that functions may need beside what was derived. */
export const keyActionsOf = (sides: Sides, functions: readonly LambdaFunction[]): readonly string[] => [
  ...new Set(functions.flatMap((declared) => needsOf(sides, declared)).flatMap(({ permission }) => sides.keyActions(permission))),
]

/** What of some statements may be for keys of which the service file says nothing: nobody can say that the functions do not need it. */
export function forKeys(sides: Sides, functions: readonly LambdaFunction[], statements: readonly Statement[]): readonly Statement[] {
  const actions = keyActionsOf(sides, functions)
  return statements.flatMap((statement) => {
    const kept = statement.effect === 'Allow' ? statement.actions.filter((action) => isForKeys(action, actions)) : []
    return kept.length > 0 ? [{ ...statement, actions: kept }] : []
  })
}

/** The logical id behind a reference that stands alone where an ARN is asked for, to what no template declares: a plugin makes it. */
export function madeElsewhere(value: Value): string | undefined {
  if (value.kind !== 'intrinsic' || typeof value.document !== 'object' || value.document === null || Array.isArray(value.document)) return undefined
  const [[name, argument] = []] = Object.entries(value.document)
  if (name === 'Ref') return typeof argument === 'string' ? argument : undefined
  return name === 'Fn::GetAtt' && Array.isArray(argument) && typeof argument[0] === 'string' ? argument[0] : undefined
}

/** Why an action may be needed that no code of the service calls for: a plugin makes functions that run as the role that functions share. */
export function forPlugin({ pluginFunctions }: Service, action: string | undefined): string | undefined {
  const using = action === undefined ? [] : pluginFunctions.filter(({ actions }) => actions.some((one) => coversAction(action, one)))
  return using.length > 0 ? pluginsUse(using) : undefined
}

/** Says that functions of plugins use something. */
export const pluginsUse = (plugins: readonly PluginFunctions[]): string =>
  `the functions that ${plugins.map(({ plugin }) => plugin).join(' and ')} makes use it`

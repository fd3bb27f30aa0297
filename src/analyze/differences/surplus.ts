import { statementDocument, toCloudFormation } from '../../iac/index.ts'
import {
  type Allowance,
  type Finding,
  type FunctionReport,
  join,
  type LambdaFunction,
  type Location,
  type Permission,
  type Policy,
  type Statement,
  text,
  type Value,
} from '../../model/index.ts'
import { buildPolicy, excess, type Surplus } from '../../policy/index.ts'
import { readable } from '../../report/index.ts'
import { type Breadth, breadthOf, breadths } from './breadth.ts'
import { placesOf } from './places.ts'
import { forPlugin, isForKeys, type Need, needsBeside, needsOf, type Sides } from './side.ts'

/** Statements that hold for some functions alike, and those functions. */
interface Shared {
  readonly allowance: Allowance
  readonly statements: readonly Statement[]
  readonly functions: LambdaFunction[]
}

/** What is declared and goes beyond what the code of the functions that it holds for needs, statement by statement. */
export function surplusIn(sides: Sides): readonly Finding[] {
  return sharedStatements(sides).flatMap((shared) => {
    const { managedPolicy } = shared.allowance
    const beside = shared.functions.flatMap((declared) => needsBeside(sides, declared, managedPolicy !== undefined))
    const needs = [...shared.functions.flatMap((declared) => needsOf(sides, declared)), ...beside]
    const rounded = needs.map((need) => ({ ...need, spelled: roundedUp(need.spelled) }))
    const needed: Policy = { statements: rounded.flatMap(({ spelled }) => spelled.statements) }
    const spelled = sides.spell({ statements: shared.statements })
    const original = new Map(spelled.statements.map((statement, index) => [statement, shared.statements[index] ?? statement]))
    const doubt = doubtOf(sides, shared.functions)
    const byStatement = new Map<Statement, Surplus[]>()
    const keyActions = [...new Set(needs.flatMap(({ permission }) => sides.keyActions(permission)))]
    for (const surplus of excess(spelled, needed).filter(({ action }) => !isOfPurpose(managedPolicy, action, beside)))
      byStatement.set(surplus.statement, [...(byStatement.get(surplus.statement) ?? []), surplus])
    return [...byStatement].flatMap(([statement, surpluses]) => {
      const written = original.get(statement) ?? statement
      return findingsOf({
        shared,
        written,
        spelled: statement,
        surpluses,
        needs: rounded,
        beside: new Set(beside.map(({ permission }) => permission)),
        mayBeForKeys: (action) => isForKeys(action, keyActions),
        forPlugin: (action) => (shared.allowance.source === 'provider' ? forPlugin(sides.service, action) : undefined),
        doubt,
      })
    })
  })
}

/** Whether AWS wrote a policy for what a function needs beside its code: its actions for that service come together. */
const isOfPurpose = (managedPolicy: string | undefined, action: string | undefined, beside: readonly Need[]): boolean =>
  managedPolicy?.startsWith('service-role/') === true && beside.some(({ permission }) => serviceOf(permission.action) === serviceOf(action ?? ''))

const serviceOf = (action: string): string => action.toLowerCase().split(':')[0] ?? ''

/** Each source of statements once, with every function that it holds for. */
function sharedStatements(sides: Sides): readonly Shared[] {
  const found = new Map<string, Shared>()
  for (const declared of sides.service.functions) {
    for (const allowance of declared.allowed) {
      const { source, at, managedPolicy, policy } = allowance
      const statements = managedPolicy === undefined ? policy.statements : (sides.managed(managedPolicy) ?? [])
      const key = JSON.stringify([source, at.file, at.line, at.column, managedPolicy ?? null])
      const before = found.get(key)
      if (before) before.functions.push(declared)
      else found.set(key, { allowance, statements, functions: [declared] })
    }
  }
  return [...found.values()]
}

/** Why something may be needed although no call was found; undefined where every function was read to the end. */
function doubtOf({ reports }: Sides, functions: readonly LambdaFunction[]): string | undefined {
  const open = functions.filter(({ name }) => reports.get(name)?.analysis !== 'complete').map(({ name }) => name)
  if (open.length === 0) return undefined
  const states = new Set(open.map((name) => words[reports.get(name)?.analysis ?? 'no-handler']))
  return `${open.slice(0, 3).join(', ')}${open.length > 3 ? ` and ${open.length - 3} more` : ''} ${[...states].sort().join(' or ')}`
}

const words: { readonly [state in FunctionReport['analysis']]: string } = {
  complete: 'was read',
  incomplete: 'could not be read to the end',
  'no-handler': 'has no handler to read',
  'other-runtime': 'is in a language that Keycard does not read',
}

interface Case {
  readonly shared: Shared
  readonly written: Statement
  readonly spelled: Statement
  readonly surpluses: readonly Surplus[]
  readonly needs: readonly Need[]
  /** Those of them that are no need of the code. */
  readonly beside: ReadonlySet<Permission>
  /** Whether an action may be there for keys of which the service file says nothing. */
  readonly mayBeForKeys: (action: string | undefined) => boolean
  /** Why a plugin may need an action. */
  readonly forPlugin: (action: string | undefined) => string | undefined
  readonly doubt: string | undefined
}

function findingsOf(one: Case): readonly Finding[] {
  const { written, spelled, surpluses } = one
  const unused = surpluses.filter(({ kind }) => kind === 'unused')
  const isUnused = (action: string | undefined, resource: Value | undefined): boolean =>
    unused.some((each) => each.action === action && each.resource === resource)
  const actions: readonly (string | undefined)[] = spelled.notActions ? [undefined] : spelled.actions
  const resources: readonly (Value | undefined)[] = spelled.notResources ? [undefined] : spelled.resources
  const idleActions = actions.filter((action) => resources.every((resource) => isUnused(action, resource)))
  const used = actions.filter((action) => !idleActions.includes(action))
  const idleResources = used.length === 0 ? [] : resources.filter((resource) => used.every((action) => isUnused(action, resource)))
  const asWritten = (resource: Value | undefined): Value[] => {
    const index = resource ? spelled.resources.indexOf(resource) : -1
    return written.resources[index] ? [written.resources[index]] : []
  }
  const findings: Finding[] = []
  const isForOthers = (action: string | undefined): boolean => one.mayBeForKeys(action) || one.forPlugin(action) !== undefined
  for (const idle of [idleActions.filter((action) => !isForOthers(action)), idleActions.filter(isForOthers)]) {
    if (idle.length === 0) continue
    const named = idle.flatMap((action) => action ?? [])
    findings.push(
      excessFinding(
        one,
        named,
        written.resources,
        unused.every(({ certain }) => certain),
      ),
    )
  }
  if (idleResources.length > 0) {
    const mine = unused.filter(({ resource }) => idleResources.includes(resource))
    findings.push(
      excessFinding(
        one,
        used.flatMap((action) => action ?? []),
        idleResources.flatMap(asWritten),
        mine.every(({ certain }) => certain),
      ),
    )
  }
  const wider = surpluses.filter(({ kind, resource }) => kind === 'wider' && !idleResources.includes(resource))
  // What the framework adds by itself goes as a whole, whatever becomes of the rest of the statement.
  const parts = [wider.filter((surplus) => !isAdded(one, surplus)), wider.filter((surplus) => isAdded(one, surplus))]
  return [
    ...findings,
    ...parts.flatMap((part) =>
      breadths.flatMap((breadth) => {
        const found = part.filter((surplus) => breadthOf(surplus) === breadth)
        return found.length > 0 ? [wideFinding(one, found, breadth)] : []
      }),
    ),
  ]
}

/** Whether all that is needed of it the framework adds to every role that it makes. */
function isAdded(one: Case, surplus: Surplus): boolean {
  const used = usedOf(one, [surplus])
  return (
    used.length > 0 && used.every(({ permission }) => one.beside.has(permission)) && one.shared.functions.every(({ role }) => role !== 'external')
  )
}

function usedOf({ needs }: Case, surpluses: readonly Surplus[]): readonly Need[] {
  const meant = new Set(surpluses.flatMap(({ used }) => used.map(({ statement }) => statement)))
  return needs.filter(({ spelled }) => spelled.statements.some((statement) => meant.has(statement)))
}

function excessFinding(one: Case, actions: readonly string[], resources: readonly Value[], certain: boolean): Finding {
  const { shared, written, doubt } = one
  const what = actions.length > 0 ? actions.join(', ') : `all but ${(written.notActions ?? []).join(', ')}`
  const where = written.notResources ? `all but ${shownAll(written.notResources)}` : shownAll(resources)
  const forPlugins = actions.map(one.forPlugin).find((each) => each !== undefined)
  const forKeys = actions.some(one.mayBeForKeys)
    ? 'it may be for the key of what is read or written, of which the service file says nothing'
    : undefined
  const why = doubt ?? forPlugins ?? forKeys ?? (certain ? undefined : 'that depends on names that are not known before the deployment')
  return {
    ...base(shared, written),
    check: why === undefined ? 'permission-excess' : 'permission-possible',
    severity: why === undefined ? 'warning' : 'note',
    confidence: why === undefined ? 'certain' : 'possible',
    message: `${what} on ${where} is allowed to ${holders(shared)}, and nothing was found that needs it${why === undefined ? '' : `; but ${why}`}`,
    fix: `remove ${what}${written.resources.length === resources.length ? '' : ` on ${where}`}`,
    grants: { actions, resources: resources.map(toCloudFormation) },
  }
}

/** Behind the first `*` of a name, more stars and what separates them say next to nothing: nobody writes a policy anew for that. */
function roundedUp({ statements }: Policy): Policy {
  const round = (value: Value): Value => {
    const last = value.kind === 'join' ? value.parts.at(-1) : value
    if (last?.kind !== 'text' || !/[/:]\*[*/._-]*\*$/.test(last.text)) return value
    const rounded = text(last.text.replace(/([/:])\*[*/._-]*\*$/, '$1*'))
    return value.kind === 'join' ? join([...value.parts.slice(0, -1), rounded]) : rounded
  }
  return { statements: statements.map((statement) => ({ ...statement, resources: statement.resources.map(round) })) }
}

const limits: { readonly [breadth in Breadth]?: string } = {
  region: 'only the region is left open',
  condition: 'only a condition would make it narrower',
}

function wideFinding(one: Case, wider: readonly Surplus[], breadth: Breadth): Finding {
  const { shared, written, doubt } = one
  const used = usedOf(one, wider)
  // Where only the conditions are wider, what it names may be narrower than what is needed of it.
  const named = ({ resource }: Need): readonly Value[] => (breadth === 'condition' && written.resources.length > 0 ? written.resources : [resource])
  const narrowed = used.flatMap((need) => named(need).map((resource) => ({ ...need.permission, resource })))
  const instead = buildPolicy(narrowed).statements.map(statementDocument)
  const actions = [...new Set(wider.flatMap(({ action }) => action ?? []))]
  const certain = wider.every((surplus) => surplus.certain)
  const forKeys = actions.some(one.mayBeForKeys) ? 'it may be for further keys, of which the service file says nothing' : undefined
  const forPlugins = actions.map(one.forPlugin).find((each) => each !== undefined)
  const why =
    doubt ?? forPlugins ?? forKeys ?? limits[breadth] ?? (certain ? undefined : 'that depends on names that are not known before the deployment')
  const what = actions.length > 0 ? actions.join(', ') : `all but ${(written.notActions ?? []).join(', ')}`
  const on = written.notResources ? `all but ${shownAll(written.notResources)}` : shownAll(written.resources)
  if (why === undefined && wider.every((surplus) => isAdded(one, surplus))) {
    return {
      ...base(shared, written),
      check: 'permission-excess',
      severity: 'warning',
      confidence: 'certain',
      message: `${what} on ${on} is allowed to ${holders(shared)}, and the framework adds by itself what is needed of it`,
      fix: `remove ${what}`,
      grants: { actions, resources: written.resources.map(toCloudFormation) },
    }
  }
  const narrow = instead.map(({ Action, Resource }) => `${Action.join(', ')} on ${Resource.map(readable).join(', ')}`).join('; ')
  return {
    ...base(shared, written),
    check: why === undefined ? 'permission-wide' : 'permission-possible',
    severity: why === undefined ? 'warning' : 'note',
    confidence: why === undefined ? 'certain' : 'possible',
    message: `${what} on ${on} is more than ${holders(shared)} ${shared.functions.length === 1 ? 'needs' : 'need'}${why === undefined ? '' : `; but ${why}`}`,
    fix: `allow only ${narrow}`,
    grants: { actions, resources: written.resources.map(toCloudFormation) },
    instead,
    related: placesOf(used),
  }
}

function base({ allowance, functions }: Shared, written: Statement): Pick<Finding, 'at' | 'function' | 'functions'> {
  const [only, ...others] = functions
  const at: Location = allowance.managedPolicy === undefined ? (written.at ?? allowance.at) : allowance.at
  return { at, ...(only && others.length === 0 ? { function: only.name } : { functions: functions.map(({ name }) => name) }) }
}

const holders = ({ functions }: Shared): string =>
  functions.length === 1 ? (functions[0]?.name ?? '') : `${functions.length} functions that share it`
const shownAll = (resources: readonly Value[]): string => resources.map((resource) => readable(toCloudFormation(resource))).join(', ')

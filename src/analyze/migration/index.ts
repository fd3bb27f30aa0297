import {
  advance,
  type Draft,
  dropProviderPolicies,
  frameworkGrants,
  inheritingFunctions,
  keepProviderStatements,
  listPolicies,
  type Prepared,
  type ReadService,
  readSharedRole,
  type SharedPolicy,
  statementDocument,
  stopInheriting,
  unifiedDiff,
  unnameSharedRole,
  writeChanges,
} from '../../iac/index.ts'
import {
  type Edit,
  type Finding,
  type FunctionReport,
  type LambdaFunction,
  type MigratedFunction,
  type Migration,
  type Permission,
  type Policy,
  type Reader,
  type Statement,
  type StatementDocument,
  valueKey,
} from '../../model/index.ts'
import { openActionReference } from '../../permissions/index.ts'
import { buildPolicy, policyCovers } from '../../policy/index.ts'
import type { Writes } from '../audit.ts'
import type { Sides } from '../differences/index.ts'
import { lostStatements } from '../findings.ts'
import { type Along, alongFindings, besideOf, goingAlong } from '../going-along.ts'
import { inDeclaredWords } from '../in-declared-words.ts'
import { stayingOf, unexplainedFindings, unexplainedIn } from '../unexplained.ts'
import { allowedIn, type Counting, sumOf } from './allowed.ts'
import { type Choice, chooseMoving, reliesOnProvider, usesProvider } from './choose.ts'
import { keptFindings, unnamed, unsafe } from './findings.ts'
import { lacksAround } from './lacks.ts'
import { findingBefore, placesBefore, withPlaces } from './places.ts'
import { type Needed, type ProviderPlan, planProvider, tiedDenial } from './provider.ts'

/** What a plan is made of. */
export interface Planning {
  readonly reader: Reader
  /** The service as its files have it. */
  readonly before: ReadService
  /** The service as it reads statements of functions. */
  readonly prepared: Prepared
  readonly sides: Sides
  readonly reports: ReadonlyMap<string, FunctionReport>
  /** The functions that were asked for. */
  readonly asked: readonly LambdaFunction[]
  readonly dropUnexplained: boolean
}

/** A plan, what there is to say of it, and the edits that carry it out. */
export interface Planned {
  readonly migration: Migration
  readonly findings: readonly Finding[]
  readonly edits: readonly Edit[]
  readonly writes: Writes
}

/** Plans the way off the shared role: statements for each function, what goes from the provider, and what stays and why. */
export function planMigration(asPrepared: Planning): Planned {
  const planning = withoutSharedName(asPrepared)
  const { reader, before, prepared, reports } = planning
  const choice = chooseMoving(prepared.read.service, reports, planning.asked, tiedDenial(readSharedRole(before)))
  const moving = new Set(choice.moving.map(({ name }) => name))
  const relying = prepared.read.service.functions
    .filter((declared) => !moving.has(declared.name) && reliesOnProvider(declared))
    .map(({ name }) => name)
  const { provider, ...made } = carryOut(planning, choice, relying)
  const counting: Counting = { reference: openActionReference(), managed: planning.sides.managed }
  const functions = before.service.functions.map((declared): MigratedFunction => {
    const after = made.draft.read.service.functions.find(({ name }) => name === declared.name) ?? declared
    const why = choice.staying.get(declared.name)
    const sides = { before: allowedIn(counting, declared), after: allowedIn(counting, after) }
    if (why !== undefined) return { name: declared.name, outcome: 'kept', why, ...sides }
    if (after.role !== 'own') return { name: declared.name, outcome: 'kept', why: 'its statements could not be written, see the findings', ...sides }
    const outcome = declared.role !== 'own' ? 'moved' : sameStatements(declared, after) ? 'same' : 'narrowed'
    return { name: declared.name, outcome, ...sides }
  })
  const lacks = lacksAround(planning, made.draft, functions)
  const broken = [...moving].filter((name) => lacks.broken.has(name))
  const edits = broken.length > 0 ? [] : made.draft.edits
  const files = [...new Set(edits.map(({ file }) => file))].sort().flatMap((file) => {
    const own = edits.filter((edit) => edit.file === file)
    const diff = unifiedDiff(file, reader.read(file) ?? '', own)
    return diff === '' ? [] : [{ file, diff }]
  })
  return {
    migration: {
      dialect: { from: before.service.dialect, to: made.draft.read.service.dialect },
      ...(prepared.plugin === undefined ? {} : { plugin: prepared.plugin }),
      functions,
      removed: provider.removed,
      kept: provider.kept.map(({ reason: _, ...part }) => part),
      files,
      total: { before: sumOf(functions.map((each) => each.before)), after: sumOf(functions.map((each) => each.after)) },
    },
    findings: [
      ...lacks.today,
      ...keptFindings(provider, choice, before),
      ...unnamed(functions, before.service.functions),
      ...prepared.findings,
      ...made.findings,
      ...broken.map(unsafe),
    ],
    edits,
    writes: { after: made.draft.read.service, leaving: new Set(functions.filter(({ outcome }) => outcome === 'moved').map(({ name }) => name)) },
  }
}

/** The functions that are to move no longer say by `role:` that they take the shared one. */
function withoutSharedName(planning: Planning): Planning {
  const { prepared, before, asked, reports } = planning
  const names = asked.filter(({ name, sharedRoleNamedAt }) => sharedRoleNamedAt && reports.get(name)?.analysis === 'complete').map(({ name }) => name)
  const draft = unnameSharedRole(prepared, names)
  return draft === prepared ? planning : { ...planning, prepared: { ...prepared, ...draft, read: withPlaces({ ...prepared, ...draft }, before) } }
}

/** What each function needs of its role, with what Lambda itself needs, whoever gives that in the end. */
function neededBy({ before, reports, sides }: Planning, going: ReadonlyMap<string, Along>): readonly Needed[] {
  const framework = frameworkGrants(before)
  return before.service.functions.map(({ name }) => {
    const own = reports.get(name)?.permissions ?? []
    // Not merged: a need has to be told from the others of its function.
    const spelled = (permissions: readonly Permission[]): Policy =>
      sides.spell({ statements: [...permissions.flatMap((permission) => buildPolicy([permission]).statements), ...(going.get(name)?.keys ?? [])] })
    return { name, policy: spelled([...own, ...(framework.get(name) ?? [])]), code: spelled(own.filter(({ basis }) => basis !== 'framework')) }
  })
}

/** The managed policies that go along with every function that leaves the shared role, so that nothing needs them there. */
function alongWithAll(
  functions: readonly LambdaFunction[],
  going: ReadonlyMap<string, Along>,
  policies: readonly SharedPolicy[],
): ReadonlySet<number> {
  const leaving = functions.filter(({ name, role }) => role === 'shared' && going.has(name))
  const isWithAll = (policy: SharedPolicy): boolean =>
    leaving.every(({ name }) => going.get(name)?.policies.some(({ index }) => index === policy.index))
  return new Set(leaving.length === 0 ? [] : policies.filter(isWithAll).map(({ index }) => index))
}

interface Made {
  readonly draft: Draft
  readonly findings: readonly Finding[]
  /** What becomes of the provider, once it is known which functions could be written. */
  readonly provider: ProviderPlan
}

/** Step by step, each read back before the next: the functions' statements, what the provider keeps, its policies, inheritance. */
function carryOut(planning: Planning, { moving }: Choice, relying: readonly string[]): Made {
  const { before, reader, prepared, reports, sides } = planning
  const findings: Finding[] = []
  const say = (found: readonly Finding[], draft: Draft): void => {
    const place = placesBefore(draft.edits, (file) => reader.read(file) ?? '')
    findings.push(...found.map((finding) => findingBefore(finding, place)))
  }
  const shared = readSharedRole(before)
  const going = new Map(moving.map((declared) => [declared.name, goingAlong(before, sides, declared)]))
  const along = alongWithAll(before.service.functions, going, shared.policies)
  const terms = {
    spell: sides.spell,
    managed: sides.managed,
    along,
    needed: neededBy(planning, going),
    dropUnexplained: planning.dropUnexplained,
    pluginFunctions: sides.service.pluginFunctions,
  }
  const hoped = planProvider(shared, { ...terms, relying })
  const inheriting = inheritingFunctions(prepared.read)
  const unexplained = planning.dropUnexplained
    ? []
    : unexplainedIn(prepared.read, sides).filter(({ place }) => moving.some(({ name }) => place.kind === 'function' && place.name === name))
  const staying = stayingOf(unexplained)
  const changes = moving.map((declared) => {
    const own = reports.get(declared.name)
    const holds = inheriting.has(declared.name) && inheritsOnlyWhatHolds(hoped)
    const carried = usesProvider(declared) && !holds ? hoped.carried.filter((statement) => !isSaid(own, statement)) : []
    const place = { kind: 'function' as const, name: declared.name }
    const needed = own ? inDeclaredWords(prepared.read, sides, own) : []
    const statements = [...needed, ...besideOf(going.get(declared.name)), ...carried.map(withoutSid), ...staying(place)]
    return { place, statements, functions: [declared.name], evenEmpty: true as const }
  })
  const written = writeChanges(prepared.reader, prepared.read, changes)
  say([...written.findings, ...lostStatements([...reports.values()], written.replaced, unexplained), ...unexplainedFindings(unexplained)], prepared)
  let draft: Draft = advance(prepared, written.edits) ?? prepared
  // A function that could not be written after all still takes what the provider gives.
  const failed = draft.read.service.functions.filter(({ name, role }) => role === 'shared' && moving.some((declared) => declared.name === name))
  const gone = new Map([...going].filter(([name]) => !failed.some((declared) => declared.name === name)))
  const listed = listPolicies(draft, new Map([...gone].map(([name, { documents }]) => [name, documents])))
  say([...listed.findings, ...alongFindings(gone)], draft)
  draft = listed.draft
  const provider = failed.length === 0 ? hoped : planProvider(shared, { ...terms, relying: [...relying, ...failed.map(({ name }) => name)] })
  if (failed.length === moving.length && failed.length > 0) return { draft: { ...draft, edits: [] }, findings, provider }
  if (provider.stay && provider.removed.some(({ managedPolicy }) => managedPolicy === undefined)) {
    const step = keepProviderStatements(draft, provider.stay, provider.nothingStays)
    say(step.findings, draft)
    draft = step.draft
  }
  const step = dropProviderPolicies(draft, provider.dropPolicies)
  say(step.findings, draft)
  draft = step.draft
  const now = new Map(draft.read.service.functions.map((declared) => [declared.name, declared]))
  const ending = moving.filter(({ name }) => now.get(name)?.role === 'own' && now.get(name)?.inherits)
  if (!inheritsOnlyWhatHolds(provider))
    draft = stopInheriting(
      draft,
      ending.map(({ name }) => name),
    )
  return { draft, findings, provider }
}

/** Whether all that stays with the provider has to go on holding for every function anyway. */
const inheritsOnlyWhatHolds = ({ kept, carried }: ProviderPlan): boolean =>
  kept.every(({ managedPolicy, reason }) => managedPolicy === undefined && reason === 'protected') && kept.length === carried.length

/** Whether what a function needs says a statement already. */
const isSaid = (report: FunctionReport | undefined, statement: Statement): boolean =>
  statement.effect === 'Allow' && report !== undefined && policyCovers(report.policy, { statements: [statement] }) === 'yes'

/** Names of statements have to be unique in a role only where they are there; those of the provider speak of the provider. */
function withoutSid(statement: Statement): StatementDocument {
  const { Sid: _, ...document } = statementDocument(statement)
  return document
}

function sameStatements(before: LambdaFunction, after: LambdaFunction): boolean {
  const key = ({ declared, inherits }: LambdaFunction): string =>
    JSON.stringify([
      inherits,
      declared.statements.map(({ effect, actions, resources, notActions, notResources, condition }) => [
        effect,
        actions,
        notActions ?? [],
        resources.map(valueKey),
        (notResources ?? []).map(valueKey),
        [...(condition ?? [])].map(([operator, keys]) => [operator, [...keys].map(([name, values]) => [name, values.map(valueKey)])]),
      ]),
    ])
  return key(before) === key(after)
}

import {
  advance,
  inheritingFunctions,
  listPolicies,
  type ReadService,
  readSharedRole,
  type SharedPolicy,
  statementDocument,
  type Written,
} from '../iac/index.ts'
import type { Finding, FunctionReport, Json, LambdaFunction, Policy, Reader, Statement, StatementDocument } from '../model/index.ts'
import { buildPolicy, coversAction, excess, policyCovers } from '../policy/index.ts'
import { forKeys, keyActionsOf, type Sides } from './differences/index.ts'
import { statementText } from './unexplained.ts'

/** What goes along with a function that gets a role of its own, though no call needs it: managed policies, and what it may need of keys. */
export interface Along {
  /** What it may need of keys of which the service file says nothing, and the provider allows today. */
  readonly keys: readonly Statement[]
  /** Said as statements, since the role cannot have policies. */
  readonly statements: readonly StatementDocument[]
  /** Listed beside its statements. */
  readonly documents: readonly Json[]
  readonly policies: readonly SharedPolicy[]
}

const none = { statements: [], documents: [], policies: [] }

/**
 * Decides what a function takes along of the managed policies that hold for it today: those of which nobody here knows what they allow, where
 * its role can have them, and those for what layers and the tracing of Lambda do beside its code.
 */
export function goingAlong(read: ReadService, sides: Sides, declared: LambdaFunction): Along {
  return { keys: keysFor(sides, declared), ...policiesFor(read, sides, declared) }
}

function keysFor(sides: Sides, declared: LambdaFunction): readonly Statement[] {
  const shared = declared.allowed.filter(({ source }) => source === 'provider').flatMap(({ policy }) => policy.statements)
  const own = { statements: [...(sides.reports.get(declared.name)?.policy.statements ?? []), ...declared.declared.statements] }
  const actions = keyActionsOf(sides, [declared])
  const open = shared.filter(({ condition }) => !condition)
  const found = forKeys(sides, [declared], open).map((statement) => ({
    ...statement,
    actions: [...new Set(statement.actions.flatMap((action) => (/[*?]/.test(action) ? actions.filter((one) => coversAction(action, one)) : action)))],
  }))
  return found.filter((statement) => policyCovers(sides.spell(own), sides.spell({ statements: [statement] })) !== 'yes')
}

function policiesFor(read: ReadService, sides: Sides, { name, role, providerPolicies, needsBeside }: LambdaFunction): Omit<Along, 'keys'> {
  if (role !== 'shared' || providerPolicies === 'held') return none
  const permissions = [...(sides.reports.get(name)?.permissions ?? []), ...needsBeside]
  const needs = sides.spell({ statements: permissions.flatMap((permission) => buildPolicy([permission]).statements) })
  const policies = readSharedRole(read).policies.filter((policy) => isForNoCode(sides, policy, needs))
  if (providerPolicies === 'listable') {
    const listed = policies.filter(({ document }) => document !== undefined)
    return { statements: [], documents: listed.flatMap(({ document }) => document ?? []), policies: listed }
  }
  const spoken = (policy: SharedPolicy): readonly Statement[] => (policy.name === undefined ? [] : (sides.besideCode(policy.name) ?? []))
  const said = policies.filter((policy) => spoken(policy).length > 0)
  const statements = said.flatMap(spoken)
  return { statements: statements.map(statementDocument), documents: [], policies: said }
}

function isForNoCode({ managed, besideCode, spell }: Sides, { name, statements }: SharedPolicy, needs: Policy): boolean {
  if (statements) return false
  if (name === undefined || !managed(name)) return true
  const beside = besideCode(name)
  // What is known to need it has statements of its own by then.
  return beside !== undefined && excess(spell({ statements: beside }), needs).some(({ kind }) => kind === 'unused')
}

/** What goes along, as statements of the function. */
export const besideOf = (along: Along | undefined): readonly StatementDocument[] =>
  along ? [...along.statements, ...along.keys.map(({ sid: _, ...statement }) => statementDocument(statement))] : []

/** The same for every function that writing would take off the shared role. */
export function goingWith(read: ReadService, sides: Sides, reports: readonly FunctionReport[]): ReadonlyMap<string, Along> {
  const inheriting = inheritingFunctions(read)
  const leaving = read.service.functions.filter(
    ({ name, role, grantsFor, notWritable }) =>
      role === 'shared' && grantsFor === 'own' && notWritable === undefined && reports.some((report) => report.name === name),
  )
  const going = leaving.map((declared) => [declared.name, goingAlong(read, sides, declared)] as const)
  return new Map(going.map(([name, along]) => [name, inheriting.has(name) ? { ...along, keys: [] } : along]))
}

/** Says of each policy, and of what is for keys, with whom it goes along, and how. */
export const alongFindings = (going: ReadonlyMap<string, Along>): readonly Finding[] => [...policyFindings(going), ...keyFindings(going)]

function keyFindings(going: ReadonlyMap<string, Along>): readonly Finding[] {
  const found = new Map<string, { readonly statement: Statement; readonly names: string[] }>()
  for (const [name, { keys }] of going) {
    for (const statement of keys) {
      const what = statementText(statement)
      const there = found.get(what)
      if (there) there.names.push(name)
      else found.set(what, { statement, names: [name] })
    }
  }
  return [...found].map(([what, { statement, names }]) => ({
    check: 'statement-carried',
    severity: 'note',
    confidence: 'possible',
    message: `${what} goes along with ${names.length > 3 ? `${names.length} functions` : names.join(', ')}: what is used there may be encrypted under such a key`,
    ...(statement.at ? { at: statement.at } : {}),
    functions: names,
    fix: 'take it out where nothing is',
  }))
}

function policyFindings(going: ReadonlyMap<string, Along>): readonly Finding[] {
  const found = new Map<string, { readonly policy: SharedPolicy; readonly asStatements: boolean; readonly names: string[] }>()
  for (const [name, { policies, documents }] of going) {
    for (const policy of policies) {
      const key = JSON.stringify([policy.index, documents.length > 0])
      const there = found.get(key)
      if (there) there.names.push(name)
      else found.set(key, { policy, asStatements: documents.length === 0, names: [name] })
    }
  }
  return [...found.values()].map(({ policy, asStatements, names }) => {
    const who = names.length > 3 ? `${names.length} functions` : names.join(', ')
    const how = asStatements ? 'as statements, since their roles can have no policies' : 'and is listed there'
    return {
      check: 'managed-policy-carried',
      severity: 'note',
      confidence: 'certain',
      message: `the managed policy ${policy.label} goes along with ${who} ${how}: what it is for is not in the code`,
      at: policy.at,
      functions: names,
      fix: 'take it out where nothing needs it',
    }
  })
}

/** What is written, with the policies that go along with functions that get roles of their own by it, and a word on those that do not. */
export function withPolicies(reader: Reader, read: ReadService, sides: Sides, written: Written, going: ReadonlyMap<string, Along>): Written {
  const draft = advance({ reader, read, edits: [] }, written.edits)
  const own = new Set(draft?.read.service.functions.filter(({ role }) => role === 'own').map(({ name }) => name))
  const leaving = read.service.functions.filter(({ name, role }) => role === 'shared' && own.has(name))
  if (!draft || leaving.length === 0) return written
  const gone = new Map([...going].filter(([name]) => leaving.some((declared) => declared.name === name)))
  const step = listPolicies(draft, new Map([...gone].map(([name, { documents }]) => [name, documents])))
  const findings = [...written.findings, ...step.findings, ...alongFindings(gone), ...lostPolicies(read, sides, leaving, gone)]
  return { ...written, edits: step.draft.edits, findings }
}

/** A role of its own starts without what is attached to the shared one. */
function lostPolicies(
  read: ReadService,
  { besideCode }: Sides,
  leaving: readonly LambdaFunction[],
  going: ReadonlyMap<string, Along>,
): readonly Finding[] {
  // What is for no code goes along, or is said by statements already.
  const policies = readSharedRole(read).policies.filter(({ name }) => name === undefined || !besideCode(name))
  const takes = (name: string, { index }: SharedPolicy): boolean => going.get(name)?.policies.some((policy) => policy.index === index) === true
  const without = leaving.filter(({ providerPolicies }) => providerPolicies !== 'held')
  const lost = policies.filter((policy) => without.some(({ name }) => !takes(name, policy)))
  const [first] = policies
  const losing = without.filter(({ name }) => lost.some((policy) => !takes(name, policy))).map(({ name }) => name)
  if (lost.length === 0 || !first) return []
  const who =
    losing.length === 1 ? `the role of its own that ${losing[0]} gets does` : `the roles of their own that ${losing.length} functions get do`
  return [
    {
      check: 'managed-policies-dropped',
      severity: 'warning',
      confidence: 'certain',
      message: `${who} not hold the managed policies of the shared role: ${lost.map(({ label }) => label).join(', ')}`,
      at: first.at,
      fix: 'where a function needs them beside its code, say so under custom.keycard.functions, or with a keycard-allow comment',
    },
  ]
}

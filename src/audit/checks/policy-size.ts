import { statementDocument } from '../../iac/index.ts'
import type { Audited, Finding, Json, LambdaFunction, Location, Policy, StatementDocument } from '../../model/index.ts'
import { limits, policySize } from '../../policy/index.ts'
import type { AuditCheck } from '../check.ts'

/** What a role of its own is given beside its statements: logs, and each queue or stream that starts the function. */
const room = { logs: 330, trigger: 260 }
/** From this part of the limit on it is said. */
const near = 0.9
/** What moves to a managed policy leaves this part of the limit at most. */
const roomy = 0.8

/** Inline policies beyond what a role may hold: the deployment fails; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const policySizes: AuditCheck = {
  name: 'policy-size',
  find: (audited) => [...ownRoles(audited), ...sharedRole(audited)],
}

const documents = ({ statements }: Policy): readonly StatementDocument[] => statements.map(statementDocument)

function ownRoles({ service, reports, leaving, writing, after }: Audited): readonly Finding[] {
  return service.functions.flatMap((declared) => {
    const { name, role, at, events } = declared
    if (role !== 'own' && !leaving.has(name)) return []
    const read = after?.functions.find((one) => one.name === name) ?? declared
    const derived = reports.find((report) => report.name === name)?.statements
    const own = derived && read.role !== 'own' ? derived : documents(read.declared)
    const whole = [...own, ...(read.inherits && read.role === 'own' ? documents((after ?? service).declared) : [])]
    return judge(whole, room.logs + events.length * room.trigger, {
      who: `the role of ${name}`,
      at,
      function: name,
      ahead: !writing && role !== 'own',
      mend: `move statements to a managed policy, which holds ${limits.managedPolicy} characters more, and attach it to ${declared.ownRole?.id ?? 'the role'}`,
      patch: () => managedPolicy(declared, own),
    })
  })
}

/** The role that functions share, where what all of them need is to be written there. */
function sharedRole({ service, after }: Audited): readonly Finding[] {
  const functions = service.functions.filter(({ role, grantsFor }) => role === 'shared' && grantsFor === 'shared')
  const [first] = functions
  if (!first || !service.sharedRole) return []
  const whole = documents((after ?? service).declared)
  return judge(whole, room.logs, {
    who: 'the role that functions share',
    at: service.declared.statements[0]?.at ?? first.at,
    ahead: false,
    mend: 'give functions roles of their own, or move statements to a managed policy under provider.iam.role.managedPolicies',
  })
}

interface About {
  readonly who: string
  readonly at: Location
  readonly function?: string
  /** Whether it is only what would be written. */
  readonly ahead: boolean
  readonly mend: string
  readonly patch?: () => string
}

function judge(statements: readonly StatementDocument[], beside: number, { who, ahead, mend, patch, ...about }: About): readonly Finding[] {
  const { characters, exact } = policySize(statements)
  const total = characters + beside
  const limit = limits.inlinePoliciesOfRole
  if (total <= near * limit) return []
  const over = total > limit
  return [
    {
      check: 'policy-size',
      severity: over && !ahead ? 'error' : 'warning',
      confidence: exact && characters > limit ? 'certain' : 'likely',
      message: `the inline policy of ${who} has ${exact ? '' : 'up to '}about ${total} characters, and IAM takes ${limit} in all of a role together`,
      ...about,
      fix: mend,
      ...(over && patch ? { patch: patch() } : {}),
    },
  ]
}

/** What has to go from the role for the rest to have room, as far as a managed policy takes it; the largest statements first, cut where they are too large. */
function movable(statements: readonly StatementDocument[]): readonly StatementDocument[] {
  const left = new Map(statements.map((statement) => [statement, statement]))
  const moved: StatementDocument[] = []
  const fits = (statement: StatementDocument): boolean => policySize([...moved, statement]).characters <= limits.managedPolicy
  const sizeOf = (statement: StatementDocument): number => policySize([statement]).characters
  for (const statement of [...statements].sort((a, b) => sizeOf(b) - sizeOf(a))) {
    if (policySize([...left.values()]).characters < roomy * limits.inlinePoliciesOfRole) break
    const { Resource } = statement
    const count = fits(statement)
      ? Resource.length
      : Resource.findLastIndex((_, last) => fits({ ...statement, Resource: Resource.slice(0, last + 1) })) + 1
    if (count === 0) continue
    moved.push({ ...statement, Resource: Resource.slice(0, count) })
    if (count === Resource.length) left.delete(statement)
    else left.set(statement, { ...statement, Resource: Resource.slice(count) })
  }
  return moved
}

/** A managed policy with what can move there, as lines for `resources:`; JSON is YAML, too. */
function managedPolicy({ name, ownRole }: LambdaFunction, statements: readonly StatementDocument[]): string {
  const resource: Json = {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: {
      Roles: [{ Ref: ownRole?.id ?? '' }],
      PolicyDocument: { Version: '2012-10-17', Statement: JSON.parse(JSON.stringify(movable(statements))) },
    },
  }
  const id = name.replace(/[^A-Za-z0-9]/g, '')
  return `${id.charAt(0).toUpperCase()}${id.slice(1)}MorePolicy: ${JSON.stringify(resource, null, 2)}`
}

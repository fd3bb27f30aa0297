import { fromCloudFormation } from '../../src/iac/index.ts'
import { type Condition, type DeclaredResource, type Json, type Policy, type Statement, text, type Value } from '../../src/model/index.ts'
import type { ActionMap } from '../../src/permissions/index.ts'

/** A CloudFormation template, as far as it is read here. */
export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Json }>>
}

/** A role as a template declares it. */
export interface RoleProperties {
  readonly Policies?: readonly { readonly PolicyDocument: { readonly Statement: StatementJson | readonly StatementJson[] } }[]
  readonly ManagedPolicyArns?: readonly Json[]
}

/** A statement as people write it. */
export interface StatementJson {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action?: string | readonly string[]
  readonly NotAction?: string | readonly string[]
  readonly Resource?: Json
  readonly NotResource?: Json
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Json>>>>
}

const asList = <Item>(one: Item | readonly Item[] | undefined): readonly Item[] =>
  one === undefined ? [] : Array.isArray(one) ? (one as readonly Item[]) : [one as Item]
const values = (json: Json | undefined): readonly Value[] => asList<Json>(json).map((one) => fromCloudFormation(one))

/** A statement as the algebra takes it. */
export function statementOf(one: StatementJson): Statement {
  return {
    effect: one.Effect,
    actions: asList(one.Action),
    ...(one.NotAction === undefined ? {} : { notActions: asList(one.NotAction) }),
    resources: values(one.Resource),
    ...(one.NotResource === undefined ? {} : { notResources: values(one.NotResource) }),
    ...(one.Condition && Object.keys(one.Condition).length > 0 ? { condition: conditionOf(one.Condition) } : {}),
    because: [],
  }
}

const conditionOf = (condition: NonNullable<StatementJson['Condition']>): Condition =>
  new Map(Object.entries(condition).map(([operator, tests]) => [operator, new Map(Object.entries(tests).map(([key, json]) => [key, values(json)]))]))

/** Everything that a role allows; the policies that AWS manages are spelled out. */
export function policyOf({ Policies = [], ManagedPolicyArns = [] }: RoleProperties, map: ActionMap): Policy {
  const written = Policies.flatMap(({ PolicyDocument }) => asList(PolicyDocument.Statement)).map(statementOf)
  return { statements: [...written, ...ManagedPolicyArns.flatMap((arn) => managed(arn, map))] }
}

function managed(arn: Json, map: ActionMap): readonly Statement[] {
  const words = JSON.stringify(arn)
  const name = /policy\/([^"]+)"/.exec(words)?.[1] ?? ''
  const known = map.managedPolicies().get(name)
  // A policy that nobody knows is compared as itself.
  return known ?? [{ effect: 'Allow', actions: ['iam:PolicyAttached'], resources: [fromCloudFormation(arn)], because: [] }]
}

/** The logical id of the role that each function has, by the function's name in AWS. */
export function rolesOf({ Resources }: Template): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { Type, Properties } of Object.values(Resources)) {
    if (Type !== 'AWS::Lambda::Function') continue
    const { FunctionName, Role } = Properties as { readonly FunctionName: string; readonly Role: Json }
    const role = fromCloudFormation(Role)
    found.set(FunctionName, role.kind === 'resource' ? role.id : '')
  }
  return found
}

/** The resources of a template, for saying references and names alike. */
export function declaredIn({ Resources }: Template): ReadonlyMap<string, DeclaredResource> {
  return new Map(
    Object.entries(Resources).map(([id, { Type, Properties }]) => [
      id,
      { id, type: Type, properties: Properties === undefined ? text('') : fromCloudFormation(Properties), at: { file: 'template', line: 1 } },
    ]),
  )
}

/** Says the consumers of streams that the template makes as their ARNs, which end in the time of their making. */
export function withConsumers({ Resources }: Template, { statements }: Policy): Policy {
  const spelled = (value: Value): Value => {
    const declared = value.kind === 'resource' && value.attribute === undefined ? Resources[value.id] : undefined
    if (declared?.Type !== 'AWS::Kinesis::StreamConsumer') return value
    const { ConsumerName, StreamARN } = declared.Properties as { readonly ConsumerName: string; readonly StreamARN: Json }
    return { kind: 'join', parts: [fromCloudFormation(StreamARN), text(`/consumer/${ConsumerName}:*`)] }
  }
  return { statements: statements.map((one) => ({ ...one, resources: one.resources.map(spelled) })) }
}

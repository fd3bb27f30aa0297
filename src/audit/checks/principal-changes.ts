import { toCloudFormation } from '../../iac/index.ts'
import { type Audited, type Finding, join, type LambdaFunction, type SharedRole, text, type Value, valueKey } from '../../model/index.ts'
import { covers } from '../../policy/index.ts'
import type { AuditCheck } from '../check.ts'
import { isAhead, namesInWords, withOwnRole } from '../own-roles.ts'
import { policyStatements, type ResourcePolicyStatement, targetsOf } from '../policy-statements.ts'
import { isOpen, readings, refersTo, roleNameIn } from '../principals.ts'

/** What becomes of a function that is no longer the principal that a policy means. */
type Outcome = 'locked out' | 'no longer allowed' | 'no longer denied' | 'allowed from now on'

/** A part of a statement that says for whom it holds. */
interface Test {
  readonly values: readonly Value[]
  /** Whether it holds for all but those. */
  readonly negated: boolean
  readonly says: string
  /** Whether values are ids of roles, which a new role never has. */
  readonly ids?: boolean
  /** The tag of the role that it asks for. */
  readonly tag?: string
}

type Role = Pick<SharedRole, 'id' | 'tags'> & { readonly name?: Value }

/** A role of its own makes a function another principal: policies that mean the shared role, by name or by a condition, mean it no more. */
export const principalChanges: AuditCheck = {
  name: 'principal-changes',
  find: (audited) => {
    const { sharedRole, resources, policies = [] } = audited.service
    const functions = withOwnRole(audited)
    if (!sharedRole || functions.length === 0) return []
    return [...resources.values(), ...policies]
      .flatMap(policyStatements)
      .flatMap((statement) => testsOf(statement).flatMap((test) => judge(audited, sharedRole, functions, statement, test)))
  },
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag */
const tagKey = 'aws:principaltag/'

const negation = /^(?:For(?:All|Any)Values?:)?(?:String|Arn)Not/i

function testsOf({ principal, notPrincipal, conditions }: ResourcePolicyStatement): readonly Test[] {
  const tests: Test[] = []
  if (principal) tests.push({ values: readings(principal), negated: false, says: 'Principal' })
  if (notPrincipal) tests.push({ values: readings(notPrincipal), negated: true, says: 'NotPrincipal' })
  for (const { operator, key, accepted } of conditions) {
    const [name, negated] = [key.toLowerCase(), negation.test(operator)]
    if (name === 'aws:principalarn') tests.push({ values: readings(accepted), negated, says: key })
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
    if (name.startsWith(tagKey) && !/^Null$/i.test(operator))
      tests.push({ values: readings(accepted), negated, says: key, tag: key.slice(tagKey.length) })
    if (name === 'aws:userid') tests.push({ values: readings(accepted), negated, says: key, ids: true })
  }
  return tests
}

function judge(
  audited: Audited,
  sharedRole: SharedRole,
  functions: readonly LambdaFunction[],
  statement: ResourcePolicyStatement,
  test: Test,
): readonly Finding[] {
  const certain = test.values.some((value) => meets(audited, value, sharedRole, test) === 'yes')
  const perhaps = !certain && test.values.some((value) => mayMean(audited, value, sharedRole, test))
  if (!certain && !perhaps) return []
  const hit = functions.filter(({ ownRole }) => ownRole && !isAsShared(audited, sharedRole, ownRole, test))
  if (hit.length === 0) return []
  const { resource, effect } = statement
  const outcome = outcomeOf(effect, test.negated)
  const needing = hit.filter(({ name }) => needs(audited, name, targetsOf(resource)))
  const said = outcome === 'locked out' && needing.length > 0 ? needing : hit
  const ahead = isAhead(audited, hit)
  const [verb, have] = said.length === 1 ? ['is', 'has a role of its own'] : ['are', 'have roles of their own']
  return [
    {
      check: 'principal-changes',
      severity: ahead ? 'note' : outcome === 'locked out' && needing.length > 0 && certain ? 'error' : 'warning',
      confidence: certain ? (needing.length > 0 ? 'certain' : 'likely') : 'possible',
      message:
        `the policy in ${resource.id} ${certain ? '' : 'may '}${test.tag === undefined ? (certain ? 'means' : 'mean') : `${certain ? 'asks' : 'ask'} for a tag of`} the role that functions share (${test.says}, ${effect}): ` +
        `${namesInWords(said)} ${ahead ? `would ${have.replace('has ', 'have ')}` : have}, and ${ahead ? 'be' : verb} ${outcome}`,
      at: resource.at,
      functions: said.map(({ name }) => name),
      fix:
        test.tag === undefined
          ? `say their roles beside it, by ArnLike on aws:PrincipalArn where roles come and go: ${rolesInWords(said)}`
          : `give their roles the tag ${test.tag}: under provider.iam.role.tags, from where roles of functions have it as well`,
    },
  ]
}

function outcomeOf(effect: 'Allow' | 'Deny', negated: boolean): Outcome {
  if (effect === 'Deny') return negated ? 'locked out' : 'no longer denied'
  return negated ? 'allowed from now on' : 'no longer allowed'
}

/** Whether a test holds for a role. */
function meets(audited: Audited, value: Value, role: Role, { tag }: Test): 'yes' | 'no' | 'unknown' {
  if (tag === undefined) return meansRole(audited, value, role.id, role.name)
  const has = tagOf(role, tag)
  const [now] = has ? readings(has) : []
  return now ? covers(value, now) : 'no'
}

/** Keys of tags in conditions do not tell upper from lower case. */
const tagOf = ({ tags }: Role, tag: string): Value | undefined => [...tags].find(([key]) => key.toLowerCase() === tag.toLowerCase())?.[1]

/** Whether the role of a function passes a test, or passes it as the shared role does. */
function isAsShared(audited: Audited, shared: Role, own: Role, test: Test): boolean {
  if (test.values.some((value) => meets(audited, value, own, test) === 'yes')) return true
  const [before, after] = test.tag === undefined ? [] : [tagOf(shared, test.tag), tagOf(own, test.tag)]
  return before !== undefined && after !== undefined && valueKey(before) === valueKey(after)
}

/** Whether a principal or a pattern of principals holds for a role. */
function meansRole({ service }: Audited, value: Value, id: string, name: Value | undefined): 'yes' | 'no' | 'unknown' {
  if (refersTo(value, id)) return 'yes'
  if (value.kind === 'text' && value.text === '*') return 'yes'
  const meant = roleNameIn(value)
  const [now] = name ? readings(name) : []
  return meant && now ? covers(inRegion(meant, service.region), inRegion(now, service.region)) : 'no'
}

/** Whether something stands there that could be the shared role. */
function mayMean(audited: Audited, value: Value, role: SharedRole, test: Test): boolean {
  const { id, name } = role
  const { ids, says, tag } = test
  if (tag !== undefined) return meets(audited, value, role, test) === 'unknown'
  if (ids) return value.kind === 'text' ? value.text.startsWith('AROA') : isOpen(value)
  if (value.kind === 'variable' || value.kind === 'intrinsic' || value.kind === 'unknown') return says !== 'Principal'
  return roleNameIn(value) !== undefined && meansRole(audited, value, id, name) === 'unknown'
}

function inRegion(value: Value, region: string | undefined): Value {
  if (region === undefined) return value
  if (value.kind === 'resource' && value.id === 'AWS::Region') return text(region)
  return value.kind === 'join' ? join(value.parts.map((part) => inRegion(part, region))) : value
}

/** Whether a function's code has to do with one of these resources. */
function needs({ reports }: Audited, name: string, targets: ReadonlySet<string>): boolean {
  const permissions = reports.find((report) => report.name === name)?.permissions ?? []
  return permissions.some(({ resource }) => [...targets].some((id) => readings(resource).some((one) => refersTo(one, id))))
}

function rolesInWords(functions: readonly LambdaFunction[]): string {
  const names = functions.flatMap(({ ownRole }) => ownRole?.name ?? []).slice(0, 3)
  const words = names.map((name) => {
    const document = toCloudFormation(name)
    const written = typeof document === 'object' && document !== null && 'Fn::Sub' in document ? document['Fn::Sub'] : document
    return `role/${typeof written === 'string' ? written : '*'}`
  })
  return words.length > 0 ? words.join(', ') : 'the names that you give them'
}

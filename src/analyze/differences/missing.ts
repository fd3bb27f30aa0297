import { toCloudFormation } from '../../iac/index.ts'
import { type Finding, type LambdaFunction, type Policy, placeText, type Value } from '../../model/index.ts'
import { coversAction, intersect, missing } from '../../policy/index.ts'
import { readable } from '../../report/index.ts'
import { placesOf } from './places.ts'
import { type AllowedSide, allowedOf, madeElsewhere, type Need, needsOf, type Sides } from './side.ts'

/** A need that is not surely allowed. */
export interface Lack {
  readonly need: Need
  /** Why it may be allowed all the same, or not be needed; undefined where it is missing for certain. */
  readonly doubt?: string
  /** Allowed, and taken away again: denied elsewhere, or not left by the permissions boundary. */
  readonly hindrance?: 'denial' | 'boundary'
}

/** The needs of a function that are not surely allowed. */
export function lacksIn(sides: Sides, declared: LambdaFunction): readonly Lack[] {
  const allowed = allowedOf(sides, declared)
  return needsOf(sides, declared).flatMap((need) => lackOf(need, allowed) ?? [])
}

/** What the code of a function needs and nothing allows it: it fails with AccessDenied when it gets there. */
export function missingIn(sides: Sides, declared: LambdaFunction): readonly Finding[] {
  const groups = new Map<string, Lack[]>()
  for (const lack of lacksIn(sides, declared)) {
    const { permission } = lack.need
    // What settings and triggers ask for has one cause and one mend, however many actions it takes; so has what one doubt hangs on.
    const what = permission.because ? permission.action : placeText(permission.at ?? declared.at)
    const key = JSON.stringify([lack.doubt ?? what, permission.because === undefined, lack.doubt === undefined, lack.hindrance])
    groups.set(key, [...(groups.get(key) ?? []), lack])
  }
  return [...groups.values()].flatMap((group) => findingFor(declared, group))
}

function lackOf(need: Need, { policy, unbounded, doubts }: AllowedSide): Lack | undefined {
  const [gap] = missing(policy, need.spelled)
  if (!gap || (!gap.certain && namesTheSame(policy, need))) return undefined
  const doubt = doubtOf(need, gap.certain, policy, doubts) ?? need.permission.perhaps
  const cut = unbounded !== undefined && missing(unbounded, need.spelled).length === 0
  const hindrance = gap.denied ? 'denial' : cut ? 'boundary' : undefined
  return { need, ...(doubt === undefined ? {} : { doubt }), ...(hindrance ? { hindrance } : {}) }
}

/** Whether what is needed and what is allowed for it are named by one reference to what a plugin makes, whose ARN is not known here. */
function namesTheSame({ statements }: Policy, { permission, resource }: Need): boolean {
  const allowing = statements.filter(({ effect, actions }) => effect === 'Allow' && actions.some((action) => coversAction(action, permission.action)))
  const named = allowing.flatMap(({ resources, condition }) => (condition ? [] : resources.flatMap((one) => madeElsewhere(one) ?? [])))
  return named.some((id) => mentions(resource, id))
}

const mentions = (value: Value, id: string): boolean =>
  value.kind === 'resource' ? value.id === id : value.kind === 'join' && value.parts.some((part) => mentions(part, id))

function doubtOf({ permission, spelled }: Need, certain: boolean, policy: Policy, doubts: readonly string[]): string | undefined {
  if (doubts.length > 0) return `it may be allowed by ${doubts.join(' and ')}`
  if (!certain) return 'whether what is declared allows it depends on names that are not known before the deployment'
  // The code names something that is not known; what is declared for the action may be just that.
  if (permission.widened !== undefined && meets(policy, spelled)) return `the resource is not known: ${permission.widened}`
  return undefined
}

/** Whether something is allowed that lies in what a need asks for. */
const meets = (policy: Policy, wanted: Policy): boolean => intersect(policy, wanted).policy.statements.some(({ effect }) => effect === 'Allow')

function findingFor(declared: LambdaFunction, group: readonly Lack[]): Finding[] {
  const [first] = group
  if (!first) return []
  const { action, because } = first.need.permission
  const actions = [...new Set([action, ...group.map(({ need }) => need.permission.action)])]
  const what = actions.join(', ')
  const resources = [...new Map(group.map(({ need }) => [JSON.stringify(toCloudFormation(need.resource)), toCloudFormation(need.resource)])).values()]
  const shown = resources.map(readable).sort()
  const on = shown.join(', ')
  const certain = first.doubt === undefined
  const why = [...new Set(group.map(({ doubt }) => doubt))].join('; ')
  return [
    {
      check: certain ? 'permission-missing' : 'permission-possible',
      severity: certain ? 'error' : 'note',
      confidence: certain ? 'certain' : 'possible',
      message: certain
        ? `${what} on ${on} ${states[first.hindrance ?? 'none']}, and ${because ? 'the code calls for it' : 'the function needs it beside its code'}`
        : `${what} on ${on} may be missing: ${why}`,
      at: declared.at,
      function: declared.name,
      fix: mends[first.hindrance ?? 'none'](`${what} on ${on}`),
      grants: { actions, resources },
      related: placesOf(group.map(({ need }) => need)),
    },
  ]
}

type State = NonNullable<Lack['hindrance']> | 'none'
const states: { readonly [state in State]: string } = {
  none: 'is allowed nowhere',
  denial: 'is denied',
  boundary: 'is cut off by the permissions boundary',
}
const mends: { readonly [state in State]: (what: string) => string } = {
  none: (what) => `allow ${what}`,
  denial: (what) => `take ${what} out of what is denied`,
  boundary: (what) => `allow ${what} in the permissions boundary`,
}

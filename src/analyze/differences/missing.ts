import { toCloudFormation } from '../../iac/index.ts'
import { comparePlaces, type Finding, type LambdaFunction, type Policy, placeText } from '../../model/index.ts'
import { intersect, missing } from '../../policy/index.ts'
import { readable } from '../../report/index.ts'
import { type AllowedSide, allowedOf, type Need, needsOf, type Sides } from './side.ts'

/** A need that is not surely allowed. */
interface Lack {
  readonly need: Need
  /** Why it may be allowed all the same, or not be needed; undefined where it is missing for certain. */
  readonly doubt?: string
  /** Allowed, and denied elsewhere. */
  readonly denied: boolean
}

/** What the code of a function needs and nothing allows it: it fails with AccessDenied when it gets there. */
export function missingIn(sides: Sides, declared: LambdaFunction): readonly Finding[] {
  const allowed = allowedOf(sides, declared)
  const lacks = needsOf(sides, declared).flatMap((need) => lackOf(need, allowed) ?? [])
  const groups = new Map<string, Lack[]>()
  for (const lack of lacks) {
    const key = JSON.stringify([lack.need.permission.action, lack.doubt === undefined, lack.denied])
    groups.set(key, [...(groups.get(key) ?? []), lack])
  }
  return [...groups.values()].flatMap((group) => findingFor(declared, group))
}

function lackOf(need: Need, { policy, doubts }: AllowedSide): Lack | undefined {
  const [gap] = missing(policy, need.spelled)
  if (!gap) return undefined
  const { permission } = need
  const doubt = doubtOf(need, gap.certain, policy, doubts)
  if (permission.perhaps !== undefined && doubt === undefined) return { need, doubt: permission.perhaps, denied: gap.denied }
  return { need, ...(doubt === undefined ? {} : { doubt }), denied: gap.denied }
}

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
  const { action } = first.need.permission
  const resources = [...new Map(group.map(({ need }) => [JSON.stringify(toCloudFormation(need.resource)), toCloudFormation(need.resource)])).values()]
  const shown = resources.map(readable).sort()
  const certain = first.doubt === undefined
  const verb = first.denied ? 'is denied' : 'is allowed nowhere'
  return [
    {
      check: certain ? 'permission-missing' : 'permission-possible',
      severity: certain ? 'error' : 'note',
      confidence: certain ? 'certain' : 'possible',
      message: certain
        ? `${action} on ${shown.join(', ')} ${verb}, and the code calls for it`
        : `${action} on ${shown.join(', ')} may be missing: ${[...new Set(group.map(({ doubt }) => doubt))].join('; ')}`,
      at: declared.at,
      function: declared.name,
      fix: first.denied ? `take ${action} on ${shown.join(', ')} out of what is denied` : `allow ${action} on ${shown.join(', ')}`,
      grants: { actions: [action], resources },
      related: related(group),
    },
  ]
}

function related(group: readonly Lack[]): NonNullable<Finding['related']> {
  const places = new Map<string, NonNullable<Finding['related']>[number]>()
  for (const { need } of group) {
    const { because, at, basis } = need.permission
    const place = because?.at ?? at
    if (!place) continue
    const message = because ? `${because.client} ${because.command} is called here` : `asked for here (${basis})`
    places.set(`${placeText(place)} ${message}`, { at: place, message })
  }
  return [...places.values()].sort((a, b) => comparePlaces(a.at, b.at))
}

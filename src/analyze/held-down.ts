import { statementDocument, toCloudFormation } from '../iac/index.ts'
import {
  type Finding,
  type FunctionReport,
  type LambdaFunction,
  oneOf,
  type Permission,
  type Policy,
  type Statement,
  type Value,
} from '../model/index.ts'
import { coversAction, intersect, missing, policyCovers } from '../policy/index.ts'
import { readable } from '../report/index.ts'
import { putTogether } from './derive.ts'
import { madeElsewhere, type Sides } from './differences/index.ts'

/** What functions need, with what is not known of it held down, and where that was done. */
export interface HeldDown {
  readonly reports: readonly FunctionReport[]
  readonly findings: readonly Finding[]
  /** Whether a finding speaks of width alone that is not there once all needs of its place are held down. */
  readonly settles: (finding: Finding) => boolean
}

/**
 * Where the code does not tell a resource, and what is allowed for the action today lies in all that may be meant and is there for nothing
 * else that is known, somebody has said which it is: that stays, and nothing wider takes its place. Whether the code has moved on since then
 * nobody can tell; how much that weighs is for the caller to say.
 */
export function holdDown(sides: Sides, reports: readonly FunctionReport[], severity: Finding['severity']): HeldDown {
  const held = reports.map((report) => {
    const declared = sides.service.functions.find(({ name }) => name === report.name)
    return declared && declared.allowedElsewhere.length === 0 ? holdFunction(sides, declared, report, severity) : { report, findings: [] }
  })
  const findings = held.flatMap((one) => one.findings)
  const places = new Set(findings.map(placeOf))
  const wide = new Set(reports.flatMap((report) => wideLeft(report, findings)))
  return {
    reports: held.map(({ report }) => report),
    findings,
    settles: (finding) => finding.check === 'resource-widened' && places.has(placeOf(finding)) && !wide.has(placeOf(finding)),
  }
}

const placeOf = ({ function: name, at }: Pick<Finding, 'function' | 'at'>): string => JSON.stringify([name, at?.file, at?.line])

/** The places of needs that are wide and are not held down. */
function wideLeft({ name, permissions }: FunctionReport, findings: readonly Finding[]): readonly string[] {
  return permissions.flatMap(({ action, widened, because }): string[] => {
    const place = placeOf({ function: name, ...(because ? { at: because.at } : {}) })
    const isHeld = findings.some((finding) => placeOf(finding) === place && finding.grants?.actions.includes(action))
    return widened === undefined || isHeld ? [] : [place]
  })
}

function holdFunction(
  sides: Sides,
  declared: LambdaFunction,
  report: FunctionReport,
  severity: Finding['severity'],
): { report: FunctionReport; findings: readonly Finding[] } {
  const allowed = declared.allowed.flatMap(({ policy, managedPolicy }) => (managedPolicy === undefined ? policy.statements : []))
  const known: Policy = { statements: report.permissions.filter(({ widened }) => widened === undefined).map(statementFor) }
  const narrower = (permission: Permission): readonly Value[] =>
    permission.widened === undefined || !permission.because ? [] : narrowerIn(sides, allowed, permission, known)
  const held = report.permissions.map((permission) => ({ permission, resources: narrower(permission) }))
  if (held.every(({ resources }) => resources.length === 0)) return { report, findings: [] }
  const permissions = held.map(({ permission, resources }) => (resources.length === 0 ? permission : { ...permission, resource: oneOf(resources) }))
  const findings = held
    .filter(({ resources }) => resources.length > 0)
    .map(({ permission, resources }) => finding(declared, permission, resources, severity))
  return { report: { ...report, ...putTogether(permissions), permissions }, findings }
}

/** The resources that the action is allowed on today, where all of them lie in what is needed and no other need accounts for them. */
function narrowerIn({ spell }: Sides, statements: readonly Statement[], permission: Permission, known: Policy): readonly Value[] {
  const ofAction = statements.filter(
    (statement) =>
      statement.effect === 'Allow' && !statement.notActions && statement.actions.some((pattern) => coversAction(pattern, permission.action)),
  )
  if (ofAction.length === 0) return []
  const wide = spell({ statements: [statementFor({ ...permission, condition: undefined })] })
  const condition = conditionOf(statementFor(permission))
  const allowing = ofAction
    .filter((statement) => !statement.condition || conditionOf(statement) === condition)
    // What holds under the condition that is needed anyway holds for the need as it is.
    .map(({ condition: _, ...statement }): Statement => statement)
  if (allowing.some(({ notResources }) => notResources) || missing(spell({ statements: allowing }), wide).length === 0) return []
  const [found, accounted]: [Value[], Policy] = [[], spell(known)]
  for (const resource of allowing.flatMap(({ resources }) => resources)) {
    const piece = spell({ statements: [{ effect: 'Allow', actions: [permission.action], resources: [resource], because: [] }] })
    // What a plugin makes is one of what may be meant as far as anybody can tell.
    const isForeign = piece.statements.some(({ resources }) => resources.some((one) => madeElsewhere(one) !== undefined))
    if (isForeign || policyCovers(wide, piece) === 'yes') {
      if (policyCovers(accounted, piece) !== 'yes') found.push(resource)
    } else if (intersect(piece, wide).policy.statements.some(({ effect }) => effect === 'Allow')) return []
  }
  return found
}

const conditionOf = (statement: Statement): string => JSON.stringify(statementDocument(statement).Condition)

const statementFor = ({
  action,
  resource,
  condition,
}: Pick<Permission, 'action' | 'resource'> & { readonly condition?: Permission['condition'] | undefined }): Statement => ({
  effect: 'Allow',
  actions: [action],
  resources: resource.kind === 'oneOf' ? resource.options : [resource],
  ...(condition ? { condition } : {}),
  because: [],
})

function finding(
  { name, at }: LambdaFunction,
  { action, resource, widened, because }: Permission,
  resources: readonly Value[],
  severity: Finding['severity'],
): Finding {
  const shown = (values: readonly Value[]): string => values.map((value) => readable(toCloudFormation(value))).join(', ')
  const may = resource.kind === 'oneOf' ? resource.options : [resource]
  return {
    check: 'permission-possible',
    severity,
    confidence: 'possible',
    message: `${action} is left at what is allowed today, ${shown(resources)}, though the code may call for ${shown(may)}: ${widened}`,
    at: because?.at ?? at,
    function: name,
    fix: 'say at the call what it reaches, with a keycard-allow comment',
    grants: { actions: [action], resources: resources.map(toCloudFormation) },
  }
}

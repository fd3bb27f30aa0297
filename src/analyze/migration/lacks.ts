import { type Draft, type Prepared, type ReadService, toCloudFormation } from '../../iac/index.ts'
import type { Finding, FunctionReport, LambdaFunction, MigratedFunction } from '../../model/index.ts'
import { type Lack, lacksIn, missingIn, type Sides } from '../differences/index.ts'
import { mended } from './findings.ts'

/** What functions lack before and after a plan. */
export interface Lacks {
  /** What the code needs and nothing allows today: a mistake in what is deployed now. */
  readonly today: readonly Finding[]
  /** The functions that the plan would leave without something that they need. INVARIANT: such a plan is not handed out. */
  readonly broken: ReadonlySet<string>
}

/** The service before its migration, and what its functions need. */
interface Before {
  readonly sides: Sides
  readonly before: ReadService
  readonly prepared: Prepared
  readonly reports: ReadonlyMap<string, FunctionReport>
}

/** Compares what functions lack today with what they lack once the plan is carried out; what is denied to them today is no work of the plan. */
export function lacksAround({ sides, prepared, before, reports }: Before, draft: Draft, functions: readonly MigratedFunction[]): Lacks {
  const today: Finding[] = []
  const broken = new Set<string>()
  const afterSides = { ...sides, service: draft.read.service, reports }
  for (const declared of prepared.read.service.functions) {
    const was = before.service.functions.find(({ name }) => name === declared.name)
    const after = draft.read.service.functions.find(({ name }) => name === declared.name)
    const analysis = sides.reports.get(declared.name)?.analysis
    if (!was || (analysis !== 'complete' && analysis !== 'incomplete')) continue
    // What is allowed is what it was; what is needed beside the code follows the role that is to come.
    const sideways: LambdaFunction = { ...was, grantsFor: declared.grantsFor }
    const left = after?.role === 'own' ? lacksIn(afterSides, after).filter(isCertain) : []
    const hindered = new Set(lacksIn(sides, sideways).flatMap((lack) => (lack.hindrance ? [keyOf(lack)] : [])))
    if (left.some((lack) => !hindered.has(keyOf(lack)))) broken.add(declared.name)
    const lacking = new Set(left.map(({ need }) => need.permission.action))
    const isMended = ({ grants }: Finding): boolean => !grants?.actions.some((action) => lacking.has(action))
    const found = missingIn(sides, sideways).filter(({ check }) => check === 'permission-missing')
    const outcome = functions.find(({ name }) => name === declared.name)?.outcome
    today.push(...(outcome === 'kept' ? found : found.map((finding) => (isMended(finding) ? mended(finding) : finding))))
  }
  return { today, broken }
}

const isCertain = ({ doubt }: Lack): boolean => doubt === undefined
const keyOf = ({ need: { permission, resource } }: Lack): string => JSON.stringify([permission.action, toCloudFormation(resource)])

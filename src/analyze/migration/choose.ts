import type { SharedItem } from '../../iac/index.ts'
import { type FunctionReport, type LambdaFunction, placeText, type Service, UserError } from '../../model/index.ts'

/** Which functions get statements of their own, and why the others keep what they have. */
export interface Choice {
  readonly moving: readonly LambdaFunction[]
  /** By name. */
  readonly staying: ReadonlyMap<string, string>
}

const unanalysed: { readonly [state in FunctionReport['analysis']]: string } = {
  complete: '',
  incomplete: 'its analysis is incomplete, and it may need more than was found',
  'no-handler': 'its handler was not found',
  'other-runtime': 'its code is in a language that Keycard does not read',
}

/** Whether the provider's statements hold for a function. */
export const usesProvider = ({ role, inherits }: LambdaFunction): boolean => role === 'shared' || (role === 'own' && inherits)

/** Whether a function takes anything of the provider: its statements, or its managed policies. */
export const reliesOnProvider = (declared: LambdaFunction): boolean =>
  usesProvider(declared) || (declared.role === 'own' && declared.providerPolicies === 'held')

/** Decides function by function; refuses where none is left. A denial that cannot go along keeps those for which it holds. */
export function chooseMoving(
  service: Service,
  reports: ReadonlyMap<string, FunctionReport>,
  asked: readonly LambdaFunction[],
  tied: SharedItem | undefined,
): Choice {
  const wanted = new Set(asked.map(({ name }) => name))
  const staying = new Map<string, string>()
  const moving: LambdaFunction[] = []
  for (const declared of service.functions) {
    const why = reasonToStay(declared, reports.get(declared.name), wanted, tied)
    if (why === undefined) moving.push(declared)
    else staying.set(declared.name, why)
  }
  if (moving.length > 0) return { moving, staying }
  const reasons = [...wanted].map((name) => `${name}: ${staying.get(name) ?? ''}`)
  throw new UserError(`none of its functions can get a role of its own (${reasons.slice(0, 3).join('; ')}${reasons.length > 3 ? '; ...' : ''})`, {
    at: { file: service.file, line: 1 },
    mend: 'see with `keycard generate` what is in the way, mend that, and run again',
  })
}

function reasonToStay(
  declared: LambdaFunction,
  report: FunctionReport | undefined,
  wanted: ReadonlySet<string>,
  tied: SharedItem | undefined,
): string | undefined {
  if (!wanted.has(declared.name)) return 'it was not asked for'
  if (declared.role === 'external') return 'it names a role of its own'
  if (report?.analysis !== 'complete') return unanalysed[report?.analysis ?? 'no-handler']
  if (tied && usesProvider(declared))
    return `what the provider denies (${placeText(tied.at)}) hangs on a condition of the template, or is not known to the end, and no statement of a function can say that: write it out without the condition`
  return declared.notWritable
}

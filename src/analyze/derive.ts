import type { EntryResult } from '../code/index.ts'
import { statementDocument } from '../iac/index.ts'
import {
  type AnalysisState,
  type Annotation,
  comparePlaces,
  type Finding,
  type FunctionReport,
  type Permission,
  type Policy,
  type StatementDocument,
  valueKey,
} from '../model/index.ts'
import { type ActionMap, derivePermissions, type Surroundings } from '../permissions/index.ts'
import { buildPolicy, compact, limits, policySize } from '../policy/index.ts'
import type { Subject } from './subject.ts'

/** One function with its statements and what there is to say of it. */
export interface DerivedFunction {
  readonly report: FunctionReport
  readonly findings: readonly Finding[]
}

/** Turns what the code of one function calls into its permissions and statements. */
export function derive(map: ActionMap, subject: Subject, result: EntryResult | undefined, surroundings: Surroundings): DerivedFunction {
  const derived = derivePermissions(map, result?.calls ?? [], surroundings)
  const annotated = [...subject.annotations, ...(result?.annotations ?? [])].map(permissionOf)
  const permissions = [...derived.permissions, ...annotated, ...subject.droppedGrants].sort(comparePermissions)
  const { policy, statements } = putTogether(permissions)
  const own = (finding: Finding): Finding => ({ ...finding, function: subject.name })
  const missing = result?.exportMissing ? [exportMissing(subject)] : []
  return {
    report: {
      name: subject.name,
      handler: subject.handler,
      ...(subject.entry ? { source: subject.entry.file } : {}),
      analysis: stateOf(subject, result, derived.findings),
      policy,
      statements,
      permissions,
      declared: subject.declared,
    },
    findings: [...subject.findings, ...missing, ...(result?.findings ?? []).map(own), ...derived.findings.map(own)],
  }
}

/** From this part of what a role may hold on, the shorter way of putting statements together counts for more than the plainer one. */
const crowded = 0.8

/** The policy as it is written: put together the plain way, or the shorter one where room gets scarce. */
export function putTogether(permissions: readonly Permission[]): { readonly policy: Policy; readonly statements: readonly StatementDocument[] } {
  const plain = buildPolicy(permissions)
  const written = (policy: Policy): readonly StatementDocument[] => policy.statements.map(statementDocument)
  const size = policySize(written(plain)).characters
  if (size < crowded * limits.inlinePoliciesOfRole) return { policy: plain, statements: written(plain) }
  const other = compact(plain)
  const policy = policySize(written(other)).characters < size ? other : plain
  return { policy, statements: written(policy) }
}

function stateOf(subject: Subject, result: EntryResult | undefined, more: readonly Finding[]): AnalysisState {
  if (subject.state) return subject.state
  if (!result || result.exportMissing) return 'no-handler'
  const failed = [...result.findings, ...more].some(({ severity }) => severity === 'error')
  return result.complete && !failed ? 'complete' : 'incomplete'
}

function exportMissing(subject: Subject): Finding {
  const { file = subject.handler, exportName = '' } = subject.entry ?? {}
  return {
    check: 'handler-missing',
    severity: 'error',
    confidence: 'certain',
    message: `${file} does not export ${exportName}, the handler of ${subject.name}`,
    at: { file, line: 1 },
    function: subject.name,
    fix: `export ${exportName} from ${file}, or correct the handler`,
  }
}

const permissionOf = ({ action, resource, at }: Annotation): Permission => ({ action, resource, basis: 'annotation', at })

/** By action, then resource, then place. */
function comparePermissions(a: Permission, b: Permission): number {
  if (a.action !== b.action) return a.action < b.action ? -1 : 1
  const [left, right] = [valueKey(a.resource), valueKey(b.resource)]
  if (left !== right) return left < right ? -1 : 1
  const [here, there] = [a.because?.at ?? a.at, b.because?.at ?? b.at]
  return here && there ? comparePlaces(here, there) : Number(here !== undefined) - Number(there !== undefined)
}

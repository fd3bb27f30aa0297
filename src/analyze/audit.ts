import type { ReadService, Replaced, Written } from '../iac/index.ts'
import type { Audit, Finding, FunctionReport, Service } from '../model/index.ts'

/** What the audit says of a service as it stands, or as it is once what is written stands there. */
export function auditFindings(
  audit: Audit | undefined,
  { read: { service }, functions }: { readonly read: ReadService; readonly functions: readonly { readonly report: FunctionReport }[] },
  written: Written | undefined,
): readonly Finding[] {
  const reports = functions.map(({ report }) => report)
  return audit?.({ service, reports, leaving: leavingSharedRole(service, reports, written?.replaced), writing: written !== undefined }) ?? []
}

/** The functions that leave the shared role by what is written; where nothing is, by what would be. */
function leavingSharedRole(
  { functions }: Service,
  reports: readonly FunctionReport[],
  written: readonly Replaced[] | undefined,
): ReadonlySet<string> {
  const goes = new Set(
    written
      ? written.flatMap((one) => one.functions)
      : reports.filter(({ analysis, statements }) => analysis === 'complete' && statements.length > 0).map(({ name }) => name),
  )
  return new Set(
    functions
      .filter(({ name, role, grantsFor, notWritable }) => role === 'shared' && grantsFor === 'own' && notWritable === undefined && goes.has(name))
      .map(({ name }) => name),
  )
}

import { type ReadService, readEdited, type Written } from '../iac/index.ts'
import { type Audit, type Finding, type FunctionReport, placeText, type Reader, type Service } from '../model/index.ts'

/** What is written, or would be, as the audit sees it. */
export interface Writes {
  /** The functions that leave the shared role by it. */
  readonly leaving: ReadonlySet<string>
  /** The service as it reads after it. */
  readonly after: Service
}

/** What the audit says. */
export interface Dangers {
  readonly findings: readonly Finding[]
  /** Those that what is written would bring, and that nobody may bring unasked: a function would be locked out, the deployment would fail. */
  readonly stopping: ReadonlySet<Finding>
}

/** What the audit says of a service as it stands, or as it is once what is written stands there. */
export function dangersOf(
  audit: Audit | undefined,
  { read: { service }, functions }: { readonly read: ReadService; readonly functions: readonly { readonly report: FunctionReport }[] },
  written: Writes | undefined,
): Dangers {
  const reports = functions.map(({ report }) => report)
  if (!audit) return { findings: [], stopping: new Set() }
  if (!written) return { findings: audit({ service, reports, leaving: wouldLeave(service, reports), writing: false }), stopping: new Set() }
  const findings = audit({ service, reports, writing: true, ...written })
  // What is wrong today is no reason to leave a file as it is.
  const today = new Set(audit({ service, reports, leaving: new Set(), writing: false }).filter(isError).map(keyOf))
  return { findings, stopping: new Set(findings.filter((finding) => isError(finding) && !today.has(keyOf(finding)))) }
}

const isError = ({ severity }: Finding): boolean => severity === 'error'
const keyOf = ({ check, at, function: name, functions }: Finding): string => JSON.stringify([check, at?.file, at?.line, name, functions])

/** What becomes of a service by what is written to it. */
export function writesOf(reader: Reader, read: ReadService, { edits, replaced }: Written): Writes {
  const { service } = readEdited(reader, read, edits) ?? read
  return { leaving: couldLeave(read.service, new Set(replaced.flatMap(({ functions }) => functions))), after: service }
}

const wouldLeave = (service: Service, reports: readonly FunctionReport[]): ReadonlySet<string> =>
  couldLeave(service, new Set(reports.filter(({ analysis, statements }) => analysis === 'complete' && statements.length > 0).map(({ name }) => name)))

function couldLeave({ functions }: Service, names: ReadonlySet<string>): ReadonlySet<string> {
  const leaving = functions.filter(
    ({ name, role, grantsFor, notWritable }) => role === 'shared' && grantsFor === 'own' && notWritable === undefined && names.has(name),
  )
  return new Set(leaving.map(({ name }) => name))
}

/** Says that nothing is written because of dangers that nobody decided to bear; the findings given are those that are left once decisions are applied. */
export function stopsFor(left: readonly Finding[], { stopping }: Dangers): readonly Finding[] {
  return left
    .filter((finding) => stopping.has(finding))
    .map(({ check, at, function: name, functions }) => ({
      check: 'not-written',
      severity: 'error',
      confidence: 'certain',
      message: `nothing is written: it would bring what ${check} says${at ? ` of ${placeText(at)}` : ''}`,
      ...(at ? { at } : {}),
      ...(name === undefined ? {} : { function: name }),
      ...(functions === undefined ? {} : { functions }),
      fix: `mend it first; or write keycard-ignore ${check} -- reason in a comment there, and run again`,
    }))
}

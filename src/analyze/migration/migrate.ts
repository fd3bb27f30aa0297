import { prepareMigration } from '../../iac/index.ts'
import type { AnalyzeOptions, Reader, Report } from '../../model/index.ts'
import { dangersOf, stopsFor } from '../audit.ts'
import { deriveService, readWithCode } from '../derive-service.ts'
import { compareFindings } from '../findings.ts'
import { holdDown } from '../held-down.ts'
import { judge } from '../judge.ts'
import { sidesOf } from '../sides.ts'
import { chooseFunctions } from '../subject.ts'
import { planMigration } from './index.ts'
import { withPlaces } from './places.ts'

/** What a run that moves a service off its shared role may be told. */
export interface MigrateOptions extends Omit<AnalyzeOptions, 'write'> {
  /** Whether what no analysed call explains goes as well, from the provider and from functions. */
  readonly dropUnexplained?: boolean
}

/** Plans the way from statements that functions share to a role for each; the report holds the edits that carry it out. */
export async function migrate(reader: Reader, options: MigrateOptions = {}): Promise<Report> {
  // The provider's statements are explained by all functions, whichever are to move.
  const { functions: chosen, dialect, ...rest } = options
  const before = await readWithCode(reader, rest)
  const prepared = prepareMigration(reader, before, dialect)
  const placed = withPlaces(prepared, before)
  const derived = await deriveService(prepared.reader, rest, placed)
  options.progress?.('planning')
  const { service } = placed
  const sides = sidesOf(derived, options)
  const held = holdDown(
    sides,
    derived.functions.map(({ report }) => report),
    // What is in use today goes on working.
    'warning',
  )
  const { reports } = held
  const asked = chooseFunctions(service, chosen)
  const planned = planMigration({
    reader,
    before,
    prepared: { ...prepared, read: placed },
    sides,
    reports: new Map(reports.map((report) => [report.name, report])),
    asked,
    dropUnexplained: options.dropUnexplained === true,
  })
  const dangers = dangersOf(options.audit, derived, planned.writes)
  const found = [
    ...before.service.findings,
    ...derived.functions.flatMap(({ findings }) => findings).filter((finding) => !held.settles(finding)),
    ...held.findings,
    ...planned.findings,
    ...dangers.findings,
  ]
  const { kept, ignored, said } = judge(derived, found, [])
  const stops = stopsFor(kept, dangers)
  return {
    command: 'migrate',
    service: { name: service.name, file: service.file },
    functions: reports,
    findings: [...kept, ...said, ...stops].sort(compareFindings),
    edits: stops.length > 0 ? [] : planned.edits,
    migration: planned.migration,
    ...(ignored.length > 0 ? { leftOut: { ignored: ignored.length, baseline: 0 } } : {}),
    settings: placed.settings,
  }
}

import { dangersOf, stopsFor, writesOf } from './analyze/audit.ts'
import { baselineFile, settleBaseline } from './analyze/baseline.ts'
import { withDoubt } from './analyze/beyond-limit.ts'
import { derive } from './analyze/derive.ts'
import { callsOf, type DerivedService, deriveService, partitionOf } from './analyze/derive-service.ts'
import { assumedBehind, differencesOf, repairs, type Sides } from './analyze/differences/index.ts'
import { compareFindings, lostStatements, openScope, unwrittenFunctions } from './analyze/findings.ts'
import { type Along, besideOf, goingWith, withPolicies } from './analyze/going-along.ts'
import { holdDown } from './analyze/held-down.ts'
import { applyIgnores } from './analyze/ignores.ts'
import { inDeclaredWords } from './analyze/in-declared-words.ts'
import { judge } from './analyze/judge.ts'
import { uniting } from './analyze/shared-roles.ts'
import { shelvingOf, sidesOf } from './analyze/sides.ts'
import { chooseFunctions, type Subject } from './analyze/subject.ts'
import { stayingOf, unexplainedFindings, unexplainedIn } from './analyze/unexplained.ts'
import { writeRepairs, writeStatements } from './iac/index.ts'
import {
  type CheckOccasion,
  type DiffOptions,
  type Finding,
  type GenerateOptions,
  type ModuleOptions,
  type Reader,
  type Report,
  text,
  UserError,
  unknown,
  type Value,
} from './model/index.ts'
import { openActionMap, withInstalled } from './permissions/index.ts'

export { broughtSince } from './analyze/brought.ts'
export { type ExplainOptions, explain } from './analyze/explain/explain.ts'
export { type MigrateOptions, migrate } from './analyze/migration/migrate.ts'

/** Reads a service and its handlers, and derives the statements of each function. */
export async function analyze(reader: Reader, options: GenerateOptions = {}): Promise<Report> {
  const derived = await deriveService(reader, options)
  const { read, functions } = derived
  const sides = sidesOf(derived, options)
  const held = holdDown(
    sides,
    functions.map(({ report }) => report),
    'error',
  )
  const { reports } = held
  const complete = reports.filter(({ analysis }) => analysis === 'complete')
  const kept = options.write ? unexplainedIn(read, sides, options.dropUnexplained) : []
  const going = options.write ? goingWith(read, sides, complete) : new Map<string, Along>()
  const needs = new Map(complete.map((report) => [report.name, [...inDeclaredWords(read, sides, report), ...besideOf(going.get(report.name))]]))
  const written = options.write
    ? withPolicies(reader, read, sides, writeStatements(reader, read, needs, uniting(read.service, reports), stayingOf(kept)), going)
    : undefined
  const dangers = dangersOf(options.audit, derived, written && writesOf(reader, read, written))
  const found = [
    ...read.service.findings,
    ...functions.flatMap(({ findings }) => findings).filter((finding) => !held.settles(finding)),
    ...held.findings,
    ...(written ? [...written.findings, ...lostStatements(reports, written.replaced, kept), ...unwrittenFunctions(reports)] : []),
    ...unexplainedFindings(kept),
    ...dangers.findings,
  ]
  // What speaks of functions that were not asked for is not idle.
  const occasions: readonly CheckOccasion[] =
    options.functions && options.functions.length > 0 ? [] : options.write ? ['reading', 'writing'] : ['reading']
  const judged = judge(derived, found, occasions)
  const stops = stopsFor(judged.kept, dangers)
  return {
    command: 'generate',
    service: { name: read.service.name, file: read.service.file },
    functions: reports,
    findings: [...judged.kept, ...judged.said, ...stops].sort(compareFindings),
    edits: stops.length > 0 ? [] : (written?.edits ?? []),
    ...(judged.ignored.length > 0 ? { leftOut: { ignored: judged.ignored.length, baseline: 0 } } : {}),
    settings: read.settings,
  }
}

/** Compares what the service file declares with what the code of each function needs. */
export async function diff(reader: Reader, options: DiffOptions = {}): Promise<Report> {
  // Functions may share statements, so all are read whichever are asked for.
  const { functions: chosen, ...rest } = options
  const derived = await deriveService(reader, rest)
  const { read, functions } = derived
  const { service, settings } = read
  const names = new Set(chooseFunctions(service, chosen).map(({ name }) => name))
  options.progress?.('comparing')
  const sides = sidesOf(derived, options)
  const differences = differencesOf(sides)
  const written = options.fix && writeRepairs(reader, read, repairsOf(derived, sides, differences, names, options.fix))
  const said = [...service.findings, ...(written ? written.findings : [])]
  const dangers = dangersOf(options.audit, derived, written ? writesOf(reader, read, written) : undefined)
  const audited = dangers.findings
  const occasions: readonly CheckOccasion[] = written ? ['reading', 'comparing', 'writing'] : ['reading', 'comparing']
  const judged = judge(derived, [...said, ...audited, ...functions.flatMap(({ findings }) => findings), ...differences], occasions)
  const worthSaying = new Set([...said, ...(written ? audited : []), ...differences])
  const about = ({ function: name, functions: several }: Finding): boolean =>
    (several ?? (name === undefined ? [...names] : [name])).some((one) => names.has(one))
  const doubted = assumedBehind(differences)
  const shown = (finding: Finding): boolean => about(finding) && (isError(finding) || worthSaying.has(finding) || doubted(finding))

  const asked = options.baseline === false ? undefined : (options.baseline ?? settings.diff.baseline?.file)
  const at = options.baseline === undefined ? settings.diff.baseline?.at : undefined
  const baseline = options.baseline === false ? undefined : { file: asked ?? baselineFile, named: asked !== undefined, ...(at ? { at } : {}) }
  const scope = { chosen: names, all: service.functions.map(({ name }) => name) }
  const { kept, accepted, said: stale, edits } = settleBaseline(reader, judged.kept.filter(shown), baseline, scope, options.updateBaseline === true)
  const stops = stopsFor(judged.kept, dangers)
  const leftOut = { ignored: judged.ignored.filter(shown).length, baseline: accepted.length }
  return {
    command: 'diff',
    service: { name: service.name, file: service.file },
    functions: functions.map(({ report }) => report).filter(({ name }) => names.has(name)),
    findings: [...kept, ...judged.said, ...stale, ...stops].sort(compareFindings),
    edits: [...(stops.length > 0 || !written ? [] : written.edits), ...edits],
    ...(leftOut.ignored + leftOut.baseline > 0 ? { leftOut } : {}),
    settings,
  }
}

function repairsOf(derived: DerivedService, sides: Sides, differences: readonly Finding[], names: ReadonlySet<string>, how: 'missing' | 'all') {
  const held = holdDown(sides, [...sides.reports.values()], 'warning')
  const reports = new Map(held.reports.map((report) => [report.name, report]))
  const functions = derived.functions.map((one) => ({ ...one, report: reports.get(one.report.name) ?? one.report }))
  return repairs({ ...sides, reports }, differences, names, how, {
    ...shelvingOf({ ...derived, functions }),
    inDeclaredWords: (report) => inDeclaredWords(derived.read, sides, report),
  })
}

/** Why a resource is wide is of no account where only the difference to what is declared is asked for. */
const isError = ({ severity }: Finding): boolean => severity === 'error'

/** Derives the statements of one module without a service file. */
export async function analyzeModule(reader: Reader, options: ModuleOptions): Promise<Report> {
  const { file, exportName } = options
  if (reader.kind(file) !== 'file') throw new UserError(`there is no file ${file}`, { mend: 'name a source file, and an export after # if you like' })
  const subject: Subject = {
    name: exportName ?? file,
    handler: exportName === undefined ? file : `${file}#${exportName}`,
    entry: { key: exportName ?? file, file, ...(exportName === undefined ? {} : { exportName }) },
    environment: new Map([...(options.environment ?? [])].map(([name, value]) => [name, text(value)])),
    environmentSource: 'given',
    annotations: [],
    droppedGrants: [],
    declared: { statements: [] },
    findings: [],
  }
  options.progress?.(`reading the code behind ${file}`)
  const map = withInstalled(openActionMap(), reader)
  const results = await callsOf(reader, [subject], map, [], options.cache)
  if (results.get(subject.name)?.exportMissing)
    throw new UserError(`${file} does not export ${exportName}`, { at: { file, line: 1 }, mend: 'correct the name after #' })
  // A plain policy document has no pseudo parameters, so what nobody named stays open.
  const named = (value: string | undefined, option: string): Value => (value === undefined ? unknown(`was not given (${option})`) : text(value))
  const result = results.get(subject.name)
  const { report, findings } = withDoubt(
    derive(map, subject, result, {
      environment: subject.environment,
      environmentSource: subject.environmentSource,
      resources: new Map(),
      partition: partitionOf(options.region),
      region: named(options.region, '--region'),
      account: named(options.account, '--account'),
      objectKeys: options.objectKeys ?? 'exact',
      conditions: options.conditions ?? false,
    }),
  )
  const { kept, ignored, said } = applyIgnores([...findings, ...openScope(report, options)], {
    settings: [],
    comments: result?.ignores ?? [],
    functions: [],
    // Other exports of the module, and the service that it is part of, have their findings elsewhere.
    looksFor: () => false,
  })
  return {
    command: 'policy',
    service: { name: subject.name, file },
    functions: [report],
    findings: [...kept, ...said].sort(compareFindings),
    edits: [],
    ...(ignored.length > 0 ? { leftOut: { ignored: ignored.length, baseline: 0 } } : {}),
  }
}

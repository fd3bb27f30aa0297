import { baselineFile, settleBaseline } from './analyze/baseline.ts'
import { type DerivedFunction, derive } from './analyze/derive.ts'
import { differencesOf, repairs, type Sides } from './analyze/differences/index.ts'
import { knownEnvironment } from './analyze/environment.ts'
import { compareFindings, lostStatements, openScope, unwrittenFunctions } from './analyze/findings.ts'
import { applyIgnores, type Judged } from './analyze/ignores.ts'
import { grantsHeld, uniting } from './analyze/shared-roles.ts'
import { chooseFunctions, findSubject, type Subject } from './analyze/subject.ts'
import { triggersOf } from './analyze/triggers.ts'
import type { EntryResult } from './code/index.ts'
import { type ReadService, readService, type ServiceOptions, writeStatements } from './iac/index.ts'
import {
  type CheckOccasion,
  checks,
  type Finding,
  type IgnoreComment,
  type ObjectKeys,
  type Reader,
  type Report,
  resource,
  text,
  UserError,
  unknown,
  type Value,
} from './model/index.ts'
import { type ActionMap, createSpelling, eventTexts, openActionMap } from './permissions/index.ts'

export { broughtSince } from './analyze/brought.ts'

/** What a run over a service may be told. */
export interface AnalyzeOptions {
  /** The configuration file, where it has a name of its own. */
  readonly config?: string
  readonly stage?: string
  readonly region?: string
  /** `--param` of the framework. */
  readonly parameters?: ReadonlyMap<string, string>
  /** The functions to look at; all of them when left out. */
  readonly functions?: readonly string[]
  readonly objectKeys?: ObjectKeys
  /** Whether conditions are written where the code says enough for them: a prefix of a listing, the sender of a mail. */
  readonly conditions?: boolean
  /** The IAM dialect to write in, where it is not to be found out. */
  readonly dialect?: string
  /** Whether the report should hold the edits that write the statements. */
  readonly write?: boolean
  /** Told what is going on, for a line on a terminal. */
  readonly progress?: (stage: string) => void
}

/** Reads a service and its handlers, and derives the statements of each function. */
export async function analyze(reader: Reader, options: AnalyzeOptions = {}): Promise<Report> {
  const derived = await deriveService(reader, options)
  const { read, functions } = derived
  const reports = functions.map(({ report }) => report)
  const complete = reports.filter(({ analysis }) => analysis === 'complete')
  const needs = new Map(complete.map(({ name, statements }) => [name, statements]))
  const written = options.write ? writeStatements(reader, read, needs, uniting(read.service, reports)) : undefined
  const found = [
    ...read.service.findings,
    ...functions.flatMap(({ findings }) => findings),
    ...(written ? [...written.findings, ...lostStatements(reports, written.replaced), ...unwrittenFunctions(reports)] : []),
  ]
  // What speaks of functions that were not asked for is not idle.
  const occasions: readonly CheckOccasion[] =
    options.functions && options.functions.length > 0 ? [] : options.write ? ['reading', 'writing'] : ['reading']
  const { kept, ignored, said } = judge(derived, found, occasions)
  return {
    command: 'generate',
    service: { name: read.service.name, file: read.service.file },
    functions: reports,
    findings: [...kept, ...said].sort(compareFindings),
    edits: written?.edits ?? [],
    ...(ignored.length > 0 ? { leftOut: { ignored: ignored.length, baseline: 0 } } : {}),
    settings: read.settings,
  }
}

/** What a run that compares may be told. */
export interface DiffOptions extends Omit<AnalyzeOptions, 'write'> {
  /** Whether the report should hold the edits that add what is missing, or that bring declared statements to what is needed. */
  readonly fix?: 'missing' | 'all'
  /** The baseline, where it is not `keycard.baseline.json` beside the service file; false for none. */
  readonly baseline?: string | false
  /** Whether the report should hold the edit that makes the baseline accept whatever is found. */
  readonly updateBaseline?: boolean
}

/** Compares what the service file declares with what the code of each function needs. */
export async function diff(reader: Reader, options: DiffOptions = {}): Promise<Report> {
  // Functions may share statements, so all are read whichever are asked for.
  const { functions: chosen, ...rest } = options
  const derived = await deriveService(reader, rest)
  const { read, map, functions } = derived
  const { service, settings } = read
  const names = new Set(chooseFunctions(service, chosen).map(({ name }) => name))
  const region = options.region ?? settings.region ?? service.region
  options.progress?.('comparing')
  const sides: Sides = {
    service,
    reports: new Map(functions.map(({ report }) => [report.name, report])),
    spell: createSpelling(map, { resources: service.resources, partition: partitionOf(region), ...(region === undefined ? {} : { region }) }),
    managed: (name) => map.managedPolicies().get(name),
  }
  const differences = differencesOf(sides)
  const written = options.fix && writeStatements(reader, read, repairs(sides, differences, names, options.fix))
  const said = [...service.findings, ...(written ? written.findings : [])]
  const occasions: readonly CheckOccasion[] = written ? ['reading', 'comparing', 'writing'] : ['reading', 'comparing']
  const judged = judge(derived, [...said, ...functions.flatMap(({ findings }) => findings), ...differences], occasions)
  const worthSaying = new Set([...said, ...differences])
  const about = ({ function: name, functions: several }: Finding): boolean =>
    (several ?? (name === undefined ? [...names] : [name])).some((one) => names.has(one))
  const shown = (finding: Finding): boolean => about(finding) && (isError(finding) || worthSaying.has(finding))

  const asked = options.baseline === false ? undefined : (options.baseline ?? settings.diff.baseline?.file)
  const at = options.baseline === undefined ? settings.diff.baseline?.at : undefined
  const baseline = options.baseline === false ? undefined : { file: asked ?? baselineFile, named: asked !== undefined, ...(at ? { at } : {}) }
  const scope = { chosen: names, all: service.functions.map(({ name }) => name) }
  const { kept, accepted, said: stale, edits } = settleBaseline(reader, judged.kept.filter(shown), baseline, scope, options.updateBaseline === true)
  const leftOut = { ignored: judged.ignored.filter(shown).length, baseline: accepted.length }
  return {
    command: 'diff',
    service: { name: service.name, file: service.file },
    functions: functions.map(({ report }) => report).filter(({ name }) => names.has(name)),
    findings: [...kept, ...judged.said, ...stale].sort(compareFindings),
    edits: [...(written?.edits ?? []), ...edits],
    ...(leftOut.ignored + leftOut.baseline > 0 ? { leftOut } : {}),
    settings,
  }
}

/** Applies what a person decided to ignore: in the configuration of Keycard, in the service file and in the code. */
function judge({ read, ignores }: DerivedService, findings: readonly Finding[], occasions: readonly CheckOccasion[]): Judged {
  const wanted = new Set(checks.filter(({ occasion }) => occasions.includes(occasion)).map(({ name }) => name))
  return applyIgnores(findings, {
    settings: read.settings.ignores,
    comments: ignores,
    functions: read.service.functions,
    looksFor: (check) => wanted.has(check),
  })
}

/** Why a resource is wide is of no account where only the difference to what is declared is asked for. */
const isError = ({ severity }: Finding): boolean => severity === 'error'

/** A service with what was derived for its functions. */
interface DerivedService {
  readonly read: ReadService
  readonly map: ActionMap
  readonly functions: readonly DerivedFunction[]
  /** Comments `keycard-ignore` of the files that were read. */
  readonly ignores: readonly IgnoreComment[]
}

async function deriveService(reader: Reader, options: AnalyzeOptions): Promise<DerivedService> {
  options.progress?.('reading the service')
  const read = await readWithCode(reader, options)
  const { service, settings } = read
  const map = openActionMap()
  const chosen = chooseFunctions(service, options.functions)
  const subjects = chosen.map((declared) => findSubject(reader, service, { ...declared, droppedGrants: grantsHeld(map, declared) }))

  options.progress?.(`reading the code of ${subjects.length} function${subjects.length === 1 ? '' : 's'}`)
  const results = await callsOf(reader, subjects, map, service.layers)

  options.progress?.('deriving permissions')
  const partition = partitionOf(options.region ?? settings.region ?? service.region)
  const functions = chosen.map((declared, index) => {
    const subject = subjects[index] ?? findSubject(reader, service, declared)
    const result = results.get(subject.name)
    return derive(map, subject, result, {
      environment: subject.environment,
      environmentSource: subject.environmentSource,
      resources: service.resources,
      partition,
      region: resource('AWS::Region'),
      account: resource('AWS::AccountId'),
      triggers: triggersOf(map, service, declared, partition, result?.changes ?? new Set()),
      objectKeys: options.objectKeys ?? settings.objectKeys ?? 'exact',
      conditions: options.conditions ?? false,
    })
  })
  const [first] = results.values()
  return { read, map, functions, ignores: [...read.ignores, ...(first?.ignores ?? [])] }
}

class CodeWanted extends Error {}

/** Reads a service. Few are written as code, even in part, so the compiler is loaded when the first piece of code is met, and reading begins anew. */
async function readWithCode(reader: Reader, options: ServiceOptions): Promise<ReadService> {
  const readCode = (): never => {
    throw new CodeWanted()
  }
  try {
    return readService(reader, { ...options, readCode })
  } catch (error) {
    if (!(error instanceof CodeWanted)) throw error
    const code = await import('./code/index.ts')
    return readService(reader, { ...options, readCode: code.readCode })
  }
}

/** What a run over a single module may be told. */
export interface ModuleOptions {
  /** The module, relative to the reader's directory. */
  readonly file: string
  /** The export to start from; without it the module as a whole: what its top-level code starts. */
  readonly exportName?: string
  readonly environment?: ReadonlyMap<string, string>
  readonly region?: string
  readonly account?: string
  readonly objectKeys?: ObjectKeys
  /** Whether conditions are written where the code says enough for them: a prefix of a listing, the sender of a mail. */
  readonly conditions?: boolean
  readonly progress?: (stage: string) => void
}

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
  const map = openActionMap()
  const results = await callsOf(reader, [subject], map, [])
  if (results.get(subject.name)?.exportMissing)
    throw new UserError(`${file} does not export ${exportName}`, { at: { file, line: 1 }, mend: 'correct the name after #' })
  // A plain policy document has no pseudo parameters, so what nobody named stays open.
  const named = (value: string | undefined, option: string): Value => (value === undefined ? unknown(`was not given (${option})`) : text(value))
  const result = results.get(subject.name)
  const { report, findings } = derive(map, subject, result, {
    environment: subject.environment,
    environmentSource: subject.environmentSource,
    resources: new Map(),
    partition: partitionOf(options.region),
    region: named(options.region, '--region'),
    account: named(options.account, '--account'),
    objectKeys: options.objectKeys ?? 'exact',
    conditions: options.conditions ?? false,
  })
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

/** The compiler is loaded only when there is code to read: mistakes in the service file are told at once. */
async function callsOf(
  reader: Reader,
  subjects: readonly Subject[],
  map: ActionMap,
  layers: readonly string[],
): Promise<ReadonlyMap<string, EntryResult>> {
  const entries = subjects.flatMap(({ entry, environment, environmentSource }) =>
    entry ? [{ ...entry, environment: knownEnvironment(environment, environmentSource) }] : [],
  )
  if (entries.length === 0) return new Map()
  const { findCalls } = await import('./code/index.ts')
  return findCalls(
    reader,
    entries,
    {
      libraries: new Map(map.libraries().flatMap((fact) => [fact.package, ...(fact.packages ?? [])].map((name) => [name, fact]))),
      legacyServices: map.legacyServices(),
      responses: map.responses(),
      eventTexts: eventTexts(map.triggers()),
    },
    layers,
  )
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function partitionOf(region: string | undefined): string {
  if (region?.startsWith('cn-')) return 'aws-cn'
  return region?.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

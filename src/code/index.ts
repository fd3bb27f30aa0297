import type { Annotation, Cache, Finding, IgnoreComment, Reader, SdkCall } from '../model/index.ts'
import {
  boundedTogether,
  createRun,
  type EntryOutcome,
  type Facts,
  fillsEnvironment,
  isEnvironmentLoader,
  type KnownEnvironment,
  RoughHeap,
  wasShort,
} from './evaluate/index.ts'
import { idioms } from './idioms/index.ts'
import { type Known, openKept } from './kept.ts'
import { language } from './language/index.ts'
import { factOf, matters } from './libraries/index.ts'
import { openSources, type Sources } from './sources.ts'

export { readCode } from './configuration/index.ts'
export type { Facts, KnownEnvironment } from './evaluate/index.ts'
export { type EnvironmentTest, type MadeCommand, openTrails, type Trails } from './trail/index.ts'

/** Where an analysis starts. */
export interface EntryPoint {
  /** Name to find the result by. */
  readonly key: string
  /** Source file, relative to the service's directory. */
  readonly file: string
  /** The export that Lambda calls; left out, the module as a whole: its top level and whatever that starts. */
  readonly exportName?: string
  /** What is known of the environment before the service is deployed. */
  readonly environment?: KnownEnvironment
}

/** What an entry point leads to. */
export interface EntryResult {
  /** Every SDK call that it can reach, sorted by place. */
  readonly calls: readonly SdkCall[]
  /** Reachable annotations that do not stand at an SDK call. */
  readonly annotations: readonly Annotation[]
  readonly findings: readonly Finding[]
  /** The paths in the event to which the code writes: what stands there is not what the trigger sent. */
  readonly changes: ReadonlySet<string>
  /** The places at which commands are made, `file:line:column`. */
  readonly made: ReadonlySet<string>
  /** The files that it may load, as far as they can lead to AWS. */
  readonly files: readonly string[]
  /** A file that the code reads, such as `.env`, may set variables of the environment. */
  readonly fillsEnvironment: boolean
  /** False where something could not be followed, so that calls may be missing; a finding of severity error says what. */
  readonly complete: boolean
  readonly exportMissing?: boolean
  /** Comments `keycard-ignore` in all the code that any of the entry points may load, in the order in which it was found. */
  readonly ignores: readonly IgnoreComment[]
}

/**
 * Finds every AWS SDK call that each entry point can reach. Modules are parsed once and evaluated abstractly: functions with the
 * arguments they are called with, from each handler's export; nothing of the analysed code is run. `layers` are the directories of
 * Lambda layers, which the code sees as `/opt`; with a cache, files that are as an earlier run saw them are not parsed, and entry points of which
 * all files are so not evaluated. Where `isRough`, all of it is told apart no better than what is too much to follow otherwise.
 */
export function findCalls(
  reader: Reader,
  entries: readonly EntryPoint[],
  facts: Facts,
  layers: readonly string[] = [],
  cache?: Cache,
  isRough = false,
): ReadonlyMap<string, EntryResult> {
  const isSource = (name: string): boolean => {
    if (isEnvironmentLoader(name) || fillsEnvironment(name)) return true
    const fact = factOf(facts.libraries, name)
    return fact ? matters(fact) : /^(?:@aws-sdk|@smithy|@aws-crypto|aws-sdk)(?:\/|$)/.test(name)
  }
  // `AWS.S3` and `aws-sdk/clients/s3` name the same service.
  const legacyServices = new Map(
    [...facts.legacyServices].flatMap(([name, client]) => [[name, client] as const, [name.toLowerCase(), client] as const]),
  )
  const known: Facts = { ...facts, legacyServices }
  const sources = openSources(reader, layers, isSource, { cache, standIns: facts.standIns })
  sources.graph.include(entries.map(({ file }) => file))
  const kept = cache ? openKept<Outcome>(sources, cache) : undefined
  const recalled = new Map<string, Known<Outcome>>()
  for (const entry of entries) {
    const known = kept?.recall(nameOf(entry, layers), entry.environment)
    if (known) recalled.set(entry.key, known)
  }
  // Comments count in all of these files, whether a scan finds the way to them or only a parse did.
  for (const { files } of recalled.values()) sources.graph.include([...files])
  const isFresh = ({ key }: EntryPoint): boolean => !recalled.has(key)
  let found = new Map([...recalled, ...evaluateAll(sources, known, entries.filter(isFresh), isRough)])
  // Whether there is too much to do may depend on what the others have done already, so it is all of them that say so, in every run.
  if (recalled.size > 0 && entries.some((entry) => isFresh(entry) && isLimited(found.get(entry.key)?.result)))
    found = evaluateAll(sources, known, entries, isRough)
  const named = entries.flatMap((entry) => {
    const one = found.get(entry.key)
    return one ? [{ key: entry.key, name: nameOf(entry, layers), one }] : []
  })
  if (named.some(({ key, one }) => recalled.get(key) !== one))
    kept?.keep(new Map(named.filter(({ one }) => mayBeKept(one)).map(({ name, one }) => [name, one])))
  const { ignores } = sources.graph
  return new Map(named.map(({ key, one }) => [key, { ...one.result, ignores }]))
}

/** What an entry point leads to, by itself. */
type Outcome = Omit<EntryResult, 'ignores'> & { readonly computed: boolean; readonly short: boolean }

/** Names what is kept of an entry point. */
const nameOf = ({ key, file, exportName }: EntryPoint, layers: readonly string[]): string => JSON.stringify([key, file, exportName ?? null, layers])

const isLimited = (outcome: Outcome | undefined): boolean =>
  outcome !== undefined && (outcome.short || outcome.findings.some(({ check }) => check === 'analysis-limit'))

const mayBeKept = ({ result }: Known<Outcome>): boolean => !result.computed && !isLimited(result)

/** Evaluates entry points, those together that leave each other alone. */
function evaluateAll(sources: Sources, facts: Facts, entries: readonly EntryPoint[], isRough: boolean): Map<string, Known<Outcome>> {
  const found = new Map<string, Known<Outcome>>()
  if (isRough) return new Map(entries.map((entry) => [entry.key, roughly(sources, facts, entry)]))
  for (let open = entries; open.length > 0; ) {
    const run = createRun(sources, facts, [...idioms, ...language])
    const later: EntryPoint[] = []
    for (const entry of open) {
      // Modules that this entry never loads have changed what it reads, or its environment decides otherwise: it needs another memory, with those that are alike.
      if (run.spoilt(entry.file, entry.environment)) later.push(entry)
      else {
        wasShort()
        const outcome = run.enter(entry.file, entry.exportName, entry.environment)
        const short = wasShort()
        // The first is the reason why modules were loaded at all; another one may have loaded some only now, after what comes later with it.
        if (entry !== open[0] && (run.sawOthers(entry.file) || run.spoilt(entry.file, entry.environment))) later.push(entry)
        else {
          const known = knownOf(sources, entry, outcome, run.answers(), short)
          const rough = isGivenUp(known) ? attempt(() => roughly(sources, facts, entry)) : undefined
          found.set(entry.key, rough && isReliable(rough, known) ? rough : known)
        }
      }
    }
    open = later
  }
  return found
}

/** Whether what an entry point leads to is not known to the end because it is too much. */
const isGivenUp = ({ result }: Known<Outcome>): boolean => result.findings.some(isLimit)

const isLimit = ({ check, severity }: Finding): boolean => check === 'analysis-limit' && severity === 'error'

/** What comes of work that is not needed: where it fails, it is as if there were none. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** Evaluates an entry point with less told apart. */
function roughly(sources: Sources, facts: Facts, entry: EntryPoint): Known<Outcome> {
  const run = createRun(sources, facts, [...idioms, ...language], new RoughHeap())
  const outcome = boundedTogether(() => run.enter(entry.file, entry.exportName, entry.environment))
  const known = knownOf(sources, entry, outcome, run.answers(), true)
  const finding: Finding = {
    check: 'analysis-limit',
    severity: 'warning',
    confidence: 'certain',
    message: 'this is too much work to follow in every detail, so less is told apart: more may be allowed than the function needs',
    at: { file: entry.file, line: 1 },
    fix: 'look through what is allowed here, or split the function',
  }
  return { ...known, result: { ...known.result, findings: [...known.result.findings, finding] } }
}

/**
 * Whether what was found with less told apart can be relied upon: it is not too much itself, says nowhere that calls may be missing where what was found
 * before does not, and has every call of that.
 */
function isReliable({ result }: Known<Outcome>, { result: before }: Known<Outcome>): boolean {
  const said = new Set(before.findings.map(nameOfError))
  const found = new Set(result.calls.map(nameOfCall))
  return (
    result.findings.every((finding) => finding.severity !== 'error' || (!isLimit(finding) && said.has(nameOfError(finding)))) &&
    before.calls.every((call) => found.has(nameOfCall(call)))
  )
}

const nameOfCall = ({ client, command, at }: SdkCall): string => `${client} ${command} ${at.file}:${at.line}:${at.column}`

const nameOfError = ({ check, at }: Finding): string => `${check} ${at?.file}:${at?.line}`

function knownOf(
  { graph, isStandIn }: Sources,
  entry: EntryPoint,
  outcome: EntryOutcome,
  answers: ReadonlyMap<string, string | undefined>,
  short: boolean,
): Known<Outcome> {
  const { sites, notes, findings, changes, made, exportMissing, beyond } = outcome
  const service = beyond.has('service')
  return {
    result: {
      calls: [...sites].sort(byPlace),
      annotations: notes,
      changes,
      made,
      files: [...graph.leadsTo(entry.file)].filter((one) => graph.matters(one)).sort(),
      findings: [...findings].sort((a, b) =>
        compare(`${a.at?.file}:${String(a.at?.line).padStart(6, '0')}:${a.check}`, `${b.at?.file}:${String(b.at?.line).padStart(6, '0')}:${b.check}`),
      ),
      complete: !exportMissing && !findings.some(({ severity }) => severity === 'error'),
      fillsEnvironment: beyond.has('environment'),
      ...(exportMissing ? { exportMissing } : {}),
      computed: beyond.has('names'),
      short,
    },
    files: service ? graph.files : new Set([...outcome.files].filter((file) => !isStandIn(file))),
    service,
    answers,
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byPlace = (a: SdkCall, b: SdkCall): number =>
  compare(a.at.file, b.at.file) || a.at.line - b.at.line || (a.at.column ?? 0) - (b.at.column ?? 0) || compare(a.command, b.command)

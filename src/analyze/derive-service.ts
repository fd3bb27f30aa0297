import type { EntryResult, KnownEnvironment } from '../code/index.ts'
import { type ReadService, readService, type ServiceOptions } from '../iac/index.ts'
import { type AnalyzeOptions, type Cache, type IgnoreComment, type LambdaFunction, type Reader, resource } from '../model/index.ts'
import { type ActionMap, eventTexts, openActionMap, withInstalled } from '../permissions/index.ts'
import { isLimited, nameBeyond } from './beyond-limit.ts'
import { type DerivedFunction, derive } from './derive.ts'
import { knownEnvironment } from './environment.ts'
import { grantsHeld } from './shared-roles.ts'
import { chooseFunctions, findSubject, type Subject } from './subject.ts'
import { triggersOf } from './triggers.ts'

/** A service with what was derived for its functions. */
export interface DerivedService {
  readonly read: ReadService
  readonly map: ActionMap
  readonly functions: readonly DerivedFunction[]
  /** The functions as declared, in the same order, and what was found in the code of each. */
  readonly chosen: readonly LambdaFunction[]
  readonly results: ReadonlyMap<string, EntryResult>
  /** Comments `keycard-ignore` of the files that were read. */
  readonly ignores: readonly IgnoreComment[]
}

/** Reads a service and its code, and derives what each function needs; a service that was read already is taken as it is. */
export async function deriveService(reader: Reader, options: AnalyzeOptions, given?: ReadService, isRough = false): Promise<DerivedService> {
  options.progress?.('reading the service')
  const read = given ?? (await readWithCode(reader, options))
  const { service, settings } = read
  const map = withInstalled(openActionMap(), reader)
  const chosen = chooseFunctions(service, options.functions)
  const subjects = chosen.map((declared) => findSubject(reader, service, { ...declared, droppedGrants: grantsHeld(map, declared) }))

  options.progress?.(`reading the code of ${subjects.length} function${subjects.length === 1 ? '' : 's'}`)
  const results = await callsOf(reader, subjects, map, service.layers, options.cache, isRough)

  options.progress?.('deriving permissions')
  const partition = partitionOf(options.region ?? settings.region ?? service.region)
  const functions = chosen.map((declared, index) => {
    const subject = subjects[index] ?? findSubject(reader, service, declared)
    const result = results.get(subject.name)
    return derive(map, subject, result, {
      environment: subject.environment,
      environmentSource: result?.fillsEnvironment && subject.environmentSource === 'declared' ? 'filled' : subject.environmentSource,
      resources: service.resources,
      partition,
      region: resource('AWS::Region'),
      account: resource('AWS::AccountId'),
      triggers: triggersOf(map, service, declared, partition, result?.changes ?? new Set()),
      objectKeys: options.objectKeys ?? settings.objectKeys ?? 'exact',
      conditions: options.conditions ?? false,
    })
  })
  const withLimits = async (): Promise<readonly DerivedFunction[]> => {
    const trails = (await import('../code/index.ts')).openTrails(reader, service.layers)
    const all = chosen.map((declared) => ({ declared, result: results.get(declared.name) }))
    return functions.map((one, index) => {
      const analysed = all[index]
      return analysed ? nameBeyond(one, analysed, all, trails) : one
    })
  }
  const [first] = results.values()
  return {
    read,
    map,
    functions: functions.some(isLimited) ? await withLimits() : functions,
    chosen,
    results,
    ignores: [...read.ignores, ...(first?.ignores ?? [])],
  }
}

class CodeWanted extends Error {}

/** Reads a service. Few are written as code, even in part, so the compiler is loaded when the first piece of code is met, and reading begins anew. */
export async function readWithCode(reader: Reader, options: ServiceOptions): Promise<ReadService> {
  const readCode = (): never => {
    throw new CodeWanted()
  }
  try {
    return readService(reader, { ...options, readCode })
  } catch (error) {
    if (!(error instanceof CodeWanted)) throw error
    const code = await import('../code/index.ts')
    return readService(reader, { ...options, readCode: code.readCode })
  }
}

/** Finds what the code of each subject calls. The compiler is loaded only when there is code to read: mistakes in the service file are told at once. */
export async function callsOf(
  reader: Reader,
  subjects: readonly Subject[],
  map: ActionMap,
  layers: readonly string[],
  cache?: Cache,
  isRough = false,
): Promise<ReadonlyMap<string, EntryResult>> {
  // Functions that add nothing to it have one environment.
  const environments = new Map<string, Map<Subject['environment'], KnownEnvironment>>()
  const known = ({ environment, environmentSource: source }: Subject): KnownEnvironment => {
    const alike = environments.get(source) ?? new Map<Subject['environment'], KnownEnvironment>()
    environments.set(source, alike)
    const found = alike.get(environment) ?? knownEnvironment(environment, source)
    alike.set(environment, found)
    return found
  }
  const entries = subjects.flatMap((subject) => (subject.entry ? [{ ...subject.entry, environment: known(subject) }] : []))
  if (entries.length === 0) return new Map()
  const { findCalls } = await import('../code/index.ts')
  return findCalls(
    reader,
    entries,
    {
      libraries: new Map(map.libraries().flatMap((fact) => [fact.package, ...(fact.packages ?? [])].map((name) => [name, fact]))),
      legacyServices: map.legacyServices(),
      responses: map.responses(),
      standIns: map.standIns(),
      eventTexts: eventTexts(map.triggers()),
    },
    layers,
    cache,
    isRough,
  )
}

/** The partition of a region: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function partitionOf(region: string | undefined): string {
  if (region?.startsWith('cn-')) return 'aws-cn'
  return region?.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

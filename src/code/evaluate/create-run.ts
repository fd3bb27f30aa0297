import type { Annotation, Finding, Location } from '../../model/index.ts'
import type { Idiom } from '../idioms/idiom.ts'
import type { Sources } from '../sources.ts'
import { columnOf, lineOf } from '../summary/index.ts'
import { asJson } from './as-json.ts'
import { applyHistory } from './branches.ts'
import { createCaller } from './calls.ts'
import { changeAgainOutOfSight } from './change-perhaps.ts'
import { Constants, type KnownEnvironment } from './constants.ts'
import { createDeclared } from './declared.ts'
import { defineClass } from './define-class.ts'
import { type Deployed, exportAtDeployment } from './deployed.ts'
import { hasWritten } from './effects.ts'
import { elements } from './elements.ts'
import { evaluate } from './expressions.ts'
import type { Facts } from './facts.ts'
import { createForeign } from './foreign.ts'
import { fromJson } from './from-json.ts'
import { Heap } from './heap.ts'
import { createInvoker } from './invoke.ts'
import { joinValues } from './join.ts'
import { loadBefore } from './load-before.ts'
import { loadOrder } from './load-order.ts'
import { createLoader } from './loader.ts'
import { anyTimes } from './loops.ts'
import { settle } from './meanwhile.ts'
import { read } from './members.ts'
import { type Beyond, CallNode, flatten, type SdkSite } from './nodes.ts'
import { bind, keyValue } from './patterns.ts'
import { createRequests } from './requests.ts'
import type { Rough } from './rough.ts'
import type { Run } from './run.ts'
import type { Activation, Scope } from './scope.ts'
import { copyFields } from './spread.ts'
import { execute } from './statements.ts'
import { superMethod } from './super.ts'
import { awaited } from './thenable.ts'
import { createTyped } from './typed.ts'
import { type Abstract, itemsField, literal, nothing, optionsOf, type Thing, unknownValue } from './values.ts'
import { bounded, isTooMuch, spend, tooMuch } from './work.ts'
import { remove, write } from './writes.ts'

/** What one entry point leads to. */
export interface EntryOutcome {
  readonly sites: readonly (SdkSite & { readonly path: readonly Location[] })[]
  readonly notes: readonly Annotation[]
  readonly findings: readonly Finding[]
  /** The paths in the event to which the code writes. */
  readonly changes: ReadonlySet<string>
  /** The places at which commands are made, `file:line:column`. */
  readonly made: ReadonlySet<string>
  /** The files on which this depends: those that may be loaded. */
  readonly files: ReadonlySet<string>
  /** What else it depends on. */
  readonly beyond: Readonly<Beyond>
  /** The export is not there, or nothing that can be called. */
  readonly exportMissing?: boolean
}

/** What a call counts for. */
const workOfCall = 20

/** The evaluation of a service's code, entry point by entry point. */
interface Evaluation {
  enter(file: string, exportName: string | undefined, environment: KnownEnvironment | undefined): EntryOutcome
  /** Whether modules that this file does not lead to have changed what it may read, or another environment has decided what is kept. */
  spoilt(file: string, environment: KnownEnvironment | undefined): boolean
  /** Whether the entry point that was evaluated last has seen what a module did that it does not load. */
  sawOthers(file: string): boolean
  /** What was asked about environments so far, with the answers. */
  answers(): ReadonlyMap<string, string | undefined>
  /** What a module exports at the time of deployment, and the functions that were called to get it. */
  deployed(file: string, name: string | undefined): Deployed
}

/** Starts the evaluation of a service's code. */
export function createRun(sources: Sources, facts: Facts, idioms: readonly Idiom[], heap = new Heap()): Evaluation {
  const { rough } = heap
  const constants = new Constants()
  const run = {
    heap,
    ...sources,
    facts,
    constants,
    globals: heap.load(() => heap.thing('record', 'globals')),
    added: heap.load(() => heap.thing('record', 'added')),
    adders: new Set(),
    errors: heap.load(() => heap.thing('record', 'errors')),
    evaluate: (node, scope) => {
      spend(1)
      return evaluate(run, node, scope)
    },
    execute: (body, scope) => execute(run, body, scope),
    bind: (pattern, value, scope, how) => bind(run, pattern, value, scope, how),
    key: (key, scope) => keyValue(run, key, scope),
    read: (object, key, scope, at) => read(run, object, key, scope, at),
    write: (object, key, value, scope) => write(run, object, key, value, scope),
    elements: (value, scope) => elements(run, value, scope),
    remove: (object, key) => remove(run, object, key),
    copyFields: (from, into, scope) => copyFields(run, from, into, scope),
    defineClass: (code, scope) => defineClass(run, code, scope),
    superMethod: (key, call) => superMethod(run, key, call),
    fromJson: (parsed, site) => fromJson(run, parsed, site, 0),
    place: (where, at) => {
      if (typeof where !== 'string' && where.activation?.place) return where.activation.place
      return { file: typeof where === 'string' ? where : where.file, line: Math.max(1, lineOf(at)), column: Math.max(1, columnOf(at)) }
    },
    record: (site, scope) => scope.activation.node.sites.add(site),
    find: (finding, scope) => {
      scope.activation.node.findings.set(`${finding.check}@${finding.at?.file}:${finding.at?.line}:${finding.message}`, finding)
    },
    step: () => {
      heap.mayThrow()
      spend(workOfCall)
    },
    limit: (what, call) =>
      run.find(
        {
          check: 'analysis-limit',
          severity: 'error',
          confidence: 'certain',
          message: `the analysis stops here: ${what}; calls beyond this point may be missing`,
          at: call.at,
          fix: 'write the permissions down with // keycard-allow',
        },
        call.scope,
      ),
  } as Run
  heap.across.isAdditive = (store, key) =>
    store === run.added.fields || store === run.errors.fields || (key === itemsField && run.isStandIn(store.owner))
  heap.across.isAboutToChange = (owner, module) => loadBefore(run, owner, module)
  heap.across.isOnDemand = (module) => !run.graph.matters(module)
  const { callClosure, forgetCounts, underWay, isWhole, askedFor } = createCaller(run)
  Object.assign(
    run,
    { underWay, isWhole, askedFor },
    createLoader(run),
    createForeign(run, idioms),
    createDeclared(run),
    createTyped(run),
    createRequests(run),
    createInvoker(run, callClosure),
  )

  const enter = (file: string, exportName: string | undefined, environment: KnownEnvironment | undefined): EntryOutcome => {
    constants.enter(environment)
    forgetCounts()
    heap.entry = file
    heap.across.begin()
    heap.outOfSight.begin()
    const module = unlessTooMuch(() => run.load(file))
    if (module === 'too much') return { ...noOutcome, findings: [tooMuch(file)] }
    if (!module) return { ...noOutcome, exportMissing: true }
    let root = new CallNode(file)
    const start = (): { missing: boolean } => {
      if (exportName === undefined) return { missing: false }
      const value = exportedAt(run, file, exportName)
      if (!value || optionsOf(value).every((option) => option.kind === 'literal')) return { missing: true }
      callHandler(run, value, root, file, module.scope)
      return { missing: false }
    }
    const startRoughly = (rough: Rough): { result: { missing: boolean } } => {
      let result = { missing: false }
      rough.throughout(() => {
        root = new CallNode(file)
        result = start()
        changeAgainOutOfSight(run)
      })
      return { result }
    }
    const started = unlessTooMuch(() => (rough ? startRoughly(rough) : heap.apart(() => heap.meanwhile.invocation(start))))
    if (started !== 'too much' && started.result.missing) return { ...noOutcome, exportMissing: true }
    const found = flatten([root, module.node], (loaded) => run.graph.leadsTo(loaded))
    // What was found until then holds.
    return started === 'too much' ? { ...found, findings: [...found.findings, tooMuch(file)] } : found
  }
  const spoilt = (file: string, environment: KnownEnvironment | undefined): boolean => {
    if (!constants.suits(environment)) return true
    return heap.across.isOtherwise(run.graph.leadsTo(file), () => loadOrder(run, file))
  }
  const sawOthers = (file: string): boolean => heap.across.sawOthers(() => loadOrder(run, file))
  const deployed = (file: string, name: string | undefined): Deployed => {
    constants.enter(undefined)
    heap.outOfSight.begin()
    forgetCounts()
    try {
      return bounded(() => heap.load(() => exportAtDeployment(run, file, name)))
    } catch (error) {
      if (!isTooMuch(error)) throw error
      return { value: unknownValue('is the outcome of more work than is followed'), called: [] }
    }
  }
  return { enter, spoilt, sawOthers, answers: () => constants.answers, deployed }
}

const noOutcome: EntryOutcome = {
  sites: [],
  notes: [],
  findings: [],
  changes: new Set(),
  made: new Set(),
  files: new Set(),
  beyond: new Set(['names']),
}

function unlessTooMuch<T>(work: () => T): T | 'too much' {
  try {
    return work()
  } catch (error) {
    if (isTooMuch(error)) return 'too much'
    throw error
  }
}

/** `a.b` is member b of export a. */
function exportedAt(run: Run, file: string, exportName: string): Abstract | undefined {
  const [first = '', ...rest] = exportName.split('.')
  const value = run.exported(file, first)
  const module = run.load(file)
  return rest.reduce<Abstract | undefined>((owner, name) => owner && module && run.read(owner, literal(name), module.scope, 0), value)
}

/** Calls a handler, and again for as long as an invocation leaves something new behind in the module: it is there for the next one. */
function callHandler(run: Run, value: Abstract, root: CallNode, file: string, outer: Scope): void {
  const activation: Activation = { self: nothing, node: root, returns: [], yields: [], scope: outer, jumps: [] }
  const scope: Scope = { names: run.heap.scope(), parent: outer, activation, file }
  activation.scope = scope
  const given = [
    unknownValue('comes from the event', { origin: 'event' }),
    unknownValue('comes from the context', { origin: 'context' }),
    // Older runtimes hand in a callback, newer ones nothing, so that a default of the code takes its place.
    joinValues([{ kind: 'method', of: literal(''), name: 'toString' }, nothing]),
  ]
  try {
    const invoke = (): void => {
      for (const option of optionsOf(value)) {
        const closure = option.kind === 'pointer' ? option.thing.closure : undefined
        // What stands in for a library is no place that anyone can look at.
        const at = closure && !run.isStandIn(closure.scope.file) ? run.place(closure.scope.file, closure.code.at) : { file, line: 1 }
        const message = whyNotCalled(option)
        if (message !== undefined) {
          run.find(
            {
              check: 'handler-unknown',
              severity: 'error',
              confidence: 'certain',
              message,
              at: option.kind === 'pointer' ? placeOf(run, option.thing, file) : { file, line: 1 },
              fix: 'export a function, the handler itself or one that uses what is there, or write the permissions down with // keycard-allow',
            },
            scope,
          )
          continue
        }
        // What it gives is waited for, and sent back as JSON.
        asJson(run, awaited(run, run.call(option, nothing, { arguments: { items: given }, at, scope }), scope), scope)
      }
    }
    const place = { at: { file, line: 1 }, scope }
    const invocation = (): void => {
      invoke()
      settle(run, place)
    }
    const { result, history } = bounded(() => run.heap.recorded(() => run.heap.traced(invocation)))
    if (!hasWritten(result.trace)) return
    // An invocation may have ended anywhere, with an error, before the next one came.
    applyHistory(run, history)
    bounded(() =>
      anyTimes(run, place, () => {
        applyHistory(run, run.heap.recorded(invocation).history)
        return nothing
      }),
    )
  } catch (error) {
    if (!isTooMuch(error)) throw error
    run.find(tooMuch(file), scope)
  }
}

/** Why what is exported is not called; undefined where it is something that can be. */
function whyNotCalled(value: Abstract): string | undefined {
  if (value.kind === 'foreign' || value.kind === 'unknown')
    return 'what this export is cannot be known, so what it calls may be missing from the result'
  if (value.kind !== 'pointer' || value.thing.closure || value.thing.kind === 'opaque') return undefined
  const { kind } = value.thing
  const what = kind === 'class' ? 'a class' : kind === 'list' ? 'a list' : 'an object'
  return `this export is ${what} and no function, so what ${kind === 'class' ? 'its methods call' : 'it holds'} is missing from the result`
}

/** Where a thing is made, as far as its site names the one spot that a class or a literal has. */
function placeOf(run: Run, { site }: Thing, file: string): Location {
  const [, path, spot] = /^([^:]+):(\d+)$/.exec(site) ?? []
  return path !== undefined ? run.place(path, Number(spot)) : { file, line: 1 }
}

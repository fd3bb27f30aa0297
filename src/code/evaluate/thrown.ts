import { makeList } from './arguments.ts'
import { holdsCode } from './holds-code.ts'
import { isInertMethod } from './inert.ts'
import { joinValues } from './join.ts'
import { keptBeside } from './kept-beside.ts'
import { classOf } from './members.ts'
import type { ForeignCall, Run } from './run.ts'
import { type Abstract, anyField, itemsField, literal, noChoice, optionsOf, type Pointer, pointer, type Thing, unknownValue } from './values.ts'

/**
 * Something is thrown, or a promise rejected with it. Who catches it is not followed: it may be anyone from now on, so what can be called in it is kept for
 * all of them. Data is not kept: what was caught is not known anyway.
 */
export function raise(run: Run, value: Abstract, call: Pick<ForeignCall, 'at' | 'scope'>): void {
  const thrown = optionsOf(value).filter(carriesCode)
  if (thrown.length === 0) return
  const { fields } = run.errors
  const key = keyFor(run)
  let kept = run.heap.get(fields, key)
  if (!kept) run.heap.set(fields, keysField, literal(fields.map.size))
  for (const option of thrown) {
    if (option.kind !== 'pointer' || !isObject(option.thing)) {
      kept = keptBeside(run, kept, option, catching, call)
      continue
    }
    // What is thrown at one place, or of one class, again and again, is kept as one.
    const { thing } = option
    const known = optionsOf(kept ?? noChoice).find(
      (one): one is Pointer => one.kind === 'pointer' && (one.thing === thing || isAlike(one.thing, thing)),
    )
    if (known?.thing === thing) continue
    const all = known?.thing ?? run.heap.thing(thing.kind, thing.site, { ...(thing.made ? { made: thing.made } : {}), many: true })
    run.heap.touch(thing.fields)
    for (const [name, field] of thing.fields.map)
      run.heap.set(all.fields, name, keptBeside(run, run.heap.get(all.fields, name), field, catching, call))
    kept = joinValues([...(kept ? [kept] : []), pointer(all)])
  }
  if (kept) run.heap.set(fields, key, kept)
}

const catching = 'whoever catches it'

/** Who does not load a module must not see what was thrown while it was loaded. */
const keyFor = (run: Run): string => (run.heap.loading === '' ? anyField : modulePrefix + run.heap.loading)
const modulePrefix = '\0module:'
/** The key that changes where there is one more of them. */
const keysField = '\0keys'

/** All that was thrown so far and can be called, where the modules that threw it are loaded. */
export function thrownSoFar(run: Run): Abstract | undefined {
  const { fields } = run.errors
  run.heap.get(fields, keysField)
  const own = run.graph.leadsTo(run.heap.loading || run.heap.entry)
  const keys = [...fields.map.keys()].filter((key) => key.startsWith(modulePrefix) && own.has(key.slice(modulePrefix.length)))
  const thrown = [anyField, ...keys].flatMap((key) => run.heap.get(fields, key) ?? [])
  return thrown.length > 0 ? joinValues(thrown) : undefined
}

/** Where every promise of `Promise.any` is rejected, one error holds all of theirs. */
export function raiseTogether(run: Run, call: Pick<ForeignCall, 'at' | 'scope'>): void {
  const thrown = thrownSoFar(run)
  if (!thrown) return
  const before = run.heap.get(run.errors.fields, togetherField)
  const together = before?.kind === 'pointer' ? before : makeList(run, [], togetherField)
  const others = optionsOf(thrown).filter((one) => one.kind !== 'pointer' || one.thing.site !== togetherField)
  run.heap.set(together.thing.fields, itemsField, {
    kind: 'items',
    items: [],
    rest: joinValues([unknownValue('is an error that was caught'), ...others]),
  })
  if (before) return
  run.heap.set(run.errors.fields, togetherField, together)
  const error = run.heap.thing('record', togetherField)
  run.heap.set(error.fields, 'errors', together)
  raise(run, pointer(error), call)
}

/** The key under which the errors of several promises are kept, and where they come from. */
const togetherField = '\0together'

/** What may be caught: nobody knows, but for what our own code throws to be called by whoever catches it. */
export function caughtError(run: Run): Abstract {
  const error = unknownValue('is an error that was caught')
  const thrown = thrownSoFar(run)
  return thrown ? joinValues([error, thrown]) : error
}

/** Whether calls may come of an error: it holds functions, or its class has methods that do more than look at it. */
function carriesCode(option: Abstract): boolean {
  // What a library gave is called by nobody that we could see, where it was handed nothing of ours.
  if (option.kind === 'pointer' && option.thing.kind === 'opaque' && option.thing.fields.map.size === 0) return false
  if (option.kind !== 'pointer' || option.thing.kind !== 'instance' || option.thing.client || option.thing.command) return holdsCode(option, 4)
  if ([...option.thing.fields.map.values()].some((field) => holdsCode(field, 3))) return true
  for (let level = classOf(option.thing), steps = 0; level && steps < 32; steps++) {
    // What a function is made a class of by hand is not looked at.
    if (!level.body) return true
    for (const member of level.body.prototype.map.values())
      if (!optionsOf(member).every((one) => one.kind === 'pointer' && one.thing.closure && isInertMethod(one.thing.closure.code))) return true
    const base: Abstract | undefined = level.body.base
    level = base?.kind === 'pointer' ? base.thing : undefined
  }
  return false
}

/** Whether one object can stand for all that are alike: an error, or what is thrown in the place of one. */
const isObject = ({ kind, client, command }: Thing): boolean => !client && !command && kind !== 'function' && kind !== 'class' && kind !== 'module'

const isAlike = (one: Thing, other: Thing): boolean =>
  isObject(one) && one.kind === other.kind && classOf(one) === classOf(other) && (classOf(one) !== undefined || one.site === other.site)

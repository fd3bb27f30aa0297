// What async does with what it is handed. Never run: Keycard follows calls of async into this file. Source: https://caolan.github.io/async/v3/docs.html.
// A step says what came of it to the callback that it is handed, or is an async function. What is done at the end may be left out, which gives a promise.

// What only a run can tell.
const maybe = () => Math.random() > 0
const anyIn = (list) => list.reduce((one, other) => (maybe() ? one : other))

/** What a step tells its callback, as `hold` puts it together. */
const told = async (step, given, ifNot, hold) => {
  if (keycard.isAsync(step)) {
    try {
      return hold(await step(...given))
    } catch (error) {
      ifNot.failed(error)
      throw error
    }
  }
  const taken = []
  step(...given, (error, ...values) => {
    if (error) ifNot.failed(error)
    else taken.push(hold(...values))
  })
  return keycard.isKnown(taken.length) && taken.length === 0 ? ifNot.yet(hold) : anyIn(taken)
}
const all = (...values) => values
const one = (first, ...more) => (more.length > 0 ? [first, ...more] : first)
const asked = async (step, given, ifNot) => told(step, given, ifNot, one)
const raise = (error) => {
  throw error
}
const inPromise = { failed: raise, yet: (hold) => hold(keycard.handedIn()) }
const toCallback = (done) => ({ failed: (error) => done(keycard.failure(error)), yet: raise })
const tells = async (make, done) => {
  done(null, await make(toCallback(done)))
}
const ends = (make, done) => {
  if (typeof done !== 'function') return make(inPromise)
  tells(make, done)
}

/** Elements with their place, or what members hold with their name. */
const entriesOf = async (given) => {
  const from = (await given) ?? []
  if (typeof from[Symbol.iterator] !== 'function' && typeof from[Symbol.asyncIterator] !== 'function') return Object.entries(from)
  const list = []
  for await (const value of from) list.push(value)
  return list.map((value, index) => [index, value])
}
const valuesOf = async (from) => (await entriesOf(from)).map(([, value]) => value)
const changedOf = async (from, step, ifNot) => Promise.all((await entriesOf(from)).map(async ([, value]) => asked(step, [value], ifNot)))
const eachOfAll = async (from, step, ifNot) => {
  await Promise.all((await entriesOf(from)).map(async ([name, value]) => asked(step, [value, name], ifNot)))
}
const eachOfThem = async (from, step, ifNot) => {
  await changedOf(from, step, ifNot)
}
const valuesChanged = async (from, step, ifNot) =>
  Object.fromEntries(await Promise.all((await entriesOf(from)).map(async ([name, value]) => [name, await asked(step, [value, name], ifNot)])))
const keptOf = async (from, step, wanted, ifNot) => {
  const kept = await changedOf(from, step, ifNot)
  return (await valuesOf(from)).filter((_value, index) => Boolean(kept[index]) === wanted)
}
const foundOf = async (from, step, ifNot) => (await keptOf(from, step, true, ifNot))[Math.random()]
const testOf = async (from, step, ifNot) => {
  await changedOf(from, step, ifNot)
  return maybe()
}
const sumOf = async (list, first, step, ifNot) => {
  let sum = first
  for (const value of list) sum = await asked(step, [sum, value], ifNot)
  return sum
}
/** What steps give, in a list or under their names. */
const allOf = async (steps, ifNot) =>
  typeof steps[Symbol.iterator] === 'function'
    ? Promise.all([...steps].map(async (step) => asked(step, [], ifNot)))
    : Object.fromEntries(await Promise.all(Object.entries(steps).map(async ([name, step]) => [name, await asked(step, [], ifNot)])))
const anyOf = async (steps, ifNot) => (await allOf(Object.values(steps), ifNot))[Math.random()]
const oneAfterTheOther = async (steps, ifNot) => steps.reduce(async (given, step) => told(step, await given, ifNot, all), [])
const byName = async (steps, ifNot) => {
  const made = {}
  const make = async (name) => {
    if (made[name] !== undefined) return
    const step = steps[name]
    if (typeof step === 'function') made[name] = await asked(step, [], ifNot)
    else {
      for (const before of step.slice(0, -1)) await make(before)
      made[name] = step.length > 1 ? await asked(step[step.length - 1], [made], ifNot) : await asked(step[0], [], ifNot)
    }
  }
  for (const name of Object.keys(steps)) await make(name)
  return made
}
const again = async (step, options, ifNot) => {
  for (;;) {
    try {
      return await asked(step, [], ifNot)
    } catch (error) {
      if (options?.errorFilter !== undefined && !options.errorFilter(error)) throw error
      if (typeof options?.interval === 'function') options.interval(2)
      if (maybe()) throw error
    }
  }
}
const around = async (test, step, ifNot) => {
  let made
  for (;;) {
    await asked(test, [], ifNot)
    if (maybe()) return made
    made = await asked(step, [], ifNot)
  }
}
const aroundAfter = async (step, test, ifNot) => {
  for (;;) {
    const made = await told(step, [], ifNot, all)
    await asked(test, made, ifNot)
    if (maybe()) return made[0]
  }
}
const timesOf = async (count, step, ifNot) => Promise.all(Array.from({ length: count }, (_value, index) => asked(step, [index], ifNot)))

export const each = (from, step, done) => ends((ifNot) => eachOfThem(from, step, ifNot), done)
export const eachSeries = each
export const eachLimit = (from, _most, step, done) => each(from, step, done)
export const forEach = each
export const forEachSeries = each
export const forEachLimit = eachLimit
export const eachOf = (from, step, done) => ends((ifNot) => eachOfAll(from, step, ifNot), done)
export const eachOfSeries = eachOf
export const eachOfLimit = (from, _most, step, done) => eachOf(from, step, done)
export const forEachOf = eachOf
export const forEachOfSeries = eachOf
export const forEachOfLimit = eachOfLimit
export const map = (from, step, done) => ends((ifNot) => changedOf(from, step, ifNot), done)
export const mapSeries = map
export const mapLimit = (from, _most, step, done) => map(from, step, done)
export const mapValues = (from, step, done) => ends((ifNot) => valuesChanged(from, step, ifNot), done)
export const mapValuesSeries = mapValues
export const mapValuesLimit = (from, _most, step, done) => mapValues(from, step, done)
export const filter = (from, step, done) => ends((ifNot) => keptOf(from, step, true, ifNot), done)
export const filterSeries = filter
export const filterLimit = (from, _most, step, done) => filter(from, step, done)
export const reject = (from, step, done) => ends((ifNot) => keptOf(from, step, false, ifNot), done)
export const rejectSeries = reject
export const rejectLimit = (from, _most, step, done) => reject(from, step, done)
export const detect = (from, step, done) => ends((ifNot) => foundOf(from, step, ifNot), done)
export const detectSeries = detect
export const detectLimit = (from, _most, step, done) => detect(from, step, done)
export const find = detect
export const findSeries = detect
export const findLimit = detectLimit
export const some = (from, step, done) => ends((ifNot) => testOf(from, step, ifNot), done)
export const someSeries = some
export const someLimit = (from, _most, step, done) => some(from, step, done)
export const every = some
export const everySeries = some
export const everyLimit = someLimit
export const reduce = (from, first, step, done) => ends((ifNot) => sumOf(from, first, step, ifNot), done)
export const reduceRight = (from, first, step, done) => ends((ifNot) => sumOf([...from].reverse(), first, step, ifNot), done)
const flattened = async (from, step, ifNot) => (await changedOf(from, step, ifNot)).flat()
export const concat = (from, step, done) => ends((ifNot) => flattened(from, step, ifNot), done)
export const concatSeries = concat
export const concatLimit = (from, _most, step, done) => concat(from, step, done)
export const flatMap = concat

export const parallel = (steps, done) => ends((ifNot) => allOf(steps, ifNot), done)
export const series = parallel
export const parallelLimit = (steps, _most, done) => parallel(steps, done)
export const race = (steps, done) => ends((ifNot) => anyOf(steps, ifNot), done)
export const tryEach = race
const waterfallOf = async (steps) => (await oneAfterTheOther(steps, inPromise))[0]
const waterfallTells = async (steps, done) => {
  done(null, ...(await oneAfterTheOther(steps, toCallback(done))))
}
export const waterfall = (steps, done) => {
  if (typeof done !== 'function') return waterfallOf(steps)
  waterfallTells(steps, done)
}
export const auto = (steps, ...given) => ends((ifNot) => byName(steps, ifNot), given[given.length - 1])
export const retry = (...given) => {
  const [options, step, done] = typeof given[0] === 'function' ? [undefined, ...given] : given
  return ends((ifNot) => again(step, options, ifNot), done)
}
export const times = (count, step, done) => ends((ifNot) => timesOf(count, step, ifNot), done)
export const timesSeries = times
export const timesLimit = (count, _most, step, done) => times(count, step, done)
export const whilst = (test, step, done) => ends((ifNot) => around(test, step, ifNot), done)
export const until = whilst
export const doWhilst = (step, test, done) => ends((ifNot) => aroundAfter(step, test, ifNot), done)
export const doUntil = doWhilst

export const apply =
  (step, ...given) =>
  (...more) =>
    step(...given, ...more)
export const constant =
  (...values) =>
  (done) =>
    done(null, ...values)
const begun = async (step, given) => step(...given)
export const asyncify =
  (step) =>
  (...given) =>
    ends(() => begun(step, given.slice(0, -1)), given[given.length - 1])
export const wrapSync = asyncify
export const ensureAsync = (step) => step
export const timeout = (step) => step

class Queue {
  constructor(worker) {
    this.worker = worker
  }
  push(given, ...more) {
    return ends((ifNot) => eachOfThem(Array.isArray(given) ? given : [given], this.worker, ifNot), more[more.length - 1])
  }
  unshift(given, ...more) {
    return this.push(given, ...more)
  }
  pushAsync(given) {
    return this.push(given)
  }
  unshiftAsync(given) {
    return this.push(given)
  }
  // Up to version 2 what is to be done is assigned.
  get drain() {
    return async (step) => (step === undefined ? undefined : setTimeout(() => step(), 1))
  }
  set drain(step) {
    setTimeout(() => step(), 1)
  }
  get empty() {
    return this.drain
  }
  set empty(step) {
    setTimeout(() => step(), 1)
  }
  get saturated() {
    return this.drain
  }
  set saturated(step) {
    setTimeout(() => step(), 1)
  }
  get unsaturated() {
    return this.drain
  }
  set unsaturated(step) {
    setTimeout(() => step(), 1)
  }
  get error() {
    return (step) => keycard.handsOut(step)
  }
  set error(step) {
    keycard.handsOut(step)
  }
  get started() {
    return maybe()
  }
  get paused() {
    return maybe()
  }
  get concurrency() {
    return Math.random()
  }
  set concurrency(_most) {}
  length() {
    return Math.random()
  }
  running() {
    return Math.random()
  }
  idle() {
    return maybe()
  }
  workersList() {
    return keycard.handedIn()
  }
  remove(test) {
    keycard.handsOut(test)
  }
  pause() {}
  resume() {}
  kill() {}
}
/** Several at once: any of those that are waiting. */
class Cargo extends Queue {
  constructor(worker) {
    super(worker)
    this.waiting = []
  }
  push(given, ...more) {
    this.waiting.push(...(Array.isArray(given) ? given : [given]))
    return ends((ifNot) => asked(this.worker, [this.waiting.filter(maybe)], ifNot), more[more.length - 1])
  }
}
export const queue = (worker) => new Queue(worker)
export const priorityQueue = queue
export const cargo = (worker) => new Cargo(worker)
export const cargoQueue = cargo

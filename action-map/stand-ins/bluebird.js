// The promises of bluebird, and what its functions do with what they are handed. Never run: Keycard follows code that uses bluebird into this file.
// Source: http://bluebirdjs.com/docs/api-reference.html. When a function is called, and whether a promise is settled, only a run can tell.

const maybe = () => Math.random() > 0

/** A promise of bluebird for what another one holds, or for a value; `self` is what its callbacks have for `this`. */
const wrap = (held, self) => {
  const made = new Bluebird()
  made.held = held
  made.self = self
  return made
}
const valuesOf = async (from) => Promise.all([...(await from)])
const changed = async (from, change) => {
  const list = [...(await from)]
  return Promise.all(list.map(async (value, index) => change(await value, index, list.length)))
}
const eachOf = async (from, step) => {
  await changed(from, step)
  return valuesOf(from)
}
const filtered = async (from, test) => {
  const kept = await changed(from, test)
  return (await valuesOf(from)).filter((_value, index) => kept[index])
}
const reduced = async (from, step, first) => {
  const list = [...(await from)]
  let sum = first === undefined ? await list.shift() : await first
  for (const [index, value] of list.entries()) sum = await step(sum, await value, index, list.length)
  return sum
}
const anyOf = async (from) => (await valuesOf(from))[Math.random()]
const someOf = async (from) => (await valuesOf(from)).filter(maybe)
const propsOf = async (given) => {
  const from = await given
  const each = async ([name, value]) => [name, await value]
  if (typeof from[Symbol.iterator] === 'function') return new Map(await Promise.all([...from].map(each)))
  return Object.fromEntries(await Promise.all(Object.entries(from).map(each)))
}
const joined = async (given) => {
  const step = given[given.length - 1]
  const values = await Promise.all(given.slice(0, -1))
  return typeof step === 'function' ? step(...values) : Promise.all(given)
}
/** Classes, functions and members that an error must have, and at the end what is done with one that has. */
const caughtBy = async (given, error, self) => {
  const tests = given.slice(0, -1)
  for (const test of tests) if (keycard.kindOf(test) === 'function') test(error)
  if (tests.length > 0 && maybe()) throw error
  return given[given.length - 1].call(self, error)
}
const inspected = (value) => ({
  isFulfilled: maybe,
  isRejected: maybe,
  isPending: maybe,
  isCancelled: maybe,
  value: () => value,
  reason: () => keycard.handedIn(),
})
const promisified = (step, options) =>
  function (...given) {
    const self = options?.context ?? this
    const begin = (resolve, reject) => {
      step.call(self, ...given, (error, ...values) => {
        if (error) reject(error)
        else resolve(options?.multiArgs ? values : values[0])
      })
    }
    return new Bluebird(begin)
  }
const runSteps = async (steps) => {
  let sent
  for (;;) {
    const { value, done } = steps.next(sent)
    if (done) return value
    sent = await value
  }
}

class Bluebird {
  static default = Bluebird
  static Promise = Bluebird
  constructor(begin) {
    if (begin !== undefined) this.held = new Promise((resolve, reject) => begin(resolve, reject, () => undefined))
  }

  static resolve(value) {
    return wrap(value)
  }
  static reject(error) {
    return wrap(Promise.reject(error))
  }
  static all(from) {
    return keycard.promised(valuesOf(from), wrap)
  }
  static allSettled(from) {
    return keycard.promised(changed(from, inspected), wrap)
  }
  static props(from) {
    return keycard.promised(propsOf(from), wrap)
  }
  static any(from) {
    return keycard.promised(anyOf(from), wrap)
  }
  static race(from) {
    return keycard.promised(anyOf(from), wrap)
  }
  static some(from) {
    return keycard.promised(someOf(from), wrap)
  }
  static map(from, change) {
    return keycard.promised(changed(from, change), wrap)
  }
  static mapSeries(from, change) {
    return keycard.promised(changed(from, change), wrap)
  }
  static each(from, step) {
    return keycard.promised(eachOf(from, step), wrap)
  }
  static filter(from, test) {
    return keycard.promised(filtered(from, test), wrap)
  }
  static reduce(from, step, first) {
    return keycard.promised(reduced(from, step, first), wrap)
  }
  static join(...given) {
    return keycard.promised(joined(given), wrap)
  }
  static try(step) {
    return keycard.promised(wrap().then(step), wrap)
  }
  static method(step) {
    return function (...given) {
      return Bluebird.try(() => step.apply(this, given))
    }
  }
  static coroutine(steps) {
    return function (...given) {
      return keycard.promised(runSteps(steps.apply(this, given)), wrap)
    }
  }
  static delay(_wait, value) {
    return wrap(value)
  }
  static bind(self, value) {
    return wrap(value, self)
  }
  static defer() {
    const made = {}
    made.promise = new Bluebird((resolve, reject) => {
      made.resolve = resolve
      made.reject = reject
    })
    return made
  }
  static fromCallback(step, options) {
    return promisified(step, options)()
  }
  static fromNode(step, options) {
    return promisified(step, options)()
  }
  static promisify(step, options) {
    return promisified(step, options)
  }
  static promisifyAll(target, options) {
    const suffix = options?.suffix ?? 'Async'
    // The methods of clients of the SDK are known under these names.
    if (keycard.kindOf(target) === 'client' && suffix === 'Async') return target
    // Of what a package provides, such as the whole SDK, nothing is called.
    if (keycard.kindOf(target) === 'name') return target
    if (target?.constructor === Object)
      keycard.each(target, (name, step) => {
        if (typeof step === 'function') target[`${name}${suffix}`] = promisified(step, { context: target, ...options })
      })
    else keycard.handsOut(target)
    return target
  }
  static is(value) {
    return typeof value?.then === 'function'
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise
  then(step, caught) {
    const { self } = this
    const next = typeof step === 'function' && self !== undefined ? (value) => step.call(self, value) : step
    return keycard.promised(this.held.then(next, caught), (held) => wrap(held, self))
  }
  catch(...given) {
    const { self } = this
    return keycard.promised(
      this.held.catch((error) => caughtBy(given, error, self)),
      (held) => wrap(held, self),
    )
  }
  error(step) {
    return this.catch(step)
  }
  finally(step) {
    const { self } = this
    return keycard.promised(
      this.held.finally(() => step.call(self)),
      (held) => wrap(held, self),
    )
  }
  tap(step) {
    return this.then(async (value) => {
      await step.call(this.self, value)
      return value
    })
  }
  tapCatch(...given) {
    return this.catch(async (error) => {
      await caughtBy(given, error, this.self)
      throw error
    })
  }
  spread(step) {
    return this.then(async (from) => step.apply(this.self, await valuesOf(from)))
  }
  all() {
    return this.then(valuesOf)
  }
  props() {
    return this.then(propsOf)
  }
  any() {
    return this.then(anyOf)
  }
  some() {
    return this.then(someOf)
  }
  map(change) {
    return this.then((from) => changed(from, change))
  }
  mapSeries(change) {
    return this.then((from) => changed(from, change))
  }
  each(step) {
    return this.then((from) => eachOf(from, step))
  }
  filter(test) {
    return this.then((from) => filtered(from, test))
  }
  reduce(step, first) {
    return this.then((from) => reduced(from, step, first))
  }
  get(name) {
    return this.then((from) => from[name])
  }
  call(name, ...given) {
    return this.then((from) => from[name](...given))
  }
  return(value) {
    return this.then(() => value)
  }
  throw(error) {
    return this.then(() => Promise.reject(error))
  }
  catchReturn(...given) {
    return this.catch(() => given[given.length - 1])
  }
  delay() {
    return this
  }
  timeout() {
    return this
  }
  bind(self) {
    return wrap(this.held, self)
  }
  asCallback(step) {
    if (typeof step === 'function')
      this.held.then(
        (value) => step(null, value),
        (error) => step(error),
      )
    return this
  }
  nodeify(step) {
    return this.asCallback(step)
  }
  done(step, caught) {
    this.then(step, caught)
  }
  reflect() {
    return this.then(inspected)
  }
  value() {
    return this.held
  }
  isFulfilled() {
    return maybe()
  }
  isRejected() {
    return maybe()
  }
  cancel() {}
}

module.exports = Bluebird

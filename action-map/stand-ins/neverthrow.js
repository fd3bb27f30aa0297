// The results of neverthrow, and what they do with what they are handed. Never run: Keycard follows code that uses neverthrow into this file.
// Source: https://github.com/supermacro/neverthrow#readme.

export class Ok {
  constructor(value) {
    this.value = value
  }
  isOk() {
    return true
  }
  isErr() {
    return false
  }
  map(change) {
    return new Ok(change(this.value))
  }
  mapErr() {
    return this
  }
  andThen(step) {
    return step(this.value)
  }
  andThrough(step) {
    const made = step(this.value)
    return made.isErr() ? made : this
  }
  andTee(step) {
    step(this.value)
    return this
  }
  orTee() {
    return this
  }
  orElse() {
    return this
  }
  asyncAndThen(step) {
    return wrap(step(this.value))
  }
  asyncMap(change) {
    return keycard.promised(asOk(change(this.value)), wrap)
  }
  unwrapOr() {
    return this.value
  }
  match(step) {
    return step(this.value)
  }
  _unsafeUnwrap() {
    return this.value
  }
  // biome-ignore lint/correctness/useYield: what it holds comes at once
  *safeUnwrap() {
    return this.value
  }
  // biome-ignore lint/correctness/useYield: what it holds comes at once
  *[Symbol.iterator]() {
    return this.value
  }
}

export class Err {
  constructor(error) {
    this.error = error
  }
  isOk() {
    return false
  }
  isErr() {
    return true
  }
  map() {
    return this
  }
  mapErr(change) {
    return new Err(change(this.error))
  }
  andThen() {
    return this
  }
  andThrough() {
    return this
  }
  andTee() {
    return this
  }
  orTee(step) {
    step(this.error)
    return this
  }
  orElse(step) {
    return step(this.error)
  }
  asyncAndThen() {
    return wrap(this)
  }
  asyncMap() {
    return wrap(this)
  }
  unwrapOr(value) {
    return value
  }
  match(_step, failed) {
    return failed(this.error)
  }
  _unsafeUnwrapErr() {
    return this.error
  }
  *safeUnwrap() {
    yield this
  }
  *[Symbol.iterator]() {
    yield this
  }
}

export const ok = (value) => new Ok(value)
export const err = (error) => new Err(error)

const asOk = async (value) => new Ok(await value)
const settled = async (begin, failed) => {
  try {
    return new Ok(await begin())
  } catch (error) {
    return new Err(failed === undefined ? error : failed(error))
  }
}
const combined = (results) => {
  const values = []
  for (const result of results) {
    if (result.isErr()) return result
    values.push(result.value)
  }
  return new Ok(values)
}
const combinedErrors = (results) => {
  const made = combined(results)
  return made.isErr() ? new Err([made.error]) : made
}
const wrap = (held) => new ResultAsync(held)

export class ResultAsync {
  static fromPromise(promise, failed) {
    return keycard.promised(
      settled(() => promise, failed),
      wrap,
    )
  }
  static fromSafePromise(promise) {
    return keycard.promised(asOk(promise), wrap)
  }
  static fromThrowable(step, failed) {
    return (...given) =>
      keycard.promised(
        settled(() => step(...given), failed),
        wrap,
      )
  }
  static combine(results) {
    return keycard.promised(Promise.all([...results]).then(combined), wrap)
  }
  static combineWithAllErrors(results) {
    return keycard.promised(Promise.all([...results]).then(combinedErrors), wrap)
  }
  constructor(held) {
    this.held = held
  }
  // biome-ignore lint/suspicious/noThenProperty: it is a promise
  then(step, caught) {
    return this.held.then(step, caught)
  }
  after(step) {
    return keycard.promised(this.held.then(step), wrap)
  }
  map(change) {
    return this.after(async (result) => result.map(change))
  }
  mapErr(change) {
    return this.after(async (result) => result.mapErr(change))
  }
  andThen(step) {
    return this.after(async (result) => result.andThen(step))
  }
  andThrough(step) {
    return this.after(async (result) => {
      const made = await result.andThen(step)
      return made.isErr() ? made : result
    })
  }
  andTee(step) {
    return this.after(async (result) => result.andTee(step))
  }
  orTee(step) {
    return this.after(async (result) => result.orTee(step))
  }
  orElse(step) {
    return this.after(async (result) => result.orElse(step))
  }
  match(step, failed) {
    return this.held.then((result) => result.match(step, failed))
  }
  unwrapOr(value) {
    return this.held.then((result) => result.unwrapOr(value))
  }
}

export const okAsync = (value) => wrap(new Ok(value))
export const errAsync = (error) => wrap(new Err(error))
export const fromPromise = (promise, failed) => ResultAsync.fromPromise(promise, failed)
export const fromSafePromise = (promise) => ResultAsync.fromSafePromise(promise)
export const fromAsyncThrowable = (step, failed) => ResultAsync.fromThrowable(step, failed)
export const fromThrowable =
  (step, failed) =>
  (...given) => {
    try {
      return new Ok(step(...given))
    } catch (error) {
      return new Err(failed === undefined ? error : failed(error))
    }
  }
export const Result = { fromThrowable, combine: combined, combineWithAllErrors: combinedErrors }

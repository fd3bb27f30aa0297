// Small libraries, each of one function, that call what they are handed and give a promise. Sources: the README of each package, as
// https://www.npmjs.com has it. Never run: Keycard follows calls of these packages into this file.

// What only a run can tell.
const maybe = () => Math.random() > 0

const slow = (step, options) => {
  const later = async function (...given) {
    if (options?.onDelay !== undefined) options.onDelay(...given)
    if (options?.weight !== undefined) options.weight(...given)
    return step.apply(this, given)
  }
  later.abort = () => undefined
  later.isEnabled = maybe()
  later.queueSize = Math.random()
  return later
}
// Up to version 2 the function comes first.
export const throttled = (given) => (typeof given === 'function' ? slow(given) : (step) => slow(step, given))

// Each caller gets what the last call gives.
export const debounced = (step) => {
  const made = []
  return async function (...given) {
    made.push(await step.apply(this, given))
    return made[Math.random()]
  }
}

export const propsOf = async (from, change) => {
  const each = async ([name, value]) => [name, change ? await change(await value, name) : await value]
  if (typeof from[Symbol.iterator] === 'function') return new Map(await Promise.all([...from].map(each)))
  return Object.fromEntries(await Promise.all(Object.entries(from).map(each)))
}

export const settled = async (from, options) => {
  const change = options?.mapper
  const one = async (value, index) => (change ? change(await value, index) : typeof value === 'function' ? value() : value)
  const made = await Promise.allSettled([...from].map(one))
  return made.map((held) => ({ ...held, isFulfilled: maybe(), isRejected: maybe() }))
}

export const times = async (count, step) => Promise.all(Array.from({ length: count }, (_value, index) => step(index)))

export const piped =
  (...steps) =>
  async (value) => {
    let made = value
    for (const step of steps.flat()) made = await step(made)
    return made
  }

export const tapped = (step) => async (value) => {
  await step(value)
  return value
}

export const waited = async (test, options) => {
  for (;;) {
    const found = await test()
    // Anything else than `true` holds what is to be given.
    if (found) return found === true ? undefined : found
    if (options?.timeout?.fallback !== undefined && maybe()) return options.timeout.fallback()
  }
}

// Up to version 5 what is done instead may stand in the place of a message.
export const timed = async (promise, options, otherwise) => {
  const instead = typeof options === 'object' ? options.fallback : otherwise
  if (maybe()) {
    if (typeof instead === 'function') return instead()
    if (options?.message === false) return undefined
    throw options?.message
  }
  return promise
}

const fits = async (test, error) => {
  if (typeof test === 'boolean') return test
  return keycard.kindOf(test) === 'function' ? test(error) : maybe()
}
export const caughtIf = (test, step) => async (error) => {
  if (await fits(test, error)) return step(error)
  throw error
}

// Small libraries that call what they are handed: one after the other, some at a time, again after an error, or once for the same arguments.
// Sources: the README of each package, as https://www.npmjs.com has it. Never run: Keycard follows calls of these packages into this file.

export const mapAll = async (from, change) => Promise.all([...(await from)].map(async (value, index) => change(await value, index)))

export const mapOneByOne = async (from, change) => {
  const made = []
  for (const [index, value] of [...(await from)].entries()) made.push(await change(await value, index))
  return made
}

export const eachOneByOne = async (from, step) => {
  for (const [index, value] of [...(await from)].entries()) await step(await value, index)
  return from
}

export const filterAll = async (from, test) => {
  const kept = []
  for (const [index, value] of [...(await from)].entries()) if (await test(await value, index)) kept.push(await value)
  return kept
}

export const reduceAll = async (from, step, first) => {
  let sum = await first
  for (const [index, value] of [...(await from)].entries()) sum = await step(sum, await value, index)
  return sum
}

export const callAll = async (steps) => Promise.all([...steps].map((step) => step()))

export const callOneByOne = async (steps) => {
  const made = []
  for (const step of steps) made.push(await step())
  return made
}

export const limited = () => {
  const limit = async (step, ...given) => step(...given)
  limit.map = (from, change) => mapAll(from, change)
  return limit
}

export const retried = async (step, options) => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step(attempt)
    } catch (error) {
      if (options?.shouldRetry && !(await options.shouldRetry(error))) throw error
      if (options?.onFailedAttempt) await options.onFailedAttempt(error)
    }
  }
}

export const retriedWithBail = async (step, options) => {
  const bail = (error) => {
    throw error
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step(bail, attempt)
    } catch (error) {
      if (options?.onRetry) options.onRetry(error, attempt)
    }
  }
}

// What is remembered for the first argument may be what came of it before, or come anew where another argument differs.
export const remembered = (step) => {
  const made = new Map()
  return (...given) => {
    const fresh = step(...given)
    const before = made.get(given[0])
    const kept = before !== undefined && Math.random() > 0 ? before : fresh
    made.set(given[0], kept)
    return kept
  }
}

// Whatever it is called with goes up; where that came from the function that is handed in, it is called once more.
export const retriedByHand = async (given, other) => {
  const step = typeof given === 'function' ? given : other
  const again = (error) => {
    throw error
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step(again, attempt)
    } catch (error) {
      if (Math.random() > 0) throw error
    }
  }
}

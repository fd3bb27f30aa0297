// What radash does with what it is handed. Never run: Keycard follows calls of radash into this file. Source: https://radash-docs.vercel.app.
// What is not here is treated like any library that nobody has read.

// What only a run can tell.
const maybe = () => Math.random() > 0
const changedNames = (from, change) => Object.fromEntries(Object.entries(from ?? {}).map(change))

export const map = async (from, change) => Promise.all((from ?? []).map((value, index) => change(value, index)))
export const parallel = async (_most, from, change) => Promise.all(from.map((value) => change(value)))
export const reduce = async (from, step, ...first) => {
  const list = [...from]
  let sum = first.length > 0 ? first[0] : list.shift()
  for (const [index, value] of list.entries()) sum = await step(sum, value, index)
  return sum
}
export const all = async (from) =>
  Array.isArray(from)
    ? Promise.all(from)
    : Object.fromEntries(await Promise.all(Object.entries(from).map(async ([name, value]) => [name, await value])))
export const retry = async (options, step) => {
  const bail = (error) => {
    throw error
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step(bail)
    } catch (error) {
      if (maybe()) throw error
      if (options?.backoff !== undefined) options.backoff(attempt)
    }
  }
}
const tried = async (step, given) => {
  try {
    return [undefined, await step(...given)]
  } catch (error) {
    return [error, undefined]
  }
}
export const tryit =
  (step) =>
  (...given) =>
    tried(step, given)
const attempt = tryit

export { attempt as try }
export const guard = (step, test) => {
  try {
    return step()
  } catch (error) {
    if (test !== undefined && !test(error)) throw error
    return undefined
  }
}
export const defer = async (step) => {
  const later = []
  const made = await step((one) => {
    later.push(one)
  })
  for (const one of later) await one()
  return made
}
export const sleep = async () => undefined

export const sift = (from) => (from ?? []).filter((value) => value)
export const select = (from, change, test) => (from ?? []).filter((value, index) => test(value, index)).map((value, index) => change(value, index))
export const fork = (from, test) => [(from ?? []).filter((value) => test(value)), (from ?? []).filter((value) => !test(value))]
export const group = (from, nameOf) => {
  const groups = {}
  for (const value of from) groups[nameOf(value)] = [...(groups[nameOf(value)] ?? []), value]
  return groups
}
export const objectify = (from, nameOf, made = (value) => value) => Object.fromEntries(from.map((value) => [nameOf(value), made(value)]))
export const cluster = (from, size = 2) => {
  const parts = []
  for (let start = 0; start < from.length; start += size) parts.push(from.slice(start, start + size))
  return parts
}
export const unique = (from, by) => {
  if (by === undefined) return [...new Set(from)]
  for (const value of from) by(value)
  return from.filter(maybe)
}
export const flat = (from) => from.flat()
export const sort = (from, by) => {
  for (const value of from ?? []) by(value)
  return [...(from ?? [])].sort(() => Math.random())
}
export const alphabetical = sort
export const first = (from, otherwise) => (from?.length > 0 ? from[0] : otherwise)
export const last = (from, otherwise) => (from?.length > 0 ? from[from.length - 1] : otherwise)
export const sum = (from, by) => (from ?? []).reduce((total, value) => total + (by === undefined ? value : by(value)), 0)
export const iterate = (count, step, start) => Array.from({ length: count }).reduce((made, _value, index) => step(made, index + 1), start)
export const zip = (one, other) => one.map((value, index) => [value, other[index]])

export const pick = (from, names) => Object.fromEntries(Object.entries(from ?? {}).filter(([name]) => names.includes(name)))
export const omit = (from, names) => {
  const into = { ...from }
  for (const name of names ?? []) delete into[name]
  return into
}
export const shake = (from, test = (value) => value === undefined) =>
  Object.fromEntries(Object.entries(from ?? {}).filter(([, value]) => !test(value)))
export const mapValues = (from, change) => changedNames(from, ([name, value]) => [name, change(value, name)])
export const mapKeys = (from, change) => changedNames(from, ([name, value]) => [change(name, value), value])
export const mapEntries = (from, change) => changedNames(from, ([name, value]) => change(name, value))
export const listify = (from, change) => Object.entries(from ?? {}).map(([name, value]) => change(name, value))
export const keys = (from) => Array.from({ length: Math.random() }, () => `${Object.keys(from ?? {})[Math.random()]}${Math.random()}`)
export const get = (from, path, otherwise) => {
  const steps = String(path)
    .replace(/\[/g, '.')
    .replace(/\]/g, '')
    .split('.')
    .filter((step) => step !== '')
  const found = steps.reduce((at, step) => (at === undefined || at === null ? undefined : at[step]), from)
  return found === undefined ? otherwise : found
}

export const chain =
  (begin, ...steps) =>
  (...given) =>
    steps.reduce((made, step) => step(made), begin(...given))
export const compose =
  (...steps) =>
  (...given) =>
    steps.slice(0, -1).reduceRight((next, step) => step(next), steps[steps.length - 1])(...given)
export const partial =
  (step, ...given) =>
  (...more) =>
    step(...given, ...more)
export const partob = (step, given) => (more) => step({ ...given, ...more })
export const memo = (step, options) => {
  const made = new Map()
  return (...given) => {
    const name = options?.key === undefined ? given[0] : options.key(...given)
    const fresh = step(...given)
    const before = made.get(name)
    const held = before !== undefined && maybe() ? before : fresh
    made.set(name, held)
    return held
  }
}

export const isArray = (value) => Array.isArray(value)
export const isString = (value) => typeof value === 'string'
export const isNumber = (value) => typeof value === 'number'
export const isFunction = (value) => typeof value === 'function'
export const isObject = (value) => value !== null && typeof value === 'object' && value.constructor === Object
export const isEmpty = (value) => value === undefined || value === null || maybe()

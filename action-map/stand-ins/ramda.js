// What ramda does with what it is handed. Never run: Keycard follows calls of ramda into this file. Source: https://ramdajs.com/docs.
// What is not here, and what is called with a placeholder, is treated like any library that nobody has read.

// What only a run can tell.
const maybe = () => Math.random() > 0
const plain = (value) => value !== null && typeof value === 'object' && value.constructor === Object

/** A function that waits until it has been handed as much as it needs. */
const two =
  (step) =>
  (...given) =>
    given.length > 1 ? step(...given) : (...more) => step(...given, ...more)
const three =
  (step) =>
  (...given) =>
    given.length > 2
      ? step(...given)
      : (...more) => (given.length + more.length > 2 ? step(...given, ...more) : (...last) => step(...given, ...more, ...last))
const changed = (from, change) => {
  if (typeof from === 'function') return (...given) => change(from(...given))
  if (Array.isArray(from) || !plain(from)) return from.map((value) => change(value))
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, change(value)]))
}
const kept = (from, test) => {
  if (Array.isArray(from) || !plain(from)) return from.filter((value) => test(value))
  return Object.fromEntries(Object.entries(from).filter(([, value]) => test(value)))
}
const at = (steps, from) => steps.reduce((here, step) => (here === undefined || here === null ? undefined : here[step]), from)
const chosen = (names, from) => Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)))

export const map = two((change, from) => changed(from, change))
export const filter = two((test, from) => kept(from, test))
export const reject = two((test, from) => kept(from, (value) => !test(value)))
export const reduce = three((step, first, from) => from.reduce((sum, value) => step(sum, value), first))
export const reduceRight = three((step, first, from) => from.reduceRight((sum, value) => step(value, sum), first))
export const forEach = two((step, from) => {
  changed(from, step)
  return from
})
export const chain = two((change, from) =>
  typeof from === 'function' ? (...given) => change(from(...given))(...given) : from.flatMap((value) => change(value)),
)
export const mapObjIndexed = two((change, from) => Object.fromEntries(Object.entries(from).map(([name, value]) => [name, change(value, name, from)])))
export const forEachObjIndexed = two((step, from) => {
  for (const [name, value] of Object.entries(from)) step(value, name, from)
  return from
})
export const find = two((test, from) => from.find((value) => test(value)))
export const findLast = two((test, from) => from.filter((value) => test(value)).at(-1))
export const findIndex = two((test, from) => from.findIndex((value) => test(value)))
export const any = two((test, from) => from.some((value) => test(value)))
export const all = two((test, from) => from.every((value) => test(value)))
export const none = two((test, from) => !from.some((value) => test(value)))
export const count = two((test, from) => from.filter((value) => test(value)).length)
export const partition = two((test, from) => [kept(from, test), kept(from, (value) => !test(value))])
export const groupBy = two((nameOf, from) => {
  const groups = {}
  for (const value of from) groups[nameOf(value)] = [...(groups[nameOf(value)] ?? []), value]
  return groups
})
export const indexBy = two((nameOf, from) => Object.fromEntries(from.map((value) => [nameOf(value), value])))
export const countBy = two((nameOf, from) => Object.fromEntries(from.map((value) => [nameOf(value), Math.random()])))
export const sortBy = two((by, from) => {
  for (const value of from) by(value)
  return [...from].sort(() => Math.random())
})
export const sort = two((by, from) => [...from].sort((one, other) => by(one, other)))
export const uniqBy = two((by, from) => {
  for (const value of from) by(value)
  return from.filter(maybe)
})
export const uniq = (from) => [...new Set(from)]
export const flatten = (from) => from.flat(Number.POSITIVE_INFINITY)
export const unnest = (from) => from.flat()
export const splitEvery = two((size, from) => {
  if (typeof from === 'string') return Array.from({ length: Math.random() }, () => from.slice(Math.random(), Math.random()))
  const parts = []
  for (let start = 0; start < from.length; start += size) parts.push(from.slice(start, start + size))
  return parts
})
export const aperture = two((_size, from) => Array.from({ length: Math.random() }, () => from.filter(maybe)))

export const head = (from) => from[0]
export const last = (from) => from[from.length - 1]
export const tail = (from) => from.slice(1)
export const init = (from) => from.slice(0, -1)
export const nth = two((index, from) => from.at(index))
export const take = two((size, from) => from.slice(0, size))
export const drop = two((size, from) => from.slice(size))
export const slice = three((start, end, from) => from.slice(start, end))
export const append = two((value, from) => [...from, value])
export const prepend = two((value, from) => [value, ...from])
export const concat = two((one, other) => one.concat(other))
export const reverse = (from) => (typeof from === 'string' ? [...from].reverse().join('') : [...from].reverse())
export const without = two((values, from) => from.filter((value) => !values.includes(value)))
export const includes = two((value, from) => from.includes(value))
export const join = two((by, from) => from.join(by))
export const split = two((by, text) => text.split(by))
export const length = (from) => from.length
export const range = two((start, end) => Array.from({ length: end - start }, (_value, index) => start + index))
export const times = two((step, size) => Array.from({ length: size }, (_value, index) => step(index)))
export const repeat = two((value, size) => Array.from({ length: size }, () => value))
export const zip = two((one, other) => one.map((value, index) => [value, other[index]]))
export const zipObj = two((names, values) => Object.fromEntries(names.map((name, index) => [name, values[index]])))

export const prop = two((name, from) => from?.[name])
export const propOr = three((otherwise, name, from) => from?.[name] ?? otherwise)
export const props = two((names, from) => names.map((name) => from[name]))
export const pluck = two((name, from) => changed(from, (value) => value[name]))
export const path = two((steps, from) => at(steps, from))
export const pathOr = three((otherwise, steps, from) => at(steps, from) ?? otherwise)
export const paths = two((all, from) => all.map((steps) => at(steps, from)))
export const pick = two(chosen)
export const omit = two((names, from) => {
  const into = { ...from }
  for (const name of names) delete into[name]
  return into
})
export const pickBy = two((test, from) => Object.fromEntries(Object.entries(from).filter(([name, value]) => test(value, name, from))))
export const project = two((names, from) => from.map((value) => chosen(names, value)))
export const assoc = three((name, value, from) => ({ ...from, [name]: value }))
export const dissoc = two((name, from) => {
  const into = { ...from }
  delete into[name]
  return into
})
export const merge = two((one, other) => ({ ...one, ...other }))
export const mergeRight = merge
export const mergeLeft = two((one, other) => ({ ...other, ...one }))
export const mergeAll = (all) => Object.assign({}, ...all)
export const objOf = two((name, value) => ({ [name]: value }))
export const keys = (from) => Object.keys(from)
export const values = (from) => Object.values(from)
export const toPairs = (from) => Object.entries(from)
export const fromPairs = (from) => Object.fromEntries(from)
export const has = two((name, from) => from?.[name] !== undefined || maybe())
export const applySpec =
  (spec) =>
  (...given) =>
    Object.fromEntries(Object.entries(spec).map(([name, step]) => [name, step(...given)]))

export const pipe =
  (first, ...steps) =>
  (...given) =>
    steps.reduce((made, step) => step(made), first(...given))
export const compose = (...steps) => pipe(...steps.reverse())
export const pipeWith = two(
  (between, [first, ...steps]) =>
    (...given) =>
      steps.reduce((made, step) => between(step, made), first(...given)),
)
export const composeWith = two((between, steps) => pipeWith(between, [...steps].reverse()))
export const pipeP =
  (first, ...steps) =>
  async (...given) =>
    steps.reduce(async (made, step) => step(await made), first(...given))
export const composeP = (...steps) => pipeP(...steps.reverse())
export const andThen = two((step, promise) => promise.then(step))
export const otherwise = two((step, promise) => promise.catch(step))
export const tap = two((step, value) => {
  step(value)
  return value
})
export const curry = (step) => {
  const size = keycard.arity(step)
  if (size < 2) return step
  if (size === 2) return two(step)
  if (size === 3) return three(step)
  keycard.handsOut(step)
  return keycard.handedIn()
}
export const identity = (value) => value
export const always = (value) => () => value
export const T = () => true
export const F = () => false
export const apply = two((step, given) => step(...given))
export const call = (step, ...given) => step(...given)
export const unary = (step) => (value) => step(value)
export const partial = two(
  (step, given) =>
    (...more) =>
      step(...given, ...more),
)
export const juxt =
  (steps) =>
  (...given) =>
    steps.map((step) => step(...given))
export const converge = two(
  (last, steps) =>
    (...given) =>
      last(...steps.map((step) => step(...given))),
)
export const tryCatch = two((step, caught) => (...given) => {
  try {
    return step(...given)
  } catch (error) {
    return caught(error, ...given)
  }
})
const cases =
  (test, yes, no) =>
  (...given) =>
    test(...given) ? yes(...given) : no(...given)
export const ifElse = three(cases)
export const when = three((test, yes, value) => (test(value) ? yes(value) : value))
export const unless = three((test, no, value) => (test(value) ? value : no(value)))
export const cond =
  (pairs) =>
  (...given) => {
    for (const [test, step] of pairs) if (test(...given)) return step(...given)
  }
export const not = (value) => !value
export const complement =
  (test) =>
  (...given) =>
    !test(...given)
export const both = two(
  (one, other) =>
    (...given) =>
      one(...given) && other(...given),
)
export const either = two(
  (one, other) =>
    (...given) =>
      one(...given) || other(...given),
)
export const isNil = (value) => value === undefined || value === null
export const defaultTo = two((otherwise, value) => value ?? otherwise)
export const equals = two((one, other) => one === other || (typeof one === 'object' && typeof other === 'object' && maybe()))
export const toUpper = (text) => text.toUpperCase()
export const toLower = (text) => text.toLowerCase()
export const trim = (text) => text.trim()
export const replace = three((what, by, text) => text.replace(what, by))
export const startsWith = two((what, text) => (typeof text === 'string' ? text.startsWith(what) : maybe()))
export const endsWith = two((what, text) => (typeof text === 'string' ? text.endsWith(what) : maybe()))
export const sum = (from) => from.reduce((total, value) => total + value, 0)

// What lodash does with what it is handed, as far as values and calls are concerned. Never run: Keycard follows calls of lodash into this file.
// Source: https://lodash.com/docs/4.17.15. What is not here is treated like any library that nobody has read.

// A path with quotes may lead anywhere. A member whose own name holds a dot is not looked for.
const anySteps = () => Array.from({ length: Math.random() }, () => Math.random())
const stepsOf = (path) => {
  if (Array.isArray(path)) return path
  if (String(path).includes('"') || String(path).includes("'")) return anySteps()
  return String(path).replace(/\[/g, '.').replace(/\]/g, '').split('.')
}
const ownerOf = (from, path) => get(from, stepsOf(path).slice(0, -1))
const lastOf = (path) => stepsOf(path)[stepsOf(path).length - 1]
const textOf = (value) => (value === undefined || value === null ? '' : String(value))
// What only the values of a run can tell.
const maybe = () => Math.random() > 0
const plain = (value) => value !== null && typeof value === 'object' && value.constructor === Object

/** Elements with their index, or the values of members with their name. */
const turned = (from) =>
  Array.isArray(from) ? from.map((value, index) => [value, index]) : Object.entries(from || {}).map(([name, value]) => [value, name])
const listOf = (from) => (Array.isArray(from) ? from : Object.values(from || {}))

/** A function, the name of a member, a list of a name and a value, or members that have to be there. */
const asked = (by, self) => {
  if (by === undefined || by === null) return (value) => value
  // Up to version 3 what `this` is may be given.
  if (typeof by === 'function') return self === undefined ? by : by.bind(self)
  if (Array.isArray(by)) return (value) => get(value, by[0]) === by[1]
  if (typeof by === 'object') return (value) => Object.keys(by).every((name) => get(value, name) === by[name])
  return (value) => get(value, by)
}

export const get = (from, path, otherwise) => {
  const found = stepsOf(path).reduce((at, step) => (at === undefined || at === null ? undefined : at[step]), from)
  return found === undefined ? otherwise : found
}
export const result = (from, path, otherwise) => {
  const found = get(from, path, otherwise)
  return typeof found === 'function' ? found.call(ownerOf(from, path)) : found
}
// A member that is there may hold nothing.
export const has = (from, path) => get(from, path) !== undefined || maybe()
export const hasIn = has
export const property = (path) => (from) => get(from, path)
export const propertyOf = (from) => (path) => get(from, path)
export const matches = (members) => asked(members)
export const matchesProperty = (path, value) => (from) => get(from, path) === value
export const at = (from, ...paths) => paths.flat().map((path) => get(from, path))
export const set = (into, path, value) => {
  const steps = stepsOf(path)
  const last = steps[steps.length - 1]
  const owner = steps.slice(0, -1).reduce((here, step) => {
    if (here[step] === undefined || here[step] === null) here[step] = {}
    return here[step]
  }, into)
  owner[last] = value
  return into
}
export const setWith = set
export const update = (into, path, change) => set(into, path, change(get(into, path)))
export const unset = (from, path) => {
  const steps = stepsOf(path)
  const owner = get(from, steps.slice(0, -1))
  if (owner) delete owner[steps[steps.length - 1]]
  return true
}

export const map = (from, by, self) => {
  const change = asked(by, self)
  return turned(from).map(([value, name]) => change(value, name, from))
}
export const flatMap = (from, by, self) => map(from, by, self).flat()
export const flatMapDeep = (from, by) => map(from, by).flat(Infinity)
export const forEach = (from, step, self) => {
  const take = asked(step, self)
  for (const [value, name] of turned(from)) take(value, name, from)
  return from
}
export const each = forEach
export const forEachRight = forEach
export const eachRight = forEach
export const forOwn = forEach
export const forIn = forEach
export const forOwnRight = forEach
export const forInRight = forEach
export const filter = (from, by, self) => {
  const test = asked(by, self)
  return turned(from)
    .filter(([value, name]) => test(value, name, from))
    .map(([value]) => value)
}
export const reject = (from, by, self) => {
  const test = asked(by, self)
  return turned(from)
    .filter(([value, name]) => !test(value, name, from))
    .map(([value]) => value)
}
export const partition = (from, by, self) => [filter(from, by, self), reject(from, by, self)]
export const find = (from, by, self) => {
  const test = asked(by, self)
  const found = turned(from).find(([value, name]) => test(value, name, from))
  return found?.[0]
}
export const findLast = (from, by, self) => {
  const test = asked(by, self)
  const found = turned(from).findLast(([value, name]) => test(value, name, from))
  return found?.[0]
}
export const findIndex = (from, by, self) => {
  const test = asked(by, self)
  return (from || []).findIndex((value, index) => test(value, index, from))
}
export const findLastIndex = (from, by) => {
  const test = asked(by)
  return (from || []).findLastIndex((value, index) => test(value, index, from))
}
export const findKey = (from, by, self) => {
  const test = asked(by, self)
  const found = Object.entries(from || {}).find(([name, value]) => test(value, name, from))
  return found?.[0]
}
export const some = (from, by, self) => {
  const test = asked(by, self)
  return turned(from).some(([value, name]) => test(value, name, from))
}
export const any = some
export const every = (from, by, self) => {
  const test = asked(by, self)
  return turned(from).every(([value, name]) => test(value, name, from))
}
export const all = every
export const reduce = (from, by, ...given) => {
  const step = asked(by, given[1])
  return given.length > 0
    ? turned(from).reduce((sum, [value, name]) => step(sum, value, name, from), given[0])
    : listOf(from).reduce((sum, value, index) => step(sum, value, index, from))
}
export const reduceRight = (from, by, ...given) => {
  const step = asked(by, given[1])
  return given.length > 0
    ? turned(from).reduceRight((sum, [value, name]) => step(sum, value, name, from), given[0])
    : listOf(from).reduceRight((sum, value, index) => step(sum, value, index, from))
}
export const foldl = reduce
export const inject = reduce
export const transform = (from, by, first, self) => {
  const step = asked(by, self)
  const into = first === undefined ? (Array.isArray(from) ? [] : {}) : first
  for (const [value, name] of turned(from)) step(into, value, name, from)
  return into
}
export const includes = (from, value) => (typeof from === 'string' ? from.includes(value) : listOf(from).includes(value))
export const contains = includes
export const size = (from) => (typeof from === 'string' ? from.length : from instanceof Map || from instanceof Set ? from.size : listOf(from).length)
export const invokeMap = (from, name, ...given) =>
  map(from, (value) => (typeof name === 'function' ? name.apply(value, given) : invoke(value, name, ...given)))
export const invoke = (from, path, ...given) => ownerOf(from, path)[lastOf(path)](...given)
export const keyBy = (from, by, self) => {
  const name = asked(by, self)
  return Object.fromEntries(listOf(from).map((value) => [name(value), value]))
}
export const groupBy = (from, by, self) => {
  const name = asked(by, self)
  const groups = {}
  for (const value of listOf(from)) {
    const key = name(value)
    groups[key] = [...(groups[key] || []), value]
  }
  return groups
}
export const countBy = (from, by, self) => {
  const name = asked(by, self)
  return Object.fromEntries(listOf(from).map((value) => [name(value), Math.random()]))
}
// In an order that only the values of a run can tell.
const anyOrder = (list) => [...list].sort(() => Math.random() - 0.5)
export const sortBy = (from, ...by) => {
  for (const one of by.flat()) map(from, one)
  return anyOrder(listOf(from))
}
export const orderBy = (from, by) => sortBy(from, by)
export const shuffle = (from) => anyOrder(listOf(from))
export const sample = (from) => listOf(from)[Math.floor(Math.random() * size(from))]

export const concat = (first, ...more) => (Array.isArray(first) ? first : [first]).concat(...more)
export const castArray = (value) => (Array.isArray(value) ? value : [value])
export const flatten = (from) => (from || []).flat()
export const flattenDeep = (from) => (from || []).flat(Infinity)
export const flattenDepth = (from, depth) => (from || []).flat(depth)
export const compact = (from) => (from || []).filter(Boolean)
export const uniq = (from) => [...new Set(from || [])]
export const unique = uniq
export const uniqBy = (from, by) => {
  map(from, by)
  return (from || []).filter(maybe)
}
export const uniqWith = (from, same) => {
  for (const value of from || []) same(value, value)
  return (from || []).filter(maybe)
}
export const union = (...lists) => [...new Set(lists.flatMap((list) => list || []))]
export const unionBy = (...given) => uniqBy(given.slice(0, -1).flat(), given[given.length - 1])
export const intersection = (first, ...others) => (first || []).filter((value) => others.every((list) => list.includes(value)))
export const difference = (first, ...others) => (first || []).filter((value) => !others.some((list) => list.includes(value)))
export const without = (from, ...values) => (from || []).filter((value) => !values.includes(value))
export const differenceBy = (first, ...others) => {
  map(first, others[others.length - 1])
  return (first || []).filter(maybe)
}
export const intersectionBy = differenceBy
export const differenceWith = (first, others, same) => (first || []).filter((value) => !others.some((other) => same(value, other)))
export const intersectionWith = (first, others, same) => (first || []).filter((value) => others.some((other) => same(value, other)))
export const pull = (from, ...values) => {
  from.splice(0, from.length, ...from.filter((value) => !values.includes(value)))
  return from
}
export const remove = (from, by) => {
  const gone = filter(from, by)
  from.splice(0, from.length, ...reject(from, by))
  return gone
}
export const chunk = (from, length = 1) =>
  Array.from({ length: Math.ceil((from || []).length / length) }, (_value, index) => from.slice(index * length, (index + 1) * length))
export const head = (from) => (from || [])[0]
export const first = head
export const last = (from) => (from || [])[(from || []).length - 1]
export const nth = (from, index = 0) => (from || []).at(index)
export const initial = (from) => (from || []).slice(0, -1)
export const tail = (from) => (from || []).slice(1)
export const take = (from, count = 1) => (from || []).slice(0, count)
export const takeRight = (from, count = 1) => (from || []).slice(-count)
export const takeWhile = (from, by) => {
  map(from, by)
  return (from || []).filter(maybe)
}
export const dropWhile = takeWhile
export const drop = (from, count = 1) => (from || []).slice(count)
export const dropRight = (from, count = 1) => (from || []).slice(0, (from || []).length - count)
export const slice = (from, start, end) => (from || []).slice(start, end)
export const reverse = (from) => from.reverse()
export const join = (from, by = ',') => listOf(from).join(by)
export const indexOf = (from, value) => (from || []).indexOf(value)
export const lastIndexOf = (from, value) => (from || []).lastIndexOf(value)
export const fill = (from, value) => from.fill(value)
export const zipObject = (names, values) => Object.fromEntries((names || []).map((name, index) => [name, (values || [])[index]]))
export const fromPairs = (from) => Object.fromEntries(from || [])
export const times = (count, by, self) => {
  const step = asked(by, self)
  return Array.from({ length: count }, (_value, index) => step(index))
}
const rangeOf = (start, end, step = start > end ? -1 : 1) =>
  Array.from({ length: Math.max(Math.ceil((end - start) / step), 0) }, (_value, index) => start + index * step)
export const range = (start, end, step) => (end === undefined ? rangeOf(0, start, step) : rangeOf(start, end, step))

export const keys = (from) => Object.keys(from || {})
export const keysIn = keys
export const values = (from) => Object.values(from || {})
export const valuesIn = values
export const toPairs = (from) => Object.entries(from || {})
export const entries = toPairs
export const toArray = (from) => [...listOf(from)]
export const assign = (into, ...from) => Object.assign(into, ...from)
export const assignIn = assign
export const extend = assign
export const defaults = (into, ...from) => {
  const fill = (one) => {
    for (const [name, value] of Object.entries(one || {})) if (into[name] === undefined) into[name] = value
  }
  for (const one of from) keycard.oneOf(one, fill)
  return into
}
// Plain objects and lists are copied and go into each other; instances of classes are taken as they are. Three levels are told apart. What comes of an
// object of which nothing is known is that each member is as it was or not known, which a write to any of them says.
const blur = (into, from) => {
  for (const [name, value] of Object.entries(keycard.notKnown(from) || {})) into[name] = value
  return into
}
const mergeLists = (before, value) => (Array.isArray(before) ? [...value, ...before.slice(value.length)] : [...value])
const mergeLast = (into, from) => keycard.oneOf(from, (one) => mergeLastOf(into, one))
const mergeLastOf = (into, from) => {
  for (const [name, value] of Object.entries(keycard.known(from) || {})) {
    const [before, copy] = [into[name], structuredClone(value)]
    if (plain(before) && plain(copy)) into[name] = maybe() ? { ...before, ...copy } : { ...copy, ...before }
    else if (value !== undefined) into[name] = copy
  }
  return blur(into, from)
}
const mergeInner = (into, from) => keycard.oneOf(from, (one) => mergeInnerOf(into, one))
const mergeInnerOf = (into, from) => {
  for (const [name, value] of Object.entries(keycard.known(from) || {})) {
    if (Array.isArray(value)) into[name] = mergeLists(into[name], value)
    else if (plain(value)) into[name] = mergeLast(plain(into[name]) ? into[name] : {}, value)
    else if (value !== undefined) into[name] = value
  }
  return blur(into, from)
}
const mergeOne = (into, from) => keycard.oneOf(from, (one) => mergeOneOf(into, one))
const mergeOneOf = (into, from) => {
  for (const [name, value] of Object.entries(keycard.known(from) || {})) {
    if (Array.isArray(value)) into[name] = mergeLists(into[name], value)
    else if (plain(value)) into[name] = mergeInner(plain(into[name]) ? into[name] : {}, value)
    else if (value !== undefined) into[name] = value
  }
  return blur(into, from)
}
export const merge = (into, ...from) => {
  for (const one of from) mergeOne(into, one)
  return into
}
export const mergeWith = (into, ...given) => {
  const change = given[given.length - 1]
  for (const one of given.slice(0, -1)) {
    for (const [name, value] of Object.entries(one || {})) {
      const made = change(into[name], value, name, into, one)
      if (made !== undefined) into[name] = made
      else mergeOne(into, { [name]: value })
    }
  }
  return into
}
const fillLast = (into, from) => keycard.oneOf(from, (one) => fillLastOf(into, one))
const fillLastOf = (into, from) => {
  for (const [name, value] of Object.entries(keycard.known(from) || {})) {
    const [before, copy] = [into[name], structuredClone(value)]
    if (before === undefined) into[name] = copy
    else if (plain(before) && plain(copy)) into[name] = maybe() ? { ...before, ...copy } : { ...copy, ...before }
  }
  return blur(into, from)
}
const fillInner = (into, from) => keycard.oneOf(from, (one) => fillInnerOf(into, one))
const fillInnerOf = (into, from) => {
  for (const [name, value] of Object.entries(keycard.known(from) || {})) {
    if (into[name] === undefined) into[name] = structuredClone(value)
    else if (plain(into[name]) && plain(value)) fillLast(into[name], value)
  }
  return blur(into, from)
}
const fillOne = (into, from) => keycard.oneOf(from, (one) => fillOneOf(into, one))
const fillOneOf = (into, from) => {
  for (const [name, value] of Object.entries(keycard.known(from) || {})) {
    if (into[name] === undefined) into[name] = structuredClone(value)
    else if (plain(into[name]) && plain(value)) fillInner(into[name], value)
  }
  return blur(into, from)
}
export const defaultsDeep = (into, ...from) => {
  for (const one of from) fillOne(into, one)
  return into
}
export const clone = (from) => (Array.isArray(from) ? [...from] : plain(from) ? { ...from } : from)
export const cloneDeep = (from) => structuredClone(from)
export const pick = (from, ...names) => {
  if (typeof names[0] === 'function') return pickBy(from, names[0], names[1])
  const into = {}
  for (const path of names.flat()) if (has(from, path)) set(into, path, get(from, path))
  return into
}
export const pickBy = (from, by, self) => {
  const test = asked(by, self)
  return Object.fromEntries(Object.entries(from || {}).filter(([name, value]) => test(value, name)))
}
export const omit = (from, ...names) => {
  if (typeof names[0] === 'function') return omitBy(from, names[0], names[1])
  const into = { ...from }
  for (const name of names.flat()) delete into[name]
  return into
}
export const omitBy = (from, by, self) => {
  const test = asked(by, self)
  return Object.fromEntries(Object.entries(from || {}).filter(([name, value]) => !test(value, name)))
}
export const mapValues = (from, by, self) => {
  const change = asked(by, self)
  return Object.fromEntries(Object.entries(from || {}).map(([name, value]) => [name, change(value, name, from)]))
}
export const mapKeys = (from, by, self) => {
  const change = asked(by, self)
  return Object.fromEntries(Object.entries(from || {}).map(([name, value]) => [change(value, name, from), value]))
}
export const invert = (from) => Object.fromEntries(Object.entries(from || {}).map(([name, value]) => [value, name]))

export const isArray = (value) => Array.isArray(value)
export const isString = (value) => typeof value === 'string'
export const isNumber = (value) => typeof value === 'number'
export const isBoolean = (value) => typeof value === 'boolean'
export const isFunction = (value) => typeof value === 'function'
export const isSymbol = (value) => typeof value === 'symbol'
export const isUndefined = (value) => value === undefined
export const isNull = (value) => value === null
export const isNil = (value) => value === undefined || value === null
export const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function'
export const isObjectLike = (value) => typeof value === 'object' && value !== null
export const isPlainObject = plain
export const isEmpty = (value) =>
  value === undefined ||
  value === null ||
  (value instanceof Map || value instanceof Set
    ? value.size === 0
    : typeof value === 'object'
      ? Object.keys(value).length === 0
      : typeof value === 'string'
        ? value.length === 0
        : true)
export const isInteger = (value) => Number.isInteger(value)
const isFiniteNumber = (value) => Number.isFinite(value)

export { isFiniteNumber as isFinite }

const isNotANumber = (value) => Number.isNaN(value)

export { isNotANumber as isNaN }
export const isDate = (value) => value instanceof Date
export const isError = (value) => value instanceof Error
export const isEqual = (one, other) => one === other || (typeof one === 'object' && typeof other === 'object' && maybe())
export const isEqualWith = (one, other, same) => same(one, other)
export const isMatch = (from, members) => asked(members)(from)
export const eq = (one, other) => one === other

export const identity = (value) => value
export const constant = (value) => () => value
export const noop = () => undefined
export const stubTrue = () => true
export const stubFalse = () => false
export const now = () => Date.now()
export const uniqueId = (head = '') => `${head}${Math.random()}`
const asText = (value) => textOf(value)

export { asText as toString }
export const toNumber = (value) => Number(value)
export const toInteger = (value) => Number.parseInt(value, 10)
const asInteger = (value, radix) => Number.parseInt(value, radix)

export { asInteger as parseInt }
export const trim = (value, letters) => trimEnd(trimStart(value, letters), letters)
export const trimStart = (value, letters) => {
  const text = textOf(value)
  if (letters === undefined || typeof letters !== 'string') return text.trimStart()
  let at = 0
  while (at < text.length && letters.includes(text[at])) at += 1
  return text.slice(at)
}
export const trimEnd = (value, letters) => {
  const text = textOf(value)
  if (letters === undefined || typeof letters !== 'string') return text.trimEnd()
  let end = text.length
  while (end > 0 && letters.includes(text[end - 1])) end -= 1
  return text.slice(0, end)
}
export const toLower = (value) => textOf(value).toLowerCase()
export const toUpper = (value) => textOf(value).toUpperCase()
export const upperFirst = (value) => `${textOf(value).slice(0, 1).toUpperCase()}${textOf(value).slice(1)}`
export const lowerFirst = (value) => `${textOf(value).slice(0, 1).toLowerCase()}${textOf(value).slice(1)}`
export const capitalize = (value) => `${textOf(value).slice(0, 1).toUpperCase()}${textOf(value).slice(1).toLowerCase()}`
export const split = (value, by, most) => (most === undefined ? textOf(value).split(by) : textOf(value).split(by, most))
export const replace = (value, what, by) => textOf(value).replace(what, by)
export const startsWith = (value, what, from = 0) => textOf(value).startsWith(what, from)
export const endsWith = (value, what) => textOf(value).endsWith(what)
export const padStart = (value, length, by = ' ') => textOf(value).padStart(length, by)
export const padEnd = (value, length, by = ' ') => textOf(value).padEnd(length, by)
export const repeat = (value, count = 1) => textOf(value).repeat(count)

export const bind = (step, self, ...given) => step.bind(self, ...given)
export const partial =
  (step, ...given) =>
  (...more) =>
    step(...given, ...more)
export const partialRight =
  (step, ...given) =>
  (...more) =>
    step(...more, ...given)
export const once = (step) => {
  let called = false
  let made
  return (...given) => {
    if (!called) {
      called = true
      made = step(...given)
    }
    return made
  }
}
export const before = (_count, step) => {
  let made
  return (...given) => {
    if (maybe()) made = step(...given)
    return made
  }
}
export const after = (_count, step) => step
export const ary = (step, count) => (count === undefined ? step : (...given) => step(...given.slice(0, count)))
export const unary = (step) => (value) => step(value)
export const memoize = (step, nameOf) => {
  const made = new Map()
  return (...given) => {
    const name = nameOf ? nameOf(...given) : given[0]
    const fresh = step(...given)
    const before = made.get(name)
    const kept = before !== undefined && maybe() ? before : fresh
    made.set(name, kept)
    return kept
  }
}
export const debounce = (step) => {
  let made
  return (...given) => {
    // It may come at once, and later, when much has changed.
    setTimeout(() => {
      made = step(...given)
    }, 1)
    if (maybe()) made = step(...given)
    return made
  }
}
export const throttle = debounce
export const negate =
  (test) =>
  (...given) =>
    !test(...given)
export const wrap =
  (value, step) =>
  (...given) =>
    step(value, ...given)
export const flow =
  (...steps) =>
  (...given) =>
    steps
      .flat()
      .slice(1)
      .reduce((made, step) => step(made), steps.flat()[0](...given))
export const flowRight = (...steps) => flow(...steps.flat().reverse())
export const over =
  (...steps) =>
  (...given) =>
    steps.flat().map((step) => step(...given))
export const defer = (step, ...given) => setTimeout(() => step(...given), 1)
export const delay = (step, wait, ...given) => setTimeout(() => step(...given), wait)
export const attempt = (step, ...given) => {
  try {
    return step(...given)
  } catch (error) {
    return error
  }
}
export const tap = (value, step) => {
  step(value)
  return value
}
export const thru = (value, step) => step(value)
export const defaultTo = (value, otherwise) => (value === undefined || value === null ? otherwise : value)
export const max = (from, by) => {
  map(from, by)
  return sample(from)
}
export const min = max
export const maxBy = max
export const minBy = maxBy
export const sum = (from) => listOf(from).reduce((total, value) => total + value, 0)
export const sumBy = (from, by) => sum(map(from, by))
export const mean = () => Math.random()
export const meanBy = (from, by) => map(from, by) && Math.random()
export const clamp = () => Math.random()
export const random = () => Math.random()

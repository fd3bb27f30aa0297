// What underscore does with what it is handed. Never run: Keycard follows calls of underscore into this file. Source: https://underscorejs.org.
// What is not here, and what is wrapped (`_(list)`, `_.chain`), is treated like any library that nobody has read.

// What only a run can tell.
const maybe = () => Math.random() > 0
const isPlain = (value) => value !== null && typeof value === 'object' && value.constructor === Object
const anyIn = (list) => [...list, undefined].reduce((one, other) => (maybe() ? one : other))

/** Elements with their index, or what members hold with their name. */
const turned = (from) =>
  Array.isArray(from) ? from.map((value, index) => [value, index]) : Object.entries(from ?? {}).map(([name, value]) => [value, name])
const listOf = (from) => (Array.isArray(from) ? from : Object.values(from ?? {}))
const at = (from, path) =>
  (Array.isArray(path) ? path : [path]).reduce((here, step) => (here === undefined || here === null ? undefined : here[step]), from)

/** A function, a name or a path, or members that have to be there. */
const asked = (by, self) => {
  if (by === undefined || by === null) return (value) => value
  if (typeof by === 'function') return self === undefined ? by : by.bind(self)
  if (isPlain(by)) return (value) => Object.keys(by).every((name) => value?.[name] === by[name])
  return (value) => at(value, by)
}
const kept = (from, test) =>
  turned(from)
    .filter(([value, name]) => test(value, name, from))
    .map(([value]) => value)

export const each = (from, by, self) => {
  const step = asked(by, self)
  for (const [value, name] of turned(from)) step(value, name, from)
  return from
}
export const forEach = each
export const map = (from, by, self) => {
  const change = asked(by, self)
  return turned(from).map(([value, name]) => change(value, name, from))
}
export const collect = map
export const filter = (from, by, self) => kept(from, asked(by, self))
export const select = filter
export const reject = (from, by, self) => {
  const test = asked(by, self)
  return kept(from, (...given) => !test(...given))
}
export const where = (from, members) => kept(from, asked(members))
export const find = (from, by, self) => {
  const test = asked(by, self)
  return turned(from).find(([value, name]) => test(value, name, from))?.[0]
}
export const detect = find
export const findWhere = (from, members) => find(from, members)
export const findIndex = (from, by, self) => {
  const test = asked(by, self)
  return from.findIndex((value, index) => test(value, index, from))
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
export const reduce = (from, step, ...given) => {
  const list = turned(from)
  const first = given.length > 0 ? given[0] : list.shift()?.[0]
  const once = given.length > 1 ? step.bind(given[1]) : step
  return list.reduce((sum, [value, name]) => once(sum, value, name, from), first)
}
export const foldl = reduce
export const inject = reduce
export const contains = (from, value) => listOf(from).includes(value)
export const include = contains
export const includes = contains
export const invoke = (from, name, ...given) => listOf(from).map((value) => value[name](...given))
export const pluck = (from, name) => map(from, name)
export const max = (from, by, self) => {
  map(from, by, self)
  return anyIn(listOf(from))
}
export const min = max
export const sortBy = (from, by, self) => {
  map(from, by, self)
  return [...listOf(from)].sort(() => Math.random())
}
export const shuffle = (from) => [...listOf(from)].sort(() => Math.random())
export const sample = (from, count) => (count === undefined ? anyIn(listOf(from)) : listOf(from).filter(maybe))
export const groupBy = (from, by, self) => {
  const nameOf = asked(by, self)
  const groups = {}
  for (const value of listOf(from)) groups[nameOf(value)] = [...(groups[nameOf(value)] ?? []), value]
  return groups
}
export const indexBy = (from, by, self) => {
  const nameOf = asked(by, self)
  return Object.fromEntries(listOf(from).map((value) => [nameOf(value), value]))
}
export const countBy = (from, by, self) => {
  const nameOf = asked(by, self)
  return Object.fromEntries(listOf(from).map((value) => [nameOf(value), Math.random()]))
}
export const partition = (from, by, self) => [filter(from, by, self), reject(from, by, self)]
export const toArray = (from) => [...listOf(from)]
export const size = (from) => (from === undefined || from === null ? 0 : (from.length ?? Object.keys(from).length))

export const first = (from, count) => (count === undefined ? from?.[0] : from.slice(0, count))
export const head = first
export const take = first
export const last = (from, count) => (count === undefined ? from?.[from.length - 1] : from.filter(maybe))
export const initial = (from, count = 1) => from.slice(0, -count)
export const rest = (from, count = 1) => from.slice(count)
export const tail = rest
export const drop = rest
export const compact = (from) => from.filter((value) => value)
export const flatten = (from, depth) => from.flat(depth === true ? 1 : (depth ?? Number.POSITIVE_INFINITY))
export const without = (from, ...values) => from.filter((value) => !values.includes(value))
export const union = (...lists) => [...new Set(lists.flat())]
export const intersection = (one, ...others) => one.filter((value) => others.every((other) => other.includes(value)))
export const difference = (one, ...others) => one.filter((value) => !others.flat().includes(value))
export const uniq = (from, ...by) => {
  if (by.length === 0) return [...new Set(from)]
  const step = asked(by.find((one) => typeof one !== 'boolean'))
  for (const value of from) step(value)
  return from.filter(maybe)
}
export const unique = uniq
export const chunk = (from, count) => {
  const parts = []
  for (let start = 0; start < from.length; start += count) parts.push(from.slice(start, start + count))
  return parts
}
export const object = (names, values) => Object.fromEntries(values === undefined ? names : names.map((name, index) => [name, values[index]]))
export const times = (count, by, self) => {
  const step = asked(by, self)
  return Array.from({ length: count }, (_value, index) => step(index))
}

export const keys = (from) => Object.keys(from ?? {})
export const values = (from) => Object.values(from ?? {})
export const pairs = (from) => Object.entries(from ?? {})
export const invert = (from) => Object.fromEntries(Object.entries(from ?? {}).map(([name, value]) => [value, name]))
export const mapObject = (from, by, self) => {
  const change = asked(by, self)
  return Object.fromEntries(Object.entries(from ?? {}).map(([name, value]) => [name, change(value, name, from)]))
}
export const extend = (into, ...from) => Object.assign(into, ...from)
export const assign = extend
export const extendOwn = extend
export const pick = (from, ...names) => {
  const isWanted = typeof names[0] === 'function' ? names[0] : (_value, name) => names.flat().includes(name)
  return Object.fromEntries(Object.entries(from ?? {}).filter(([name, value]) => isWanted(value, name, from)))
}
export const omit = (from, ...names) => {
  if (typeof names[0] === 'function') return Object.fromEntries(Object.entries(from ?? {}).filter(([name, value]) => !names[0](value, name, from)))
  const into = { ...from }
  for (const name of names.flat()) delete into[name]
  return into
}
export const clone = (from) => (Array.isArray(from) ? [...from] : isPlain(from) ? { ...from } : from)
export const has = (from, path) => at(from, path) !== undefined || maybe()
export const property = (path) => (from) => at(from, path)
export const tap = (value, step) => {
  step(value)
  return value
}

export const bind = (step, self, ...given) => step.bind(self, ...given)
export const partial =
  (step, ...given) =>
  (...more) =>
    step(...given, ...more)
export const negate =
  (test) =>
  (...given) =>
    !test(...given)
export const wrap =
  (step, around) =>
  (...given) =>
    around(step, ...given)
export const compose =
  (...steps) =>
  (...given) =>
    steps.slice(0, -1).reduceRight((made, step) => step(made), steps[steps.length - 1](...given))
export const delay = (step, wait, ...given) => setTimeout(() => step(...given), wait)
export const defer = (step, ...given) => setTimeout(() => step(...given), 1)
export const identity = (value) => value
export const constant = (value) => () => value

export const isArray = (value) => Array.isArray(value)
export const isString = (value) => typeof value === 'string'
export const isNumber = (value) => typeof value === 'number'
export const isBoolean = (value) => typeof value === 'boolean'
export const isFunction = (value) => typeof value === 'function'
export const isUndefined = (value) => value === undefined
export const isNull = (value) => value === null
export const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function'
export const isEmpty = (value) =>
  value === undefined || value === null || (Array.isArray(value) || typeof value === 'string' ? value.length === 0 : maybe())

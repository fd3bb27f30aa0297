// What modern-async does with what it is handed. Never run: Keycard follows calls of modern-async into this file.
// Source: https://nicolas-van.github.io/modern-async. Names of version 1 are there as well: `map`, `mapLimit` and `mapSeries` for `asyncMap`.

// What only a run can tell.
const maybe = () => Math.random() > 0

const listOf = async (from) => {
  const list = []
  for await (const value of from) list.push(value)
  return list
}
const changed = async (from, change) => {
  const list = await listOf(from)
  return Promise.all(list.map(async (value, index) => change(value, index, from)))
}

export const asyncMap = changed
export const asyncForEach = async (from, step) => {
  await changed(from, step)
}
export const asyncFilter = async (from, test) => {
  const kept = await changed(from, test)
  return (await listOf(from)).filter((_value, index) => kept[index])
}
export const asyncFind = async (from, test) => (await asyncFilter(from, test))[Math.random()]
export const asyncFindIndex = async (from, test) => {
  await changed(from, test)
  return Math.random()
}
export const asyncSome = async (from, test) => {
  await changed(from, test)
  return maybe()
}
export const asyncEvery = asyncSome
export const asyncReduce = async (from, step, ...first) => {
  const list = await listOf(from)
  let sum = first.length > 0 ? await first[0] : list.shift()
  for (const [index, value] of list.entries()) sum = await step(sum, value, index, from)
  return sum
}
export const asyncReduceRight = async (from, step, ...first) => asyncReduce((await listOf(from)).reverse(), step, ...first)
export const asyncIterableToArray = listOf
export const asyncWrap =
  (step) =>
  async (...given) =>
    step(...given)
export const asyncRoot = async (step) => step()
export const asyncTimeout = async (step) => step()
export const asyncTimeoutPrecise = asyncTimeout
export const asyncSleep = async () => undefined
export const asyncSleepPrecise = asyncSleep
export const asyncDelay = asyncSleep

export const map = asyncMap
export const mapLimit = asyncMap
export const mapSeries = asyncMap
export const forEach = asyncForEach
export const forEachLimit = asyncForEach
export const forEachSeries = asyncForEach
export const filter = asyncFilter
export const filterLimit = asyncFilter
export const filterSeries = asyncFilter
export const find = asyncFind
export const findLimit = asyncFind
export const findSeries = asyncFind
export const findIndex = asyncFindIndex
export const some = asyncSome
export const someLimit = asyncSome
export const every = asyncEvery
export const everyLimit = asyncEvery
export const reduce = asyncReduce
export const reduceRight = asyncReduceRight
export const toArray = listOf
export const timeout = asyncTimeout
export const sleep = asyncSleep
export const delay = asyncSleep

import { taken } from './collections.ts'
import { flag } from './flags.ts'
import { implicit } from './implicit.ts'
import { composed, described } from './objects.ts'
import { choose, type Draft, namesOf, type Place } from './words.ts'

type Way = readonly [weight: number, make: () => string]

/** An expression that is a text. */
export function text(draft: Draft, place: Place, depth = 3): string {
  const { random } = draft
  const simple: Way[] = [[4, () => draft.table()], ...named(draft, place)]
  if (depth === 0 || !draft.spend()) return choose(random, simple)()
  const inner = (): string => text(draft, place, depth - 1)
  return choose(random, [
    ...simple,
    ...computed(draft, place, inner),
    ...collected(draft, place, inner),
    ...called(draft, place, inner),
    ...implicit(draft, place),
    ...seldom(draft, place, inner),
  ])()
}

/** One kind of those ways of which there are many. */
const seldom = (draft: Draft, place: Place, inner: () => string): readonly Way[] => [
  [6, () => choose(draft.random, described(draft, place, inner))()],
  [6, () => choose(draft.random, composed(draft, place, inner))()],
  [8, () => choose(draft.random, taken(draft, place, inner))()],
]

/** What names give. */
function named(draft: Draft, place: Place): Way[] {
  const { random } = draft
  const ways: Way[] = [[1, () => random.pick(['process.env.TABLE_A', 'process.env.TABLE_B', "(process.env['TABLE_UNSET'] ?? 'unset')"])]]
  const texts = namesOf(place, 'text')
  if (texts.length > 0) ways.push([12, () => random.pick(texts).name])
  const boxes = namesOf(place, 'box')
  if (boxes.length > 0) ways.push([4, () => `${random.pick(boxes).name}${random.pick(['.name', "['name']", '?.name'])}`])
  const services = namesOf(place, 'service')
  if (services.length > 0) ways.push([4, () => `${random.pick(services).name}.table`])
  const getters = namesOf(place, 'getter')
  if (getters.length > 0) ways.push([8, () => `${random.pick(getters).name}()`])
  const own = place.self.filter(({ kind }) => kind === 'text')
  if (own.length > 0) ways.push([8, () => `this.${random.pick(own).name}`])
  return ways
}

function computed(draft: Draft, place: Place, inner: () => string): Way[] {
  const test = (): string => flag(draft, place, 1)
  const local = (): string => draft.fresh('word')
  // Inside a function that is written in place nothing is waited for.
  const apart = (): string => text(draft, { ...place, async: false, self: [] }, 1)
  return [
    [4, () => `(${test()} ? ${inner()} : ${inner()})`],
    [2, () => `\`\${${inner()}}\``],
    [1, () => `\`${draft.random.pick(['pre', 'a'])}-\${${inner()}}\``],
    [1, () => `(${inner()} + '-end')`],
    [1, () => `(${inner()} ?? ${inner()})`],
    [1, () => `(${inner()} || ${inner()})`],
    [1, () => `((${test()} && ${inner()}) || ${inner()})`],
    [1, () => `${inner()}.${draft.random.pick(['toUpperCase()', "replace('t', 'u')", "split('-')[0]", 'slice(0, 2)', 'trim()', "concat('-more')"])}`],
    [1, () => `({ name: ${inner()} }).name`],
    [1, () => `({ ...{ name: ${inner()} }, ...(${test()} ? { name: ${inner()} } : {}) }).name`],
    [1, () => `Object.assign({ name: ${inner()} }, ${test()} && { name: ${inner()} }).name`],
    [1, () => `JSON.parse(JSON.stringify({ name: ${inner()} })).name`],
    [1, () => `((${local()}) => ${apart()})(${inner()})`],
    [1, () => `((left, [middle = ${apart()}] = [], { right = ${apart()} } = {}) => ${draft.random.pick(['left', 'middle', 'right'])})(${inner()})`],
    [1, () => `((parts, ...rest) => rest[0])\`\${${inner()}}\``],
    [1, () => `String(${inner()})`],
    ...(place.async
      ? ([
          [1, () => `(await Promise.resolve(${inner()}))`],
          [1, () => `(await Promise.all([${inner()}, ${inner()}]))[1]`],
          [1, () => `(await Promise.reject(new Error('no')).catch(() => ${apart()}))`],
        ] as Way[])
      : []),
    ...(place.event ? ([[1, () => `({ x: ${inner()}, y: ${inner()}, z: ${inner()} })[event.kind]`]] as Way[]) : []),
  ]
}

function collected(draft: Draft, place: Place, inner: () => string): Way[] {
  const { random } = draft
  const test = (): string => flag(draft, place, 1)
  const apart = (): string => text(draft, { ...place, async: false, self: [] }, 1)
  const lists = namesOf(place, 'texts')
  const list = (): string => (lists.length > 0 && random.chance(0.7) ? random.pick(lists).name : `[${inner()}, ${inner()}]`)
  const books = namesOf(place, 'book')
  const maps = namesOf(place, 'map')
  const ways: Way[] = [
    [1, () => `(${list()}[0] ?? ${inner()})`],
    [1, () => `(${list()}.at(-1) ?? ${inner()})`],
    [1, () => `(${list()}.find((one) => ${test()}) ?? ${inner()})`],
    [1, () => `${list()}.reduce((left, right) => (${test()} ? left : right), ${inner()})`],
    [1, () => `(${list()}.filter((one) => one !== ${apart()})[0] ?? ${inner()})`],
    [1, () => `(${list()}.map((one) => (${test()} ? one : ${apart()}))[0] ?? ${inner()})`],
    [1, () => `${list()}.slice(0, 2).join('-')`],
    [1, () => `([...${list()}].sort()[0] ?? ${inner()})`],
    [1, () => `([...new Set(${list()})].pop() ?? ${inner()})`],
    [1, () => `(new Map([['p', ${inner()}], ['q', ${inner()}]]).get('p') ?? ${inner()})`],
  ]
  if (books.length > 0) {
    const book = (): string => random.pick(books).name
    ways.push(
      [2, () => `(${book()}.p ?? ${inner()})`],
      [1, () => `(Object.values(${book()})[0] ?? ${inner()})`],
      [1, () => `(Object.keys(${book()}).map((key) => ${book()}[key]).at(-1) ?? ${inner()})`],
      [1, () => `(Object.entries(${book()}).filter(([key]) => key !== 'p').map(([, value]) => value)[0] ?? ${inner()})`],
    )
    if (place.event) ways.push([2, () => `(${book()}[event.kind] ?? ${inner()})`])
  }
  if (maps.length > 0) {
    const map = (): string => random.pick(maps).name
    ways.push([2, () => `(${map()}.get('${random.pick(['p', 'q', 'r'])}') ?? ${inner()})`], [1, () => `([...${map()}.values()][0] ?? ${inner()})`])
  }
  return ways
}

function called(draft: Draft, place: Place, inner: () => string): Way[] {
  const { random } = draft
  const ways: Way[] = []
  if (!place.event) return ways
  const namers = namesOf(place, 'namer')
  const services = namesOf(place, 'service')
  const own = place.self.filter(({ kind }) => kind === 'namer')
  const changeable = namesOf(place, 'text').filter(({ mutable }) => mutable)
  if (namers.length > 0) {
    const namer = (): string => random.pick(namers).name
    ways.push(
      [5, () => `${namer()}(event, ${inner()})`],
      [1, () => `${namer()}.call(undefined, event, ${inner()})`],
      [1, () => `${namer()}.bind(undefined, event)(${inner()})`],
    )
  }
  const sources = namesOf(place, 'source')
  if (sources.length > 0) {
    const source = (): string => `${random.pick(sources).name}(event)`
    ways.push(
      [2, () => `([...${source()}][0] ?? ${inner()})`],
      [1, () => `(${source()}[Symbol.iterator]().next().value ?? ${inner()})`],
      [1, () => `(Array.from(${source()}).at(-1) ?? ${inner()})`],
    )
  }
  const streams = namesOf(place, 'stream')
  if (streams.length > 0 && place.async)
    ways.push([2, () => `((await ${random.pick(streams).name}(event)[Symbol.asyncIterator]().next()).value ?? ${inner()})`])
  if (services.length > 0) ways.push([3, () => `${random.pick(services).name}.pick(event, ${inner()})`])
  if (own.length > 0) ways.push([3, () => `this.${random.pick(own).name}({ ...event, n: event.n - 1 }, ${inner()})`])
  if (changeable.length > 0) ways.push([2, () => `(${random.pick(changeable).name} ${random.pick(['=', '=', '??=', '||='])} ${inner()})`])
  return ways
}

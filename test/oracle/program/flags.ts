import { choose, type Draft, namesOf, type Place } from './words.ts'

/** An expression that is true or false. */
export function flag(draft: Draft, place: Place, depth = 2): string {
  const { random } = draft
  const inner = (): string => flag(draft, place, depth - 1)
  const texts = namesOf(place, 'text')
  const lists = namesOf(place, 'texts')
  const books = namesOf(place, 'book')
  const maps = namesOf(place, 'map')
  const ways: [number, () => string][] = place.event
    ? [
        [3, () => 'event.a'],
        [3, () => 'event.b'],
        [2, () => `event.kind === '${random.pick(['x', 'y', 'z'])}'`],
        [1, () => `event.n > ${random.below(2)}`],
        [1, () => "['x', 'y'].includes(event.kind)"],
      ]
    : [[1, () => `process.env.MODE ${random.pick(['===', '!=='])} '${random.pick(['x', 'y'])}'`]]
  if (texts.length > 0) ways.push([1, () => `${random.pick(texts).name}.startsWith('t1')`], [1, () => `${random.pick(texts).name}.length > 3`])
  if (lists.length > 0) ways.push([1, () => `${random.pick(lists).name}.length ${random.pick(['> 1', '=== 2', '< 2', '> 3'])}`])
  if (books.length > 0)
    ways.push(
      [1, () => `'${random.pick(['p', 'q', 'r'])}' in ${random.pick(books).name}`],
      [1, () => `Object.keys(${random.pick(books).name}).length ${random.pick(['> 1', '=== 2', '< 2', '=== 0'])}`],
    )
  if (maps.length > 0)
    ways.push(
      [1, () => `${random.pick(maps).name}.has('${random.pick(['p', 'q', 'r'])}')`],
      [1, () => `${random.pick(maps).name}.size ${random.pick(['> 1', '=== 1', '=== 0'])}`],
    )
  const sets = namesOf(place, 'set')
  if (sets.length > 0) ways.push([1, () => `${random.pick(sets).name}.size ${random.pick(['> 1', '=== 1', '=== 0'])}`])
  if (depth > 0) ways.push([1, () => `!(${inner()})`], [1, () => `(${inner()} && ${inner()})`], [1, () => `(${inner()} || ${inner()})`])
  return choose(random, ways)()
}

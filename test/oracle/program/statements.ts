import { block } from './blocks.ts'
import { flag } from './flags.ts'
import { closure } from './functions.ts'
import { run, send } from './sends.ts'
import { shape } from './shapes.ts'
import { text } from './texts.ts'
import { thrown } from './thrown.ts'
import { change, declare } from './variables.ts'
import { choose, type Draft, type Name, namesOf, type Place, type Written, withNames } from './words.ts'

/** The statements of a body, each of which may use what those before it declare. */
export function statements(draft: Draft, place: Place, most: number, depth = 2): string {
  const lines: string[] = []
  let here = place
  for (let left = 1 + draft.random.below(most); left > 0; left--) {
    if (!draft.spend()) break
    const made = statement(draft, here, depth)
    lines.push(made.lines)
    here = withNames(here, ...made.names)
  }
  return lines.join('\n')
}

const only = (lines: string): Written => ({ lines, names: [] })

function statement(draft: Draft, place: Place, depth: number): Written {
  const { random } = draft
  const inside = (more: Partial<Place> = {}): string => statements(draft, { ...place, ...more }, 3, depth - 1)
  const ways: [number, () => Written][] = [
    [7, () => only(send(draft, place))],
    [5, () => only(run(draft, place) ?? send(draft, place))],
    [6, () => declare(draft, place)],
    [6, () => only(change(draft, place) ?? send(draft, place))],
    [2, () => closure(draft, place)],
    [1, () => shape(draft, place)],
    [depth > 0 ? 2 : 0, () => block(draft, place)],
  ]
  if (place.returns !== undefined)
    ways.push([2, () => only(`if (${flag(draft, place)}) return${place.returns === 'text' ? ` ${text(draft, place)}` : ''}`)])
  ways.push([1, () => only(`if (${flag(draft, place)}) throw new Error('stop')`)])
  if (place.loop) ways.push([3, () => only(`if (${flag(draft, place)}) ${random.pick(['break', 'continue'])}`)])
  if (place.labels.length > 0) ways.push([2, () => only(`if (${flag(draft, place)}) break ${random.pick(place.labels)}`)])
  if (place.async && place.modules.length > 0) ways.push([1, () => loading(draft, place)])
  if (depth > 0) {
    ways.push(
      [4, () => only(`if (${flag(draft, place)}) {\n${inside()}\n}${random.chance(0.5) ? ` else {\n${inside()}\n}` : ''}`)],
      [2, () => only(selection(draft, place, inside))],
      [3, () => only(loop(draft, place, inside))],
      [3, () => only(attempt(draft, place, inside))],
      [1, () => only(labelled(draft, inside, place))],
      ...thrown(draft, place, inside).map(([weight, make]): [number, () => Written] => [weight, () => only(make())]),
    )
  }
  return choose(random, ways)()
}

/** A module that is loaded in the midst of code. */
function loading(draft: Draft, place: Place): Written {
  const { random } = draft
  const { name, exported } = random.pick(place.modules)
  const whole = draft.fresh('module')
  const loaded = random.pick([
    `await import('./${name}')`,
    `await import('./${name}')`,
    `(await Promise.all([import('./${name}')]))[0]`,
    `require('./${name}') as any`,
  ])
  if (exported.length === 0) return only(loaded)
  return { lines: `const ${whole} = ${loaded}`, names: exported.map((one) => ({ ...one, name: `${whole}.${one.name}` })) }
}

function selection(draft: Draft, place: Place, inside: (more?: Partial<Place>) => string): string {
  const { random } = draft
  const subject = place.event ? 'event.kind' : text(draft, place, 1)
  const names = ['x', 'y', 'z', 'w'].filter(() => random.chance(0.6))
  const cases = names.map((name) => `case '${name}':${random.chance(0.25) ? '' : ` {\n${inside()}\n${random.chance(0.7) ? 'break' : ''}\n}`}`)
  if (random.chance(0.6)) cases.splice(random.below(cases.length + 1), 0, `default: {\n${inside()}\n${random.chance(0.8) ? 'break' : ''}\n}`)
  return `switch (${subject}) {\n${cases.join('\n')}\n}`
}

function loop(draft: Draft, place: Place, inside: (more?: Partial<Place>) => string): string {
  const { random } = draft
  const counter = draft.fresh('index')
  const each = draft.fresh('each')
  const item: Name = { name: each, kind: 'text', mutable: false }
  const within = (more: readonly Name[] = []): string => inside({ loop: true, names: [...place.names, ...more] })
  const lists = namesOf(place, 'texts')
  const list = lists.length > 0 && random.chance(0.6) ? random.pick(lists).name : `[${text(draft, place, 1)}, ${text(draft, place, 1)}]`
  const books = namesOf(place, 'book')
  const sources = place.event ? namesOf(place, 'source') : []
  const ways: [number, () => string][] = [
    [4, () => `for (const ${each} of ${list}.slice(0, 4)) {\n${within([item])}\n}`],
    [2, () => `for (let ${counter} = 0; ${counter} < ${place.event ? 'event.n' : '2'}; ${counter}++) {\n${within()}\n}`],
    [1, () => `for (let ${counter} = 0; ${counter} < 3; ${counter} += 1) {\n${within()}\n}`],
    [1, () => `let ${counter} = 0\nwhile (${counter}++ < 2 && ${flag(draft, place, 1)}) {\n${within()}\n}`],
    [1, () => `let ${counter} = 0\ndo {\n${within()}\n} while (++${counter} < 3 && ${flag(draft, place, 1)})`],
    [
      1,
      () =>
        `for (const ${each} of (function* () { yield ${text(draft, { ...place, async: false, self: [] }, 1)}; yield ${text(draft, { ...place, async: false, self: [] }, 1)} })()) {\n${within([item])}\n}`,
    ],
    [
      1,
      () =>
        `const ${counter} = ${list}.slice(0, 4)\nwhile (${counter}.length > 0) {\nconst ${each} = ${counter}.${random.pick(['pop', 'shift'])}()\n${within([item])}\n}`,
    ],
    [1, () => `for (const [${counter}, ${each}] of ${list}.slice(0, 4).entries()) {\n${within([item])}\n}`],
  ]
  if (sources.length > 0) {
    const from = random.pick(sources).name
    ways.push([3, () => `for ${place.async && random.chance(0.3) ? 'await ' : ''}(const ${each} of ${from}(event)) {\n${within([item])}\n}`])
  }
  const streams = place.event && place.async ? namesOf(place, 'stream') : []
  if (streams.length > 0) ways.push([3, () => `for await (const ${each} of ${random.pick(streams).name}(event)) {\n${within([item])}\n}`])
  if (books.length > 0) {
    const book = random.pick(books).name
    ways.push(
      [1, () => `for (const ${counter} in ${book}) {\nconst ${each} = ${book}[${counter}]\n${within([item])}\n}`],
      [1, () => `for (const [${counter}, ${each}] of Object.entries(${book})) {\n${within([item])}\n}`],
    )
  }
  return choose(random, ways)()
}

function attempt(draft: Draft, place: Place, inside: (more?: Partial<Place>) => string): string {
  const { random } = draft
  const thrown = random.chance(0.4) ? `\n${random.chance(0.5) ? `if (${flag(draft, place)}) ` : ''}throw new Error('stop')` : ''
  const body = `try {\n${inside()}${thrown}\n}`
  const handler = ` catch${random.chance(0.5) ? ' (error)' : ''} {\n${inside()}\n}`
  const last = ` finally {\n${inside(random.chance(0.7) ? { returns: undefined, loop: false, labels: [] } : {})}\n}`
  return choose(random, [
    [3, () => body + handler],
    [1, () => body + last],
    [1, () => body + handler + last],
  ])()
}

function labelled(draft: Draft, inside: (more?: Partial<Place>) => string, place: Place): string {
  const label = draft.fresh('label')
  const labels = [...place.labels, label]
  const counter = draft.fresh('index')
  return draft.random.chance(0.5)
    ? `${label}: {\n${inside({ labels })}\n}`
    : `${label}: for (let ${counter} = 0; ${counter} < 2; ${counter}++) {\n${inside({ labels, loop: true })}\n${loop(draft, { ...place, labels }, inside)}\n}`
}

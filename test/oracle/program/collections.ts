import { flag } from './flags.ts'
import { sendTo } from './sends.ts'
import { statements } from './statements.ts'
import { text } from './texts.ts'
import { choose, costOf, type Draft, type Name, namesOf, type Place, type Written, within } from './words.ts'

type Way = readonly [weight: number, make: () => string]

/** Texts taken out of lists and sets while these change. */
export function taken(draft: Draft, place: Place, inner: () => string): readonly Way[] {
  const { random } = draft
  const lists = namesOf(place, 'texts')
  const sets = namesOf(place, 'set')
  const maps = namesOf(place, 'map')
  const apart = (): string => text(draft, { ...place, async: false, self: [] }, 1)
  const list = (): string => (lists.length > 0 && random.chance(0.7) ? random.pick(lists).name : `[${inner()}, ${inner()}]`)
  const ways: Way[] = [
    [1, () => `(${list()}.toSorted()[0] ?? ${inner()})`],
    [1, () => `(${list()}.toReversed()[0] ?? ${inner()})`],
    [1, () => `(${list()}.slice(0, 1).concat(['w']).with(0, ${inner()})[0] ?? ${inner()})`],
    [1, () => `(${list()}.toSpliced(0, 1, ${inner()})[0] ?? ${inner()})`],
    [1, () => `(${list()}.concat([${inner()}], ${inner()}).at(-1) ?? ${inner()})`],
    [1, () => `(${list()}.flatMap((one) => [one, ${apart()}])[1] ?? ${inner()})`],
    [1, () => `(Array.from({ length: 2 }, (_, at) => (at === 0 ? ${apart()} : ${apart()}))[1])`],
    [1, () => `(${list()}.reduce((all, one) => ({ ...all, [one]: ${apart()} }), {})[${inner()}] ?? ${inner()})`],
    [1, () => `(${list()}.findLast((one) => one !== ${apart()}) ?? ${inner()})`],
    [1, () => `(${list()}.entries().next().value?.[1] ?? ${inner()})`],
    [1, () => `(Object.values(Object.fromEntries(${list()}.map((one) => [one, ${apart()}])))[0] ?? ${inner()})`],
  ]
  if (lists.length > 0) {
    const kept = (): string => random.pick(lists).name
    ways.push(
      [1, () => `(${kept()}.${random.pick(['pop()', 'shift()', 'splice(0, 1)[0]', 'splice(-1)[0]', 'splice(1, 1, "s")[0]'])} ?? ${inner()})`],
      [1, () => `(${kept()}.reverse()[0] ?? ${inner()})`],
      [1, () => `(${kept()}[${kept()}.push(${inner()}) - 1] ?? ${inner()})`],
      [1, () => `(${kept()}[${kept()}.indexOf(${inner()})] ?? ${inner()})`],
      [1, () => `(${kept()}.copyWithin(0, 1)[0] ?? ${inner()})`],
    )
  }
  if (sets.length > 0) {
    const set = (): string => random.pick(sets).name
    ways.push(
      [2, () => `([...${set()}][0] ?? ${inner()})`],
      [1, () => `([...${set()}].at(-1) ?? ${inner()})`],
      [1, () => `(${set()}.values().next().value ?? ${inner()})`],
      [1, () => `(${set()}.has(${inner()}) ? ${inner()} : ${inner()})`],
      [1, () => `(Array.from(${set()}, (one) => one)[1] ?? ${inner()})`],
      [1, () => `([...${set()}.add(${inner()})].pop() ?? ${inner()})`],
    )
  }
  if (maps.length > 0) {
    const map = (): string => random.pick(maps).name
    ways.push(
      [1, () => `(${map()}.set('r', ${inner()}).get('${random.pick(['p', 'r'])}') ?? ${inner()})`],
      [1, () => `([...${map()}].at(-1)?.[1] ?? ${inner()})`],
      [1, () => `(${map()}.delete('p') ? ${inner()} : ${inner()})`],
      [1, () => `(Object.fromEntries(${map()}).q ?? ${inner()})`],
      [1, () => `(new Map([...${map()}].filter(([key]) => key !== 'p')).get('q') ?? ${inner()})`],
      [1, () => `(${map()}.keys().next().value ?? ${inner()})`],
    )
  }
  return ways
}

/** Statements that change what a list, set or map holds. */
export function reshaping(draft: Draft, place: Place): readonly (readonly [number, readonly Name[], ...((name: string) => string)[]])[] {
  const inner = (): string => text(draft, place, 1)
  const test = (): string => flag(draft, { ...place, async: false }, 1)
  return [
    [
      2,
      namesOf(place, 'texts'),
      (name) => `${name}.splice(1)`,
      (name) => `${name}.splice(1, 0, ${inner()}, ${inner()})`,
      (name) => `${name}.length = 1`,
      (name) => `${name}[${name}.length] = ${inner()}`,
      (name) => `;[${name}[0], ${name}[1]] = [${name}[1] ?? ${inner()}, ${name}[0] ?? ${inner()}]`,
      (name) => `${name}.push(...${name}.splice(0, 1), ${inner()})`,
      (name) => `${name}.forEach((one, at) => { if (${test()}) ${name}[at] = ${text(draft, { ...place, async: false, self: [] }, 1)} })`,
      (name) => `while (${name}.length > 2) ${name}.pop()`,
      (name) => `delete ${name}[0]`,
    ],
    [
      3,
      namesOf(place, 'set'),
      (name) => `${name}.add(${inner()})`,
      (name) => `${name}.delete(${inner()})`,
      (name) => `${name}.delete([...${name}][0])`,
      (name) => `${name}.clear()`,
      (name) => `${name}.forEach((one) => { if (${test()}) ${name}.delete(one) })`,
      (name) => `for (const one of [...${name}]) if (${name}.size > 1) ${name}.delete(one)`,
    ],
    [
      1,
      namesOf(place, 'map'),
      (name) => `for (const key of ${name}.keys()) ${name}.delete(key)`,
      (name) => `${name}.forEach((value, key) => ${name}.set('r', value))`,
      (name) => `for (const [key, value] of [...${name}]) ${name}.set(key === 'p' ? 'q' : 'p', value)`,
      (name) => `if (!${name}.has('p')) ${name}.set('p', ${inner()})`,
    ],
  ]
}

/** A set, or a collection that is gone through while it changes. */
export function collection(draft: Draft, place: Place): Written {
  const { random } = draft
  const outside: Place = { ...place, event: false, async: false }
  const set: Name = { name: draft.fresh('set'), kind: 'set', mutable: false }
  const first = (): string => text(draft, outside, 1)
  return choose(random, [
    [2, () => ({ lines: `const ${set.name} = new Set([${first()}, ${first()}])`, names: [set] })],
    [1, () => ({ lines: `const ${set.name} = new Set().add(${first()})`, names: [set] })],
    [2, () => growing(draft, place)],
    [2, () => grouped(draft, place)],
    [2, () => registry(draft, place)],
    [1, () => cached(draft, place)],
  ])()
}

const taskOf = (draft: Draft): Name => ({ name: draft.fresh('task'), kind: 'task', mutable: false })

/** A collection that grows while it is gone through. */
function growing(draft: Draft, place: Place): Written {
  const { random } = draft
  const task = taskOf(draft)
  const all = draft.fresh('all')
  const one: Name = { name: draft.fresh('one'), kind: 'text', mutable: false }
  const inner = within(place, true, 'nothing', [one])
  const item = (): string => text(draft, { ...inner, names: place.names, async: false }, 1)
  const more = (): string => text(draft, inner, 1)
  const body = (): string => `${statements(draft, inner, 2, 0)}\n${sendTo(draft, one.name)}`
  const lines = random.pick([
    () => `const ${all} = new Set([${item()}])\nfor (const ${one.name} of ${all}) {\nif (${all}.size < 3) ${all}.add(${more()})\n${body()}\n}`,
    () => `const ${all} = [${item()}]\nfor (const ${one.name} of ${all}) {\nif (${all}.length < 3) ${all}.push(${more()})\n${body()}\n}`,
    () =>
      `const ${all} = new Map([['p', ${item()}]])\nfor (const [key, ${one.name}] of ${all}) {\nif (key === 'p') ${all}.set('q', ${more()})\nif (key === 'q') ${all}.delete('p')\n${body()}\n}`,
    () =>
      `const ${all} = [${item()}, ${item()}]\nfor (let at = 0; at < ${all}.length; at++) {\nconst ${one.name} = ${all}[at]\nif (at === 0) ${all}.splice(1, ${random.below(2)}, ${more()})\n${body()}\n}`,
    () => `let ${all} = [${item()}, ${item()}]\nwhile (${all}.length > 0) {\nconst [${one.name}, ...others] = ${all}\n${all} = others\n${body()}\n}`,
    () =>
      `const ${all} = { first: ${item()} }\nfor (const key of ['first', 'second', 'third']) {\nconst ${one.name} = ${all}[key]\nif (!${one.name}) continue\n${all}.second ??= ${more()}\n${body()}\n}`,
  ])()
  const whole = `const ${task.name} = async (event) => {\n${lines}\n}`
  return { lines: whole, names: [{ ...task, cost: costOf(whole, place.names) }] }
}

/** What belongs together is put together first. */
function grouped(draft: Draft, place: Place): Written {
  const { random } = draft
  const task = taskOf(draft)
  const groups = draft.fresh('groups')
  const inner = within(place, true, 'nothing')
  const item = (): string => `{ kind: '${random.pick(['x', 'y', 'z'])}', name: ${text(draft, { ...inner, async: false }, 1)} }`
  const items = `[${item()}, ${item()}, ${item()}]`
  const send = sendTo(draft, 'one.name')
  const chosen = random.pick(['event.kind', "'x'"])
  const lines = random.pick([
    () =>
      `const ${groups} = new Map()\nfor (const one of ${items}) {\nconst group = ${groups}.get(one.kind) ?? []\ngroup.push(one)\n${groups}.set(one.kind, group)\n}\nfor (const one of ${groups}.get(${chosen}) ?? []) ${send}`,
    () =>
      `const ${groups} = {}\nfor (const one of ${items}) (${groups}[one.kind] ??= []).push(one)\nfor (const one of ${groups}[${chosen}] ?? []) ${send}`,
    () =>
      `const ${groups} = ${items}.reduce((all, one) => ({ ...all, [one.kind]: [...(all[one.kind] ?? []), one] }), {})\nfor (const one of Object.values(${groups}).flat()) ${send}`,
    () =>
      `const ${groups} = ${items}.reduce((all, one) => all.set(one.kind, one), new Map())\nconst one = ${groups}.get(${chosen})\nif (one) ${send}`,
    () =>
      `const ${groups} = ${items}\nconst kept = ${groups}.filter(({ kind }) => kind === ${chosen})\nfor (const one of kept.length > 0 ? kept : ${groups}.slice(-1)) ${send}`,
  ])()
  const whole = `const ${task.name} = async (event) => {\n${lines}\n}`
  return { lines: whole, names: [{ ...task, cost: costOf(whole, place.names) }] }
}

/** Tasks that are looked up by name, where some have been put away or put in the place of others. */
function registry(draft: Draft, place: Place): Written {
  const { random } = draft
  const task = taskOf(draft)
  const all = draft.fresh('registry')
  const inner = within(place, true, 'nothing')
  const tasks = namesOf(place, 'task')
  const work = (): string =>
    tasks.length > 0 && random.chance(0.4)
      ? random.pick(tasks).name
      : `async (event) => {\n${statements(draft, inner, 2, 0)}\n${sendTo(draft, text(draft, inner, 1))}\n}`
  const key = (): string => random.pick(['x', 'y', 'z'])
  const changes = (): string =>
    random.pick([
      `${all}.delete('${key()}')`,
      `${all}.set('${key()}', ${work()})`,
      `${all}.set('${key()}', ${all}.get('${key()}') ?? (${work()}))`,
      `const before = ${all}.get('${key()}')\n${all}.set('${key()}', async (event) => {\nawait before?.(event)\n${sendTo(draft, text(draft, inner, 1))}\n})`,
    ])
  const lines = [
    `const ${all} = new Map([['x', ${work()}], ['${key()}', ${work()}]])`,
    ...(random.chance(0.7) ? [`{\n${changes()}\n}`] : []),
    `const ${task.name} = async (event) => {\n${random.chance(0.4) ? `{\n${changes()}\n}\n` : ''}${random.pick([
      `await ${all}.get(event.kind)?.(event)`,
      `for (const go of ${all}.values()) await go(event)`,
      `for (const [key, go] of ${all}) if (key !== event.kind) await go(event)`,
      `await (${all}.get(event.kind) ?? [...${all}.values()][0])?.(event)`,
    ])}\n}`,
  ].join('\n')
  return { lines, names: [{ ...task, cost: costOf(lines, [...place.names]) * 2 }] }
}

/** What has been worked out is kept by its key. */
function cached(draft: Draft, place: Place): Written {
  const { random } = draft
  const namer: Name = { name: draft.fresh('namer'), kind: 'namer', mutable: false }
  const kept = draft.fresh('kept')
  const given: Name = { name: draft.fresh('given'), kind: 'text', mutable: true }
  const inner = within(place, false, 'text', [given])
  const made = text(draft, inner, 2)
  const lines = random.pick([
    () =>
      `const ${kept} = new Map()\nconst ${namer.name} = (event, ${given.name}) => {\nif (!${kept}.has(${given.name})) ${kept}.set(${given.name}, ${made})\nreturn ${kept}.get(${given.name})\n}`,
    () => `const ${kept} = {}\nconst ${namer.name} = (event, ${given.name}) => (${kept}[event.kind] ??= ${made})`,
    () => `let ${kept}\nconst ${namer.name} = (event, ${given.name}) => {\n${kept} ||= ${made}\nreturn ${kept}\n}`,
    () =>
      `const ${kept} = new WeakMap()\nconst ${namer.name} = (event, ${given.name}) => {\nlet made = ${kept}.get(${namer.name})\nif (!made) ${kept}.set(${namer.name}, (made = { name: ${made} }))\nreturn made.name\n}`,
  ])()
  return { lines, names: [{ ...namer, cost: costOf(lines, place.names) }] }
}

import { reshaping } from './collections.ts'
import { flag } from './flags.ts'
import { handedOver } from './shared.ts'
import { text } from './texts.ts'
import { choose, type Draft, type Kind, type Name, namesOf, type Place, type Written } from './words.ts'

/** A declaration of a variable of any kind, in any of the forms in which that is done. */
export function declare(draft: Draft, place: Place): Written {
  const { random } = draft
  const word = random.pick(['const', 'let', 'let', 'var'])
  const inner = (): string => text(draft, place, 2)
  const named = (kind: Kind, mutable: boolean = word !== 'const'): Name => ({ name: draft.fresh(kind), kind, mutable })
  const one = (kind: Kind, value: () => string): Written => {
    const made = value()
    const name = named(kind)
    return { lines: `${word} ${name.name} = ${made}`, names: [name] }
  }
  const taken = (lines: (first: string, second: string) => string): Written => {
    const [first, second] = [named('text'), named('text')]
    return { lines: `${word} ${lines(first.name, second.name)}`, names: [first, second] }
  }
  const same = (kind: Kind): string | undefined => {
    const others = namesOf(place, kind)
    return others.length > 0 ? random.pick(others).name : undefined
  }
  const ways: [number, () => Written][] = [
    [6, () => one('text', inner)],
    [2, () => one('texts', () => (random.chance(0.3) ? same('texts') : undefined) ?? `[${inner()}, ${inner()}]`)],
    [1, () => one('texts', () => `[...${same('texts') ?? `[${inner()}]`}, ${inner()}]`)],
    [
      1,
      () =>
        one(
          'texts',
          () =>
            `${same('texts') ?? `[${inner()}]`}.${random.pick(['filter', 'map'])}((one) => ${random.chance(0.5) ? 'one' : text(draft, { ...place, async: false, self: [] }, 1)})`,
        ),
    ],
    [2, () => one('book', () => `{ p: ${inner()}, ${random.pick(['q', 'x', 'y'])}: ${inner()} }`)],
    [
      1,
      () =>
        one(
          'book',
          () => `{ ...${same('book') ?? '{}'}, ...(${flag(draft, place, 1)} ? { p: ${inner()} } : {}), ${random.pick(['q', 'x', 'z'])}: ${inner()} }`,
        ),
    ],
    [1, () => one('book', () => same('book') ?? `Object.fromEntries([['p', ${inner()}], ['x', ${inner()}]])`)],
    [2, () => one('box', () => same('box') ?? `{ name: ${inner()} }`)],
    [1, () => one('box', () => `{ get name() { return ${text(draft, { ...place, async: false, self: [], returns: undefined }, 2)} } }`)],
    [1, () => one('box', () => `structuredClone({ name: ${inner()} })`)],
    [2, () => one('map', () => same('map') ?? `new Map([['p', ${inner()}], ['q', ${inner()}]])`)],
    [1, () => one('map', () => `new Map(Object.entries(${same('book') ?? `{ p: ${inner()} }`}))`)],
    [1, () => taken((first, second) => `[${first}, ${second} = ${inner()}] = ${same('texts') ?? `[${inner()}]`}`)],
    [1, () => taken((first, second) => `{ p: ${first} = ${inner()}, q: ${second} = ${inner()} } = ${same('book') ?? `{ p: ${inner()} }`}`)],
    [1, () => taken((first, second) => `{ name: ${first}, other: ${second} = ${first} } = { name: ${inner()} }`)],
  ]
  return choose(random, ways)()
}

/** A statement that changes what a name holds, or what it leads to; undefined where nothing can be changed. */
export function change(draft: Draft, place: Place): string | undefined {
  const { random } = draft
  const inner = (): string => text(draft, place, 2)
  const ways: [number, () => string][] = []
  const add = (weight: number, names: readonly Name[], ...forms: readonly ((name: string) => string)[]): void => {
    if (names.length > 0) ways.push([weight, () => random.pick(forms)(random.pick(names).name)])
  }
  const changeable = namesOf(place, 'text').filter(({ mutable }) => mutable)
  const key = (): string => random.pick(['p', 'q', 'r', 'x', 'y'])
  add(
    8,
    changeable,
    (name) => `${name} = ${inner()}`,
    (name) => `${name} = ${inner()}`,
    (name) => `${name} ??= ${inner()}`,
    (name) => `${name} ||= ${inner()}`,
    (name) => `${name} &&= ${inner()}`,
    (name) => `;({ name: ${name} } = { name: ${inner()} })`,
    (name) => `;[${name}] = [${inner()}]`,
    (name) => `[${inner()}].forEach((one) => { ${name} = one })`,
    (name) => `[${inner()}, ${inner()}].some((one) => { ${name} = one; return ${flag(draft, { ...place, async: false }, 1)} })`,
  )
  add(
    2,
    namesOf(place, 'texts'),
    (name) => `${name}.push(${inner()})`,
    (name) => `${name}.unshift(${inner()})`,
    (name) => `${name}[0] = ${inner()}`,
    (name) => `${name}.pop()`,
    (name) => `${name}.shift()`,
    (name) => `${name}.reverse()`,
    (name) => `${name}.sort()`,
    (name) => `${name}.length = 0`,
    (name) => `${name}.splice(0, 1, ${inner()})`,
    (name) => `${name}.fill(${inner()})`,
  )
  add(
    2,
    namesOf(place, 'book'),
    (name) => `${name}.${key()} = ${inner()}`,
    (name) => `${name}['${key()}'] = ${inner()}`,
    (name) => `delete ${name}.${key()}`,
    (name) => `Object.assign(${name}, { ${key()}: ${inner()} })`,
    (name) => `${name}.${key()} ??= ${inner()}`,
    (name) => (place.event ? `${name}[event.kind] = ${inner()}` : `${name}.z = ${inner()}`),
  )
  add(
    3,
    namesOf(place, 'box').filter(({ name }) => !name.startsWith('get')),
    (name) => `try { ${name}.name = ${inner()} } catch {}`,
    (name) => `Object.assign({}, ${name}).name = ${inner()}`,
  )
  add(
    2,
    namesOf(place, 'map'),
    (name) => `${name}.set('${key()}', ${inner()})`,
    (name) => `${name}.delete('${key()}')`,
    (name) => `${name}.clear()`,
  )
  for (const [weight, names, ...forms] of reshaping(draft, place)) add(weight, names, ...forms)
  add(8, namesOf(place, 'setter'), (name) => `${name}(${inner()})`)
  add(6, namesOf(place, 'hook'), (name) => `${name}('${random.pick(['x', 'y', 'z'])}', ${handedOver(draft, place)})`)
  add(2, namesOf(place, 'service'), (name) => `${name}.table = ${inner()}`)
  add(
    4,
    place.self.filter(({ kind }) => kind === 'text'),
    (name) => `this.${name} = ${inner()}`,
  )
  return ways.length > 0 ? choose(random, ways)() : undefined
}

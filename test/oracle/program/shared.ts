import { flag } from './flags.ts'
import { send, sendTo } from './sends.ts'
import { statements } from './statements.ts'
import { text } from './texts.ts'
import { choose, costOf, type Draft, type Kind, type Name, type Place, type Written, within } from './words.ts'

/** The same, of nothing but values. */
export const sharedValues = (draft: Draft, place: Place): Written =>
  choose(draft.random, [
    [3, settings],
    [1, cache],
    [1, everywhere],
  ])(draft, outside(place))

/** What modules share: whoever loads the module it stands in may change it, while it is loaded itself or when it is called. */
export function shared(draft: Draft, place: Place): Written {
  const made = choose(draft.random, [
    [3, settings],
    [2, singleton],
    [2, cache],
    [3, registry],
    [2, counted],
    [3, wrapping],
    [1, everywhere],
  ])(draft, outside(place))
  return { lines: made.lines, names: made.names.map((one) => ({ ...one, cost: costOf(made.lines, place.names) })) }
}

const outside = (place: Place): Place => ({ ...place, event: false, async: false, self: [], returns: undefined, loop: false, labels: [] })

const named = (draft: Draft, kind: Kind): Name => ({ name: draft.fresh(kind), kind, mutable: false })

/** Values in all their forms, with a function that reads one and a function that changes one. */
function settings(draft: Draft, place: Place): Written {
  const { random } = draft
  const value = (): string => text(draft, place, 1)
  const now: Name = { name: draft.fresh('now'), kind: 'text', mutable: true }
  const [book, list, map, setter, getter] = (['book', 'texts', 'map', 'setter', 'getter'] as const).map((kind) => named(draft, kind)) as [
    Name,
    Name,
    Name,
    Name,
    Name,
  ]
  const set = random.pick([
    `${now.name} = table`,
    `${book.name}.p = table`,
    `Object.assign(${book.name}, { p: table })`,
    `${list.name}.push(table)`,
    `${map.name}.set('p', table)`,
    `if (${now.name} === undefined) ${now.name} = table\nelse ${book.name}.q = table`,
  ])
  const get = random.pick([
    `${now.name} ?? ${value()}`,
    `${book.name}.p ?? ${value()}`,
    `${list.name}.at(-1) ?? ${value()}`,
    `${map.name}.get('p') ?? ${value()}`,
    `Object.values(${book.name}).at(-1) ?? ${value()}`,
  ])
  return {
    lines: [
      `let ${now.name}${random.chance(0.7) ? ` = ${value()}` : ': any'}`,
      `const ${book.name}: any = ${random.chance(0.3) ? '{}' : `{ ${random.pick(['p', 'q', 'x'])}: ${value()} }`}`,
      `const ${list.name}: any[] = ${random.chance(0.5) ? '[]' : `[${value()}]`}`,
      `const ${map.name} = new Map<string, any>(${random.chance(0.5) ? '' : `[['${random.pick(['p', 'q'])}', ${value()}]]`})`,
      `${random.pick([`const ${setter.name} = (table) => {`, `function ${setter.name}(table) {`])}\n${set}\n}`,
      `const ${getter.name} = () => ${get}`,
    ].join('\n'),
    // A text may be none yet where nothing was set.
    names: [book, list, map, setter, getter, ...(random.chance(0.5) ? [now] : [])],
  }
}

/** What is made when it is asked for first, and whoever asks later gets the same. */
function singleton(draft: Draft, place: Place): Written {
  const { random } = draft
  const value = (): string => text(draft, place, 1)
  const [kept, one] = [draft.fresh('kept'), draft.fresh('one')]
  const [getter, setter, task] = [named(draft, 'getter'), named(draft, 'setter'), named(draft, 'task')]
  const make = random.pick([`{ name: ${value()} }`, `{ name: ${value()}, client: new sdk.DynamoDBClient({}) }`])
  const ask = random.pick([`${kept} ??= ${make}`, `${kept} || (${kept} = ${make})`, `${kept} === undefined ? (${kept} = ${make}) : ${kept}`])
  const put = random.pick([
    `${kept} = { name: table }`,
    `${kept} ??= { name: table }`,
    `${one}().name = table`,
    `${kept} = undefined`,
    `if (!${kept}) ${kept} = { name: table }`,
  ])
  return {
    lines: [
      `let ${kept}: any`,
      `const ${one} = () => ${ask}`,
      `const ${setter.name} = (table) => {\n${put}\n}`,
      `const ${getter.name} = () => ${one}().name`,
      `const ${task.name} = async (event) => {\n${sendTo(draft, `${one}().name`)}\n}`,
    ].join('\n'),
    names: [getter, setter, task],
  }
}

/** What is worked out once for each key. */
function cache(draft: Draft, place: Place): Written {
  const { random } = draft
  const [store, namer, setter] = [draft.fresh('store'), named(draft, 'namer'), named(draft, 'setter')]
  const inner = within(place, false, 'text')
  const value = (): string => text(draft, inner, 1)
  const asMap = random.chance(0.5)
  const key = random.pick(['event.kind', 'given', "'all'"])
  const fill = asMap
    ? `if (!${store}.has(${key})) ${store}.set(${key}, ${value()})\nreturn ${store}.get(${key})`
    : `${store}[${key}] ??= ${value()}\nreturn ${store}[${key}]`
  const put = random.pick(['x', 'all', 't1'])
  return {
    lines: [
      `const ${store}: any = ${asMap ? 'new Map()' : '{}'}`,
      `const ${namer.name} = (event, given) => {\n${fill}\n}`,
      `const ${setter.name} = (table) => {\n${asMap ? `${store}.set('${put}', table)` : `${store}.${put} = table`}\n}`,
    ].join('\n'),
    names: [namer, setter],
  }
}

/** What other modules put functions into, under a name or one after the other. */
function registry(draft: Draft, place: Place): Written {
  const { random } = draft
  const [all, hook, task] = [draft.fresh('all'), named(draft, 'hook'), named(draft, 'task')]
  const ways = [
    [`new Map<string, any>()`, `${all}.set(key, go)`, `${all}.get(event.kind)`, `${all}.values()`],
    [`{} as any`, `${all}[key] = go`, `${all}[event.kind]`, `Object.values(${all})`],
    [`[] as any[]`, `${all}.push({ key, go })`, `${all}.find((one) => one.key === event.kind)?.go`, `${all}.map((one) => one.go)`],
    [`[] as any[]`, `${all}.unshift(go)`, `${all}[event.n]`, `[...${all}]`],
  ] as const
  const [made, put, one, each] = random.pick(ways)
  const guard = random.chance(0.2) ? `if (key === '${random.pick(['x', 'y'])}') ` : ''
  const go = random.pick([
    `await ${one}?.(event)`,
    `for (const go of ${each}) await (go as any)(event)`,
    `const go = ${one}\nif (go) await go(event)\nelse {\n${send(draft, within(place, true, 'nothing'))}\n}`,
    `await Promise.all([...${each}].map((go: any) => go(event)))`,
  ])
  return {
    lines: [
      `const ${all} = ${made}`,
      `const ${hook.name} = (key, go) => {\n${guard}${put}\n${random.chance(0.3) ? 'return go\n' : ''}}`,
      `const ${task.name} = async (event) => {\n${go}\n}`,
    ].join('\n'),
    names: [hook, task],
  }
}

/** A class that keeps things for all of its instances. */
function counted(draft: Draft, place: Place): Written {
  const { random } = draft
  const value = (): string => text(draft, place, 1)
  const made = draft.fresh('Pool')
  const [getter, setter, task] = [named(draft, 'getter'), named(draft, 'setter'), named(draft, 'task')]
  const derived = random.chance(0.3) ? draft.fresh('Special') : undefined
  const of = random.pick([
    `return (this.shared ??= new this(${value()}))`,
    `return (${made}.shared ??= new ${made}())`,
    `this.shared = new this(this.table)\nreturn this.shared`,
    `const one = this.all.at(-1) ?? new this()\nthis.all.push(one)\nreturn one`,
  ])
  const user = derived ?? made
  return {
    lines: [
      `class ${made} {`,
      'static shared: any',
      'static all: any[] = []',
      `static table: any = ${value()}`,
      `static {\n${random.chance(0.3) ? `${made}.all.push(new ${made}(${value()}))\n` : ''}}`,
      `table: any`,
      `constructor(table: any = ${made}.table) {\nthis.table = table\n}`,
      `static of(): any {\n${of}\n}`,
      `async run(event) {\n${sendTo(draft, 'this.table')}\n}`,
      '}',
      ...(derived ? [`class ${derived} extends ${made} {\n${random.chance(0.5) ? `static table = ${value()}` : ''}\n}`] : []),
      `const ${setter.name} = (table) => {\n${random.pick([`${user}.table = table`, `${user}.of().table = table`, `${user}.shared = new ${user}(table)`, `${made}.table = table`])}\n}`,
      `const ${getter.name} = () => ${random.pick([`${user}.of().table`, `${user}.table`, `new ${user}().table`])}`,
      `const ${task.name} = async (event) => {\nawait ${user}.of().run(event)\n}`,
    ].join('\n'),
    names: [getter, setter, task],
  }
}

/** Something around functions that each of its users tells what to do. */
function wrapping(draft: Draft, place: Place): Written {
  const { random } = draft
  const [defaults, steps] = [draft.fresh('defaults'), draft.fresh('steps')]
  const [wrapper, setter] = [named(draft, 'wrapper'), named(draft, 'setter')]
  const options: Name = { name: 'table', kind: 'text', mutable: false }
  const inner = within(place, true, 'nothing', [options])
  const before = random.pick([
    () => sendTo(draft, 'table'),
    () => statements(draft, inner, 2, 0),
    () => `if (${flag(draft, inner, 1)}) {\n${sendTo(draft, 'table')}\n}`,
    () => `for (const one of ${steps}) {\n${sendTo(draft, 'one')}\n}`,
  ])()
  const call = random.pick([
    'return await inner(event)',
    `try {\nreturn await inner(event)\n} finally {\n${sendTo(draft, 'table')}\n}`,
    `try {\nreturn await inner(event)\n} catch {\n${sendTo(draft, 'table')}\n}`,
    `await inner(event)\n${sendTo(draft, `${defaults}.table`)}`,
    `if (${flag(draft, inner, 1)}) return await inner(event)`,
  ])
  const taken = random.pick([
    `const { table } = { ...${defaults}, ...options }`,
    `const table = options.table ?? ${defaults}.table`,
    `Object.assign(${defaults}, options)\nconst table = ${defaults}.table`,
  ])
  const made = random.pick([
    `(options: any = {}) => (inner: any): any => {\n${taken}\nreturn async (event) => {\n${before}\n${call}\n}\n}`,
    `(options: any = {}) => (inner: any): any => async (event) => {\n${taken}\n${before}\n${call}\n}`,
    `(options: any = {}) => {\n${taken}\nreturn (inner: any): any => async (event) => {\n${before}\n${call}\n}\n}`,
    `(options: any = {}) => (inner: any): any => new (class {\ninner: any = inner\nrun = async (event) => {\n${taken}\nconst inner = this.inner\n${before}\n${call}\n}\n})().run`,
  ])
  return {
    lines: [
      `const ${defaults}: any = { table: ${text(draft, place, 1)} }`,
      `const ${steps}: any[] = [${random.chance(0.5) ? text(draft, place, 1) : ''}]`,
      `const ${wrapper.name} = ${made}`,
      `const ${setter.name} = (table) => {\n${random.pick([`${defaults}.table = table`, `${steps}.push(table)`])}\n}`,
    ].join('\n'),
    names: [wrapper, setter],
  }
}

/** What is kept where every module finds it. */
function everywhere(draft: Draft, place: Place): Written {
  const { random } = draft
  const kept = `(globalThis as any).${draft.fresh('kept')}`
  const [getter, setter] = [named(draft, 'getter'), named(draft, 'setter')]
  return {
    lines: [
      `;${kept} ${random.pick(['=', '??='])} { name: ${text(draft, place, 1)} }`,
      `const ${getter.name} = () => ${kept}.name`,
      `const ${setter.name} = (table) => {\n${random.pick([`${kept}.name = table`, `${kept} = { name: table }`])}\n}`,
    ].join('\n'),
    names: [getter, setter],
  }
}

/** A function to be put into a registry, or to have something put around it: it calls none of those that may call it. */
export function handedOver(draft: Draft, place: Place): string {
  const { random } = draft
  const plain: readonly Kind[] = ['text', 'texts', 'book', 'box', 'map', 'getter']
  const inner: Place = { ...within(place, true, 'nothing'), names: place.names.filter(({ kind }) => plain.includes(kind)), modules: [] }
  return `async (event) => {\n${random.chance(0.4) ? `${statements(draft, inner, 2, 0)}\n` : ''}${sendTo(draft, text(draft, inner, 1))}\n}`
}

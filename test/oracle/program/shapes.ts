import { flag } from './flags.ts'
import { role } from './roles.ts'
import { statements } from './statements.ts'
import { text } from './texts.ts'
import { choose, costOf, type Draft, type Kind, type Name, namesOf, type Place, type Written, within } from './words.ts'

/** Something that code is built of beside functions and plain variables: a generator, an enum, a factory, a container, an emitter. */
export function shape(draft: Draft, place: Place): Written {
  const { random } = draft
  const named = (kind: Kind): Name => ({ name: draft.fresh(kind), kind, mutable: false })
  const outside: Place = { ...place, event: false, async: false }
  const ways: [number, () => Written][] = [
    [2, () => source(draft, place, named('source'))],
    [1, () => stream(draft, place, named('stream'))],
    [2, () => role(draft, place)],
    [2, () => enumeration(draft, outside)],
    [2, () => maker(draft, outside, named('maker'))],
    [1, () => rest(draft, outside)],
    [1, () => container(draft, outside)],
  ]
  const tasks = namesOf(place, 'task').filter(({ name }) => !name.includes('.'))
  if (tasks.length > 0) ways.push([1, () => listening(draft, named('emitter'), tasks)])
  return choose(random, ways)()
}

/** A function that makes commands. */
function maker(draft: Draft, place: Place, made: Name): Written {
  const { random } = draft
  const { name } = made
  const table = draft.fresh('given')
  const command = (): string => `new sdk.${random.pick(['GetItem', 'PutItem', 'DeleteItem'])}Command({ TableName: ${table} })`
  const lines = choose(random, [
    [2, () => `const ${name} = (${table} = ${text(draft, place, 1)}) => ${command()}`],
    [1, () => `function ${name}(${table}) {\nreturn ${flag(draft, place, 0)} ? ${command()} : ${command()}\n}`],
    [1, () => `class ${name}Own extends sdk.UpdateItemCommand {}\nconst ${name} = (${table}) => new ${name}Own({ TableName: ${table} })`],
  ])()
  return { lines, names: [made] }
}

/** A generator of texts that may do something on the way. */
function source(draft: Draft, place: Place, name: Name): Written {
  const { random } = draft
  const inside = { ...within(place, false, 'nothing'), returns: 'nothing' as const }
  const body = Array.from({ length: 1 + random.below(3) }, () => {
    const before = random.chance(0.4) ? `${statements(draft, inside, 2, 1)}\n` : ''
    return `${before}yield ${text(draft, { ...inside, names: place.names }, 1)}`
  })
  const others = namesOf(place, 'source')
  if (others.length > 0 && random.chance(0.5)) body.push(`yield* ${random.pick(others).name}(event)`)
  const lines = random.chance(0.7)
    ? `function* ${name.name}(event) {\n${body.map((one) => `{\n${one}\n}`).join('\n')}\n}`
    : `const ${name.name} = (event) => ({ *[Symbol.iterator]() {\n${body.map((one) => `{\n${one}\n}`).join('\n')}\n} })`
  return { lines, names: [{ ...name, cost: costOf(lines, place.names) }] }
}

/** A generator of texts that waits for what it does on the way. */
function stream(draft: Draft, place: Place, name: Name): Written {
  const { random } = draft
  const inside = within(place, true, 'nothing')
  const body = Array.from({ length: 1 + random.below(2) }, () => `{\n${statements(draft, inside, 2, 1)}\nyield ${text(draft, inside, 1)}\n}`)
  const others = namesOf(place, 'source', 'stream')
  if (others.length > 0 && random.chance(0.5)) body.push(`yield* ${random.pick(others).name}(event)`)
  const lines = random.chance(0.7)
    ? `async function* ${name.name}(event) {\n${body.join('\n')}\n}`
    : `const ${name.name} = (event) => ({ async *[Symbol.asyncIterator]() {\n${body.join('\n')}\n} })`
  return { lines, names: [{ ...name, cost: costOf(lines, place.names) }] }
}

function enumeration(draft: Draft, place: Place): Written {
  const { random } = draft
  const name = draft.fresh('Tables')
  const member = (key: string): Name => ({ name: `${name}.${key}`, kind: 'text', mutable: false })
  const book: Name = { name: draft.fresh('book'), kind: 'book', mutable: false }
  if (random.chance(0.5))
    return {
      lines: `${random.chance(0.3) ? 'const ' : ''}enum ${name} {\nP = ${draft.table()},\nQ = ${draft.table()},\n}`,
      names: [member('P'), member('Q')],
    }
  return {
    lines: `const ${name} = { P: ${text(draft, place, 1)}, Q: ${draft.table()} } as const\nconst ${book.name} = { p: ${name}.P, q: ${name}.Q } satisfies Record<string, string>`,
    names: [member('P'), book],
  }
}

/** What is left of a record or list when some of it has been taken. */
function rest(draft: Draft, place: Place): Written {
  const { random } = draft
  const inner = (): string => text(draft, place, 1)
  const [first, others] = [draft.fresh('text'), draft.fresh('rest')]
  const [books, lists] = [namesOf(place, 'book'), namesOf(place, 'texts')]
  const text1: Name = { name: first, kind: 'text', mutable: true }
  return random.chance(0.5)
    ? {
        lines: `let { p: ${first} = ${inner()}, ...${others} } = ${books.length > 0 ? random.pick(books).name : `{ p: ${inner()}, q: ${inner()} }`}`,
        names: [text1, { name: others, kind: 'book', mutable: false }],
      }
    : {
        lines: `let [${first} = ${inner()}, ...${others}] = ${lists.length > 0 ? random.pick(lists).name : `[${inner()}, ${inner()}]`}`,
        names: [text1, { name: others, kind: 'texts', mutable: false }],
      }
}

/** A container that makes what it is asked for once. */
function container(draft: Draft, place: Place): Written {
  const name = draft.fresh('container')
  const box: Name = { name: draft.fresh('box'), kind: 'box', mutable: false }
  return {
    lines: [
      `const ${name} = new (class {`,
      'made = new Map()',
      'makers = new Map()',
      'register(key, maker) {\nthis.makers.set(key, maker)\nreturn this\n}',
      'get(key) {\nif (!this.made.has(key)) this.made.set(key, this.makers.get(key)(this))\nreturn this.made.get(key)\n}',
      '})()',
      `${name}.register('name', () => ${text(draft, place, 1)}).register('box', (inner) => ({ name: inner.get('name') }))`,
      `const ${box.name} = ${name}.get('box')`,
    ].join('\n'),
    names: [box],
  }
}

/** An emitter, with tasks that listen to it. */
function listening(draft: Draft, name: Name, tasks: readonly Name[]): Written {
  const { random } = draft
  const how = (): string => random.pick(['on', 'once', 'addListener', 'prependListener'])
  const listener = (): string => random.pick(tasks).name
  const lines = `const ${name.name} = new EventEmitter()\n${name.name}.${how()}('go', ${listener()})\n${name.name}.${how()}('go', (event) => void ${listener()}(event))`
  return { lines, names: [{ ...name, cost: costOf(lines, tasks) }] }
}

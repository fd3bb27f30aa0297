import { flag } from './flags.ts'
import { run, send } from './sends.ts'
import { statements } from './statements.ts'
import { text } from './texts.ts'
import { choose, costOf, type Draft, type Kind, type Name, namesOf, type Place, type Written, within } from './words.ts'

/** A function declared with a name: a task, a sender or a namer. */
export function closure(draft: Draft, place: Place): Written {
  const { random } = draft
  const kind = random.pick(['task', 'task', 'sender', 'namer', 'namer'] as const)
  const name: Name = { name: draft.fresh(kind), kind, mutable: false }
  const lines = declaration(draft, place, name, kind)
  return { lines, names: [{ ...name, cost: costOf(lines, place.names) }] }
}

function declaration(draft: Draft, place: Place, { name }: Name, kind: 'task' | 'sender' | 'namer'): string {
  const { random } = draft
  const parameters = parametersOf(draft, kind)
  const body = bodyOf(draft, place, kind, parameters.names)
  const async = kind === 'namer' ? '' : 'async '
  const forms: [number, () => string][] = [
    [4, () => `const ${name} = ${async}(${parameters.text}) => {\n${body}\n}`],
    [4, () => `${async}function ${name}(${parameters.text}) {\n${body}\n}`],
    [1, () => `const ${name} = ${async}function (${parameters.text}) {\n${body}\n}`],
    [1, () => `const { ${name} } = { ${async}${name}(${parameters.text}) {\n${body}\n} }`],
    [1, () => `const ${name} = ((inner) => (...all) => inner(...all))(${async}(${parameters.text}) => {\n${body}\n})`],
    [1, () => `const ${name} = (() => {\nlet made\nreturn (...all) => (made ??= ${async}(${parameters.text}) => {\n${body}\n})(...all)\n})()`],
  ]
  const others = namesOf(place, kind)
  if (others.length > 0) {
    const other = random.pick(others).name
    forms.push(
      [1, () => `const ${name} = ${other}`],
      [1, () => `const ${name} = ${flag(draft, { ...place, event: false }, 0)} ? ${other} : ${async}(${parameters.text}) => {\n${body}\n}`],
    )
    if (kind !== 'namer')
      forms.push([
        1,
        () => `const ${name} = async (...all) => {\ntry {\nreturn await ${other}(...all)\n} catch {\nreturn await ${other}(...all)\n}\n}`,
      ])
  }
  const wrappers = kind === 'task' ? namesOf(place, 'wrapper') : []
  if (wrappers.length > 0)
    forms.push([4, () => `const ${name} = ${wrapped(draft, place, random.pick(wrappers).name, `async (event) => {\n${body}\n}`)}`])
  return choose(random, forms)()
}

/** A function with something around it. */
export const wrapped = (draft: Draft, place: Place, wrapper: string, inner: string): string =>
  `${wrapper}(${draft.random.chance(0.8) ? `{ table: ${text(draft, { ...place, event: false, async: false, self: [] }, 1)} }` : ''})(${inner})`

function parametersOf(draft: Draft, kind: Kind): { readonly text: string; readonly names: readonly Name[] } {
  if (kind === 'task') return { text: 'event', names: [] }
  const given: Name = { name: draft.fresh('given'), kind: 'text', mutable: true }
  const pattern = draft.random.chance(0.25) ? `${given.name} = ${draft.table()}` : given.name
  return { text: `event, ${pattern}`, names: [given] }
}

function bodyOf(draft: Draft, place: Place, kind: 'task' | 'sender' | 'namer', parameters: readonly Name[]): string {
  if (kind === 'namer') {
    const inner = within(place, false, 'text', parameters)
    return `${statements(draft, inner, 3, 1)}\nreturn ${text(draft, inner)}`
  }
  const inner = within(place, true, 'nothing', parameters)
  const last = kind === 'sender' && parameters[0] ? `\nawait client.send(new sdk.PutItemCommand({ TableName: ${parameters[0].name} }))` : ''
  return `${statements(draft, inner, 4, 1)}${last}`
}

/** A class and an instance of it; now and then a second class that extends it. */
export function service(draft: Draft, place: Place): Written {
  const { random } = draft
  const [base, derived] = [draft.fresh('Store'), draft.fresh('Special')]
  const instance: Name = { name: draft.fresh('service'), kind: 'service', mutable: false }
  const self: readonly Name[] = [
    { name: 'table', kind: 'text', mutable: true },
    { name: 'pick', kind: 'namer', mutable: false },
  ]
  const member = (async: boolean, returns: Place['returns'], more: readonly Name[] = []): Place => ({ ...within(place, async, returns, more), self })
  const outside: Place = { ...place, event: false, async: false }
  const given: Name = { name: draft.fresh('given'), kind: 'text', mutable: false }
  const pick = (): string =>
    // It may call itself, each time with less.
    `pick(event, ${given.name}) {\nif (event.n < 0) return ${given.name}\n${statements(draft, member(false, 'text', [given]), 2, 1)}\nreturn ${text(draft, member(false, 'text', [given]))}\n}`
  const runner = (): string => `async run(event) {\n${statements(draft, member(true, 'nothing'), 3, 1)}\n${send(draft, member(true, 'nothing'))}\n}`
  const field = choose(random, [
    [3, () => `table = ${text(draft, outside, 1)}`],
    [2, () => `constructor(table = ${text(draft, outside, 1)}) { this.table = table }`],
    [1, () => `#table = ${text(draft, outside, 1)}\nget table() { return this.#table }\nset table(value) { this.#table = value }`],
    [1, () => `static shared = ${text(draft, outside, 1)}\nget table() { return ${base}.shared }\nset table(value) { ${base}.shared = value }`],
    [1, () => `constructor() {\nthis.table = ${text(draft, outside, 1)}\nthis.run = this.run.bind(this)\n}`],
  ])()
  const lines = [`class ${base} {\n${field}\n${pick()}\n${runner()}\n}`]
  let made = base
  if (random.chance(0.5)) {
    made = derived
    const members = [
      ...(random.chance(0.5) ? [pick()] : []),
      ...(random.chance(0.4)
        ? [`async run(event) {\n${send(draft, member(true, 'nothing'))}\nawait super.run(event)\n${send(draft, member(true, 'nothing'))}\n}`]
        : []),
      ...(random.chance(0.3) ? [`constructor() {\nsuper(${text(draft, outside, 1)})\nthis.table = ${text(draft, outside, 1)}\n}`] : []),
    ]
    lines.push(`class ${derived} extends ${base} {\n${members.join('\n')}\n}`)
  }
  lines.push(`const ${instance.name} = new ${made}(${random.chance(0.3) ? text(draft, outside, 1) : ''})`)
  const whole = lines.join('\n')
  return { lines: whole, names: [{ ...instance, cost: costOf(whole, place.names) }] }
}

/** Calls of what the module has, so that most of it comes to run. */
const asked = (draft: Draft, place: Place): readonly string[] =>
  Array.from({ length: draft.random.below(3) }, () => {
    const call = run(draft, place)
    return call && draft.random.chance(0.5) ? `try {\n${call}\n} catch {}` : (call ?? '')
  })

/** The handler itself. */
export function handler(draft: Draft, place: Place): string {
  const inner = within(place, true, 'nothing')
  const before = asked(draft, inner)
  return [...before, statements(draft, inner, 7, 3), ...asked(draft, inner)].join('\n')
}

import { flag } from './flags.ts'
import { send } from './sends.ts'
import { statements } from './statements.ts'
import { text } from './texts.ts'
import { choose, costOf, type Draft, type Name, type Place, within } from './words.ts'

/** An instance behind an interface: which class it is of is decided while the program runs. */
export function role(draft: Draft, place: Place): { readonly lines: string; readonly names: readonly Name[] } {
  const { random } = draft
  const asked = draft.fresh('Role')
  const [first, second] = [draft.fresh('Plain'), draft.fresh('Other')]
  const instance: Name = { name: draft.fresh('service'), kind: 'service', mutable: false }
  const outside: Place = { ...place, event: false, async: false }
  const either = (): string => `${flag(draft, outside, 1)} ? new ${first}() : new ${second}()`
  const chosen = choose(random, [
    [2, () => `const ${instance.name}: ${asked} = ${either()}`],
    [1, () => `const ${instance.name} = [new ${first}(), new ${second}()].find(() => ${flag(draft, outside, 1)}) ?? new ${first}()`],
    [1, () => `const ${instance.name}: ${asked} = new ({ x: ${first}, y: ${second} }[process.env.MODE ?? 'x'] ?? ${first})()`],
    [2, () => `const ${instance.name}: ${asked} = ${handed(draft, place, asked)}(${either()})`],
    [2, () => `const ${instance.name}: ${asked} = ${choosing(asked, first, second)}`],
  ])()
  const lines = [
    `interface ${asked} {\ntable: string\npick(event: any, given: string): string\nrun(event: any): Promise<void>\n}`,
    implementer(draft, place, asked, first),
    implementer(draft, place, asked, second),
    chosen,
  ].join('\n')
  return { lines, names: [{ ...instance, cost: costOf(lines, place.names) }] }
}

/** A class whose work is done by members that nobody else sees; now and then something is put around the class, or around its method. */
function implementer(draft: Draft, place: Place, asked: string, name: string): string {
  const { random } = draft
  const outside: Place = { ...place, event: false, async: false }
  const texts: readonly Name[] = ['table', '#kept'].map((one) => ({ name: one, kind: 'text', mutable: true }))
  const choice: Name = { name: '#choose', kind: 'namer', mutable: false }
  const work: Name = { name: '#work', kind: 'task', mutable: false }
  const given: Name = { name: draft.fresh('given'), kind: 'text', mutable: false }
  const picking: Place = { ...within(place, false, 'text', [given]), self: [...texts, choice] }
  const working = (self: readonly Name[]): Place => ({ ...within(place, true, 'nothing'), self })
  const around = draft.fresh('around')
  const wrapping = choose(random, [
    [4, () => ''],
    [
      1,
      () =>
        `function ${around}(target, key, descriptor) {\nconst inner = descriptor.value\ndescriptor.value = async function (event) {\n${send(draft, working([]))}\nawait inner.call(this, event)\n}\n}\n`,
    ],
    [
      1,
      () =>
        `const ${around} = (made): any => class extends made {\nasync run(event) {\nawait super.run(event)\n${send(draft, working(texts.slice(0, 1)))}\n}\n}\n`,
    ],
  ])()
  const ofClass = wrapping.startsWith('const')
  return [
    `${wrapping}${ofClass ? `@${around}\n` : ''}class ${name} implements ${asked} {`,
    `table = ${text(draft, outside, 1)}`,
    `#kept = ${text(draft, outside, 1)}`,
    `#choose(event, ${given.name}) {\nif (event.n < 0) return ${given.name}\n${statements(draft, picking, 2, 1)}\nreturn ${text(draft, picking)}\n}`,
    `async #work(event) {\n${statements(draft, working([...texts, choice]), 2, 1)}\n${send(draft, working([...texts, choice]))}\n}`,
    `pick(event, given) {\nreturn this.#choose(event, given)\n}`,
    `${wrapping !== '' && !ofClass ? `@${around}\n` : ''}async run(event) {\n${statements(draft, working([...texts, choice, work]), 2, 1)}\nawait this.#work(event)\n}`,
    '}',
  ].join('\n')
}

/** A class that is handed what does its work; the text makes one of it. */
function handed(draft: Draft, place: Place, asked: string): string {
  const inner: Place = { ...within(place, true, 'nothing'), self: [{ name: 'table', kind: 'text', mutable: true }] }
  return [
    `new (class implements ${asked} {`,
    `constructor(private readonly inner: ${asked}, public table = inner.table) {}`,
    'pick(event, given) {\nreturn this.inner.pick(event, given)\n}',
    `async run(event) {\n${send(draft, inner)}\nawait this.inner.run(event)\n}`,
    '})',
  ].join('\n')
}

/** An instance that chooses by the event whose work it is. */
const choosing = (asked: string, first: string, second: string): string =>
  [
    `new (class implements ${asked} {`,
    `all: Record<string, ${asked}> = { x: new ${first}(), y: new ${second}() }`,
    `#of(event): ${asked} {\nreturn this.all[event.kind] ?? this.all.x\n}`,
    'get table() {\nreturn this.all.x.table\n}',
    'set table(value) {\nthis.all.y.table = value\n}',
    'pick(event, given) {\nreturn this.#of(event).pick(event, given)\n}',
    'async run(event) {\nawait this.#of(event).run(event)\n}',
    '})()',
  ].join('\n')

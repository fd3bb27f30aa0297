import { flag } from './flags.ts'
import { sendTo } from './sends.ts'
import { statements } from './statements.ts'
import { text } from './texts.ts'
import { choose, costOf, type Draft, type Name, namesOf, type Place, type Written, within } from './words.ts'

/** Something that others listen to; listeners may change what they read, who listens, and themselves. */
export function hub(draft: Draft, place: Place): Written {
  const task: Name = { name: draft.fresh('task'), kind: 'task', mutable: false }
  const lines = choose(draft.random, [
    ...(draft.concurrent
      ? ([
          [3, () => emitting(draft, place, task.name)],
          [2, () => emittingClass(draft, place, task.name)],
        ] as const)
      : []),
    [2, () => awaitedEmitter(draft, place, task.name)],
    [3, () => subscribers(draft, place, task.name)],
    [1, () => once(draft, place, task.name)],
  ])()
  return { lines, names: [{ ...task, cost: costOf(lines, place.names) * 2 }] }
}

const outsideOf = (place: Place): Place => ({ ...place, event: false, async: false, self: [] })

interface Listened {
  readonly now: Name
  readonly body: () => string
  readonly change: () => string
  readonly declared: string
}

/** What listeners share: a text that they use and change. */
function shared(draft: Draft, place: Place): Listened {
  const { random } = draft
  const now: Name = { name: draft.fresh('now'), kind: 'text', mutable: true }
  const inner = within(place, true, 'nothing', [now])
  const change = (): string => `${now.name} = ${text(draft, inner, 1)}`
  const body = (): string =>
    random.pick([
      () => `${sendTo(draft, now.name)}\n${change()}`,
      () => `${change()}\n${sendTo(draft, now.name)}`,
      () => `${statements(draft, inner, 2, 0)}\n${sendTo(draft, now.name)}`,
      () => `if (${flag(draft, inner, 1)}) ${change()}\n${sendTo(draft, now.name)}`,
    ])()
  return { now, body, change, declared: `let ${now.name} = ${text(draft, outsideOf(place), 1)}` }
}

/** An emitter of events whose listeners come and go. */
function emitting(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const { body, change, declared } = shared(draft, place)
  const [emitter, first, second] = [draft.fresh('bus'), draft.fresh('first'), draft.fresh('second')]
  const tasks = namesOf(place, 'task')
  const add = (): string => random.pick(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'])
  const remove = (): string => random.pick(['off', 'removeListener'])
  const others = random.chance(0.4) ? `\n${emitter}.${random.pick(['on', 'once'])}('go', ${tasks.length > 0 ? random.pick(tasks).name : first})` : ''
  const within1 = random.pick([
    `${emitter}.${remove()}('go', ${second})`,
    `${emitter}.${add()}('go', ${second})`,
    `if (${emitter}.listenerCount('go') < 3) ${emitter}.${add()}('go', ${second})`,
    `${emitter}.removeAllListeners('go')`,
    `${emitter}.once('go', async (event) => {\n${body()}\n})`,
  ])
  const emit = (): string => `${emitter}.emit('go', event)`
  const rounds = Array.from({ length: 1 + random.below(2) }, () => `${random.chance(0.4) ? `${change()}\n` : ''}${emit()}`).join('\n')
  return [
    declared,
    `const ${emitter} = new EventEmitter()`,
    `const ${first} = async (event) => {\n${random.chance(0.6) ? `${within1}\n` : ''}${body()}\n}`,
    `const ${second} = async (event) => {\n${body()}\n}`,
    `${emitter}.${add()}('go', ${first})${others}`,
    ...(random.chance(0.5) ? [`${emitter}.${add()}('go', ${second})`] : []),
    `const ${task} = async (event) => {\n${rounds}\n${random.chance(0.5) ? 'await new Promise((resolve) => setTimeout(resolve, 0))\n' : ''}}`,
  ].join('\n')
}

/** A class that is an emitter itself. */
function emittingClass(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [kind, made] = [draft.fresh('Bus'), draft.fresh('bus')]
  const own: readonly Name[] = [{ name: 'table', kind: 'text', mutable: true }]
  const inner: Place = { ...within(place, true, 'nothing'), self: own }
  const given: Name = { name: draft.fresh('given'), kind: 'text', mutable: true }
  const taking: Place = { ...within(place, true, 'nothing', [given]), self: own }
  return [
    `class ${kind} extends EventEmitter {`,
    `table = ${text(draft, outsideOf(place), 1)}`,
    `constructor() {\nsuper()\nthis.on('named', (event, given) => void this.take(event, given))\nthis.${random.pick(['on', 'once'])}('go', this.go.bind(this))\n}`,
    `async take(event, ${given.name}) {\n${statements(draft, taking, 1, 0)}\n${sendTo(draft, given.name)}\nthis.table = ${text(draft, taking, 1)}\n}`,
    `async go(event) {\n${sendTo(draft, 'this.table')}\n${random.pick(['this', 'super'])}.emit('named', event, ${text(draft, inner, 1)})\n}`,
    '}',
    `const ${made} = new ${kind}()`,
    `const ${task} = async (event) => {\n${random.chance(0.5) ? `${made}.emit('named', event, ${text(draft, within(place, true, 'nothing'), 1)})\n` : ''}${made}.emit('go', event)\n${random.chance(0.5) ? `${made}.table = ${text(draft, within(place, true, 'nothing'), 1)}\n${made}.emit('go', event)\n` : ''}}`,
  ].join('\n')
}

/** An emitter that is listened to with a promise. */
function awaitedEmitter(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [emitter, got] = [draft.fresh('bus'), draft.fresh('got')]
  const value = text(draft, { ...within(place, true, 'nothing'), async: false }, 1)
  const wait = random.pick([
    `const ${got} = new Promise((resolve) => ${emitter}.once('done', resolve))`,
    `const ${got} = new Promise((resolve, reject) => {\n${emitter}.on('done', (value) => resolve(value))\n${emitter}.on('error', reject)\n})`,
    `const ${got} = once(${emitter}, 'done').then(([value]) => value)`,
  ])
  const emit = random.pick([`${emitter}.emit('done', ${value})`, `setTimeout(() => ${emitter}.emit('done', ${value}), 0)`])
  return `const ${task} = async (event) => {\nconst ${emitter} = new EventEmitter()\n${wait}\n${emit}\n${sendTo(draft, `await ${got}`)}\n}`
}

/** Functions in a set or list of one's own, each of which is waited for. */
function subscribers(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const { body, declared } = shared(draft, place)
  const [listeners, subscribe, cancel] = [draft.fresh('listeners'), draft.fresh('subscribe'), draft.fresh('cancel')]
  const [made, add, drop, count] = random.pick([
    ['new Set()', 'add(go)', `${listeners}.delete(go)`, 'size'],
    ['[]', 'push(go)', `${listeners}.splice(${listeners}.indexOf(go), 1)`, 'length'],
    ['[]', 'unshift(go)', `${listeners}.pop()`, 'length'],
  ] as const)
  const listener = (): string =>
    `async (event) => {\n${random.chance(0.4) ? `if (${listeners}.${count} < 4) ${subscribe}(async (event) => {\n${body()}\n})\n` : ''}${random.chance(0.3) ? `${cancel}?.()\n` : ''}${body()}\n}`
  return [
    declared,
    `const ${listeners} = ${made}`,
    `const ${subscribe} = (go) => {\n${listeners}.${add}\nreturn () => { ${drop} }\n}`,
    `let ${cancel}`,
    ...Array.from({ length: 1 + random.below(2) }, () => `${random.chance(0.6) ? `${cancel} = ` : ''}${subscribe}(${listener()})`),
    `const ${task} = async (event) => {\n${random.chance(0.2) ? `${cancel}?.()\n` : ''}for (const go of [...${listeners}]) await go(event)\n}`,
  ].join('\n')
}

/** What is done the first time only, and something else from then on. */
function once(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const { body, declared } = shared(draft, place)
  const go = draft.fresh('go')
  return random.pick([
    () =>
      `${declared}\nlet ${go} = async (event) => {\n${go} = async (event) => {\n${body()}\n}\n${body()}\n}\nconst ${task} = (event) => ${go}(event)`,
    () => `${declared}\nlet ${go} = false\nconst ${task} = async (event) => {\nif (!${go}) {\n${go} = true\n${body()}\n} else {\n${body()}\n}\n}`,
    () => `${declared}\nlet ${go}\nconst ${task} = (event) => (${go} ??= (async () => {\n${body()}\n})())`,
  ])()
}

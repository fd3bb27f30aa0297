import { flag } from './flags.ts'
import { sendTo } from './sends.ts'
import { text } from './texts.ts'
import { choose, costOf, type Draft, type Name, namesOf, type Place, type Written, within } from './words.ts'

/** Generators that hand on to others, take what they are told, and tidy up when they are left. */
export function sequence(draft: Draft, place: Place): Written {
  const { random } = draft
  const source: Name = { name: draft.fresh('source'), kind: 'source', mutable: false }
  const stream: Name = { name: draft.fresh('stream'), kind: 'stream', mutable: false }
  const task: Name = { name: draft.fresh('task'), kind: 'task', mutable: false }
  const [lines, name] = choose(random, [
    [2, (): [string, Name] => [handedOn(draft, place, source.name), source]],
    [2, (): [string, Name] => [tree(draft, place, source.name), source]],
    [2, (): [string, Name] => [pipeline(draft, place, source.name), source]],
    [2, (): [string, Name] => [told(draft, place, task.name), task]],
    [2, (): [string, Name] => [tidied(draft, place, task.name), task]],
    [2, (): [string, Name] => [pages(draft, place, stream.name), stream]],
    [1, (): [string, Name] => [driven(draft, place, task.name), task]],
  ])()
  return { lines, names: [{ ...name, cost: costOf(lines, place.names) * 2 }] }
}

const textOf = (draft: Draft, place: Place): (() => string) => {
  const inner: Place = { ...within(place, false, 'nothing') }
  return () => text(draft, inner, 1)
}

/** What another generator yields, and what it gives back at its end. */
function handedOn(draft: Draft, place: Place, name: string): string {
  const { random } = draft
  const value = textOf(draft, place)
  const part = draft.fresh('part')
  const test = (): string => flag(draft, within(place, false, 'nothing'), 1)
  return [
    `function* ${part}(event) {\nyield ${value()}\nif (${test()}) return ${value()}\nyield ${value()}\nreturn ${value()}\n}`,
    `function* ${name}(event) {\n${random.pick([
      `const last = yield* ${part}(event)\nyield last`,
      `yield* [${value()}, ${value()}]\nyield (yield* ${part}(event)) ?? ${value()}`,
      `for (const one of ${part}(event)) {\nif (${test()}) continue\nyield one\n}`,
      `yield* new Set([${value()}]).values()\nyield* ${part}(event)`,
    ])}\n}`,
  ].join('\n')
}

/** A tree whose names come one after the other. */
function tree(draft: Draft, place: Place, name: string): string {
  const { random } = draft
  const value = textOf(draft, place)
  const visit = draft.fresh('visit')
  const node = (): string => `{ name: ${value()}, children: [] }`
  const children = random.pick([
    `for (const child of node.children) yield* ${visit}(child)`,
    `yield* node.children.flatMap((child) => [...${visit}(child)])`,
  ])
  const body = random.chance(0.5) ? `yield node.name\n${children}` : `${children}\nyield node.name`
  return `function* ${visit}(node) {\n${body}\n}\nconst ${name} = (event) => ${visit}({ name: ${value()}, children: [${node()}, { name: ${value()}, children: [${node()}] }] })`
}

/** Generators that take from generators. */
function pipeline(draft: Draft, place: Place, name: string): string {
  const { random } = draft
  const value = textOf(draft, place)
  const [mapped, kept] = [draft.fresh('mapped'), draft.fresh('kept')]
  const others = namesOf(place, 'source')
  const from = others.length > 0 && random.chance(0.6) ? `${random.pick(others).name}(event)` : `[${value()}, ${value()}]`
  const change = random.pick([
    `(one) => one + '-more'`,
    '(one) => one',
    `(one) => (${flag(draft, within(place, false, 'nothing'), 1)} ? one : ${value()})`,
  ])
  return [
    `function* ${mapped}(all, change) {\nfor (const one of all) yield change(one)\n}`,
    `function* ${kept}(all, most) {\nlet count = 0\nfor (const one of all) {\nif (count++ >= most) return\nyield one\n}\n}`,
    `const ${name} = (event) => ${random.pick([`${kept}(${mapped}(${from}, ${change}), 2)`, `${mapped}(${kept}(${from}, 1), ${change})`])}`,
  ].join('\n')
}

/** A generator that is told something whenever it goes on. */
function told(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const value = textOf(draft, place)
  const [talk, said] = [draft.fresh('talk'), draft.fresh('said')]
  return [
    `function* ${talk}(event) {\nlet now = ${value()}\nwhile (true) {\nconst got = yield now\nnow = ${random.pick([`got ?? ${value()}`, 'got', `got + '-told'`, `${flag(draft, within(place, false, 'nothing'), 1)} ? got : now`])}\n}\n}`,
    `const ${task} = async (event) => {\nconst ${said} = ${talk}(event)\n${random.chance(0.7) ? `${said}.next()\n` : ''}${sendTo(draft, `${said}.next(${value()}).value`)}\n${random.chance(0.5) ? `${sendTo(draft, `${said}.next(${value()}).value ?? ${value()}`)}\n` : ''}}`,
  ].join('\n')
}

/** A generator that is left early, and does something then. */
function tidied(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const value = textOf(draft, place)
  const inner = within(place, true, 'nothing')
  const each = draft.fresh('each')
  const leave = random.pick(['break', 'return', `throw new Error('stop')`, `if (${flag(draft, inner, 1)}) break`])
  const async = random.chance(0.6)
  const last = async ? sendTo(draft, value()) : `void client.send(new sdk.DeleteItemCommand({ TableName: ${value()} }))`
  const all = draft.fresh('all')
  const go = random.pick([
    `for ${async ? 'await ' : ''}(const ${each} of ${all}(event)) {\n${sendTo(draft, each)}\n${leave}\n}`,
    `const made = ${all}(event)\n${async ? 'await ' : ''}made.next()\n${async ? 'await ' : ''}made.return()`,
    `const made = ${all}(event)\n${async ? 'await ' : ''}made.next()\ntry {\n${async ? 'await ' : ''}made.throw(new Error('stop'))\n} catch {}`,
    ...(async ? [] : [`const [${each}] = ${all}(event)\n${sendTo(draft, each)}`]),
  ])
  return [
    `${async ? 'async ' : ''}function* ${all}(event) {\ntry {\nyield ${value()}\nyield ${value()}\n}${random.chance(0.4) ? ` catch {\nyield ${value()}\n}` : ''} finally {\n${last}\n}\n}`,
    `const ${task} = async (event) => {\n${go}\n}`,
  ].join('\n')
}

/** Pages that are asked for one after the other. */
function pages(draft: Draft, place: Place, stream: string): string {
  const { random } = draft
  const value = textOf(draft, place)
  const inner = within(place, true, 'nothing')
  const [table, left] = [draft.fresh('table'), draft.fresh('left')]
  const ask = sendTo(draft, table)
  return random.pick([
    () =>
      `async function* ${stream}(event) {\nlet ${table} = ${value()}\nlet ${left} = 2\ndo {\n${ask}\nyield ${table}\n${table} = ${text(draft, inner, 1)}\n} while (--${left} > 0)\n}`,
    () =>
      `async function* ${stream}(event, ${left} = 2, ${table} = ${text(draft, { ...place, event: false, async: false, self: [] }, 1)}) {\nif (${left} <= 0) return\n${ask}\nyield ${table}\nyield* ${stream}(event, ${left} - 1, ${text(draft, inner, 1)})\n}`,
    () =>
      `const ${stream} = (event) => {\nconst ${left} = [${value()}, ${value()}]\nreturn {\n[Symbol.asyncIterator]() {\nreturn this\n},\nasync next() {\nconst ${table} = ${left}.shift()\nif (${table} === undefined) return { done: true, value: undefined }\n${ask}\nreturn { done: false, value: ${table} }\n},\n${random.chance(0.4) ? `async return() {\n${sendTo(draft, value())}\nreturn { done: true, value: undefined }\n},\n` : ''}}\n}`,
  ])()
}

/** A generator that yields what is to be waited for, and somebody who does so. */
function driven(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const value = textOf(draft, place)
  const [drive, plan] = [draft.fresh('drive'), draft.fresh('plan')]
  const inner = within(place, false, 'nothing')
  const driver = random.pick([
    `const ${drive} = async (plan) => {\nlet answer\nfor (;;) {\nconst { done, value } = plan.next(answer)\nif (done) return value\nanswer = await value\n}\n}`,
    `const ${drive} = (plan, answer?) => {\nconst { done, value } = plan.next(answer)\nreturn done ? Promise.resolve(value) : Promise.resolve(value).then((next) => ${drive}(plan, next))\n}`,
  ])
  return [
    driver,
    `function* ${plan}(event) {\nconst table = yield Promise.resolve(${value()})\nyield client.send(new sdk.GetItemCommand({ TableName: table }))\n${random.chance(0.5) ? `if (${flag(draft, inner, 1)}) return\n` : ''}yield client.send(new sdk.PutItemCommand({ TableName: yield ${value()} }))\n}`,
    `const ${task} = (event) => ${drive}(${plan}(event))`,
  ].join('\n')
}

import { flag } from './flags.ts'
import { sendTo } from './sends.ts'
import { statements } from './statements.ts'
import { text } from './texts.ts'
import { choose, costOf, type Draft, type Name, namesOf, type Place, type Written, within } from './words.ts'

/** A function that calls itself, or is called again later, and finds what it has changed itself. */
export function recursion(draft: Draft, place: Place): Written {
  const task: Name = { name: draft.fresh('task'), kind: 'task', mutable: false }
  const lines = choose(draft.random, [
    [3, () => queue(draft, place, task.name)],
    [3, () => countdown(draft, place, task.name)],
    [2, () => inTurn(draft, place, task.name)],
    [2, () => retry(draft, place, task.name)],
    [2, () => walk(draft, place, task.name)],
    [2, () => poll(draft, place, task.name)],
    [2, () => workers(draft, place, task.name)],
    [1, () => deeper(draft, place, task.name)],
  ])()
  return { lines, names: [{ ...task, cost: costOf(lines, place.names) * 3 }] }
}

/** How a function comes to be called once more: at once, or later, waited for or not. */
function again(draft: Draft, call: string): string {
  const { random } = draft
  const waited = random.pick([
    `await ${call}`,
    `await ${call}`,
    `return ${call}`,
    `return await ${call}`,
    `await Promise.resolve().then(() => ${call})`,
    `await new Promise((resolve) => setTimeout(() => resolve(${call}), 0))`,
    `await new Promise((resolve) => setTimeout(resolve, 0))\nreturn ${call}`,
    `await Promise.all([${call}])`,
  ])
  if (!draft.concurrent) return waited
  return random.pick([waited, `void ${call}`, `setTimeout(() => ${call}, 0)`, `queueMicrotask(() => ${call})`, `setImmediate(() => void ${call})`])
}

const outsideOf = (place: Place): Place => ({ ...place, event: false, async: false, self: [] })

/** A queue that is worked off by a function that calls itself. */
function queue(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [waiting, next] = [draft.fresh('queue'), draft.fresh('next')]
  const one: Name = { name: draft.fresh('one'), kind: 'text', mutable: false }
  const inner = within(place, true, 'nothing', [one])
  const item = (): string => text(draft, outsideOf(place), 1)
  const items = Array.from({ length: 1 + random.below(3) }, item).join(', ')
  const more = random.chance(0.4) ? `if (left-- > 0) ${waiting}.${random.pick(['push', 'unshift'])}(${text(draft, inner, 1)})\n` : ''
  const empty = random.pick([`if (${one.name} === undefined) return`, `if (!${one.name}) return`])
  const body = `const ${one.name} = ${waiting}.${random.pick(['shift()', 'pop()', 'splice(0, 1)[0]'])}\n${empty}\n${more}`
  const own = (): string =>
    random.chance(0.5)
      ? `${statements(draft, inner, 2, 1)}\n${sendTo(draft, one.name)}`
      : `${sendTo(draft, one.name)}\n${statements(draft, inner, 2, 1)}`
  const state = `const ${waiting} = [${items}]\nlet left = 2`
  return choose(random, [
    [
      2,
      () =>
        `const ${task} = async (event) => {\n${state}\nconst ${next} = async () => {\n${body}${own()}\n${again(draft, `${next}()`)}\n}\nawait ${next}()\n}`,
    ],
    [
      2,
      () => {
        const filled = random.chance(0.6) ? `${waiting}.push(${item()})\n` : ''
        return `const { ${task} } = (() => {\n${state}\nasync function ${next}(event) {\n${body}${own()}\n${again(draft, `${next}(event)`)}\n}\nreturn { async ${task}(event) {\n${filled}await ${next}(event)\n} }\n})()`
      },
    ],
    [
      1,
      () =>
        `class ${next}Queue {\nleft = 2\nwaiting = [${items}]\nasync drain(event) {\nconst ${one.name} = this.waiting.shift()\n${empty}\nif (this.left-- > 0) this.waiting.push(${text(draft, inner, 1)})\n${own()}\nreturn this.drain(event)\n}\n}\nconst ${next} = new ${next}Queue()\nconst ${task} = async (event) => {\n${next}.waiting.push(${item()})\nawait ${next}.drain(event)\n}`,
    ],
  ])()
}

/** A function that calls itself so many times, each time with what it has changed. */
function countdown(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [step, left] = [draft.fresh('step'), draft.fresh('left')]
  const now: Name = { name: draft.fresh('now'), kind: 'text', mutable: true }
  const state: Name = { name: draft.fresh('state'), kind: 'box', mutable: false }
  const inner = within(place, true, 'nothing', [now, state])
  const next = (): string => random.pick([`${now.name} = ${text(draft, inner, 1)}`, `${state.name}.name = ${text(draft, inner, 1)}`])
  const use = (): string => sendTo(draft, random.pick([now.name, `${state.name}.name`]))
  const maybe = (make: () => string): string => (random.chance(0.5) ? `${make()}\n` : '')
  const declared = `let ${now.name} = ${text(draft, outsideOf(place), 1)}\nconst ${state.name} = { name: ${text(draft, outsideOf(place), 1)} }`
  const body = `if (${left}-- <= 0) return\n${maybe(use)}${maybe(() => statements(draft, inner, 2, 1))}${next()}\n`
  const rest = `${maybe(use)}${maybe(next)}${maybe(use)}`
  return `const ${task} = async (event) => {\nlet ${left} = ${2 + random.below(3)}\n${declared}\nconst ${step} = async () => {\n${body}${again(draft, `${step}()`)}\n${rest}}\nawait ${step}()\n${maybe(use)}}`
}

/** Two functions that call each other. */
function inTurn(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [other, turn] = [draft.fresh('other'), draft.fresh('turn')]
  const now: Name = { name: draft.fresh('now'), kind: 'text', mutable: true }
  const inner = within(place, true, 'nothing', [now])
  const go = (): string => `${statements(draft, inner, 2, 1)}\n${sendTo(draft, now.name)}\n${now.name} = ${text(draft, inner, 1)}`
  return [
    `let ${now.name} = ${text(draft, outsideOf(place), 1)}`,
    `let ${turn} = 0`,
    `async function ${task}(event) {\nif (++${turn} % 4 === 0) return\n${go()}\n${again(draft, `${other}(event)`)}\n}`,
    `async function ${other}(event) {\nif (${random.chance(0.5) ? flag(draft, inner, 1) : `${turn} > 20`}) return\n${random.chance(0.6) ? `${go()}\n` : ''}${again(draft, `${task}(event)`)}\n}`,
  ].join('\n')
}

/** Something that is tried again, with something else. */
function retry(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const attempt = draft.fresh('attempt')
  const table: Name = { name: draft.fresh('table'), kind: 'text', mutable: true }
  const inner = within(place, true, 'nothing', [table])
  const fail = random.chance(0.6) ? `\nif (${flag(draft, inner, 1)}) throw new Error('again')` : ''
  const go = `${sendTo(draft, table.name)}\n${statements(draft, inner, 2, 0)}${fail}`
  const first = text(draft, outsideOf(place), 1)
  return choose(random, [
    [
      2,
      () =>
        `const ${attempt} = async (event, ${table.name}, tries = 2) => {\ntry {\n${go}\n} catch (error) {\nif (tries <= 0) throw error\nreturn ${attempt}(event, ${text(draft, inner, 1)}, tries - 1)\n}\n}\nconst ${task} = (event) => ${attempt}(event, ${first})`,
    ],
    [
      2,
      () =>
        `const ${task} = async (event) => {\nlet ${table.name} = ${first}\nfor (let tries = 0; ; tries++) {\ntry {\n${go}\n${random.pick(['return', 'break'])}\n} catch (error) {\nif (tries >= 2) throw error\n${table.name} = ${text(draft, inner, 1)}\n}\n}\n}`,
    ],
    [
      1,
      () =>
        `const ${attempt} = (go, tries = 2) => go(tries).catch((error) => (tries > 0 ? ${attempt}(go, tries - 1) : Promise.reject(error)))\nconst ${task} = (event) => {\nlet ${table.name} = ${first}\nreturn ${attempt}(async (tries) => {\n${go}\n${table.name} = ${text(draft, inner, 1)}\n${random.chance(0.5) ? "if (tries > 1) throw new Error('again')\n" : ''}})\n}`,
    ],
  ])()
}

/** A tree that is gone through, parent by parent. */
function walk(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [visit, tree] = [draft.fresh('visit'), draft.fresh('tree')]
  const name: Name = { name: 'node.name', kind: 'text', mutable: true }
  const inner = within(place, true, 'nothing', [name])
  const leaf = (): string => `{ name: ${text(draft, outsideOf(place), 1)} }`
  const children = `[${leaf()}, { name: ${text(draft, outsideOf(place), 1)}, children: [${leaf()}] }]`
  const each = random.pick([
    `for (const child of node.children ?? []) await ${visit}(event, child)`,
    `await Promise.all((node.children ?? []).map((child) => ${visit}(event, child)))`,
    `if (node.children) await ${visit}(event, ...node.children)`,
  ])
  return `const ${tree} = { name: ${text(draft, outsideOf(place), 1)}, children: ${children} }\nasync function ${visit}(event, node, ...others) {\n${statements(draft, inner, 2, 0)}\n${sendTo(draft, 'node.name')}\n${each}\nif (others[0]) await ${visit}(event, ...others)\n}\nconst ${task} = (event) => ${visit}(event, ${tree})`
}

/** Something that asks again and again until it is told that it is done. */
function poll(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [check, count] = [draft.fresh('check'), draft.fresh('count')]
  const now: Name = { name: draft.fresh('now'), kind: 'text', mutable: true }
  const inner = within(place, true, 'nothing', [now])
  const later = random.pick(['setTimeout', 'queueMicrotask', 'setImmediate', 'process.nextTick'])
  const change = (): string => `${now.name} = ${text(draft, inner, 1)}`
  return `const ${task} = (event) => new Promise((resolve, reject) => {\nlet ${count} = 0\nlet ${now.name} = ${text(draft, { ...inner, names: place.names, async: false }, 1)}\nconst ${check} = async () => {\ntry {\n${sendTo(draft, now.name)}\n${statements(draft, { ...inner, returns: undefined }, 2, 0)}\n${change()}\nif (++${count} > 2 || ${flag(draft, inner, 1)}) resolve(${now.name})\nelse ${later}(${check})\n} catch (error) {\nreject(error)\n}\n}\n${check}()\n${random.chance(0.4) ? `${now.name} = ${text(draft, { ...inner, async: false }, 1)}\n` : ''}})`
}

/** Several that take from one queue. */
function workers(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [jobs, work] = [draft.fresh('jobs'), draft.fresh('work')]
  const one: Name = { name: draft.fresh('job'), kind: 'text', mutable: false }
  const inner = within(place, true, 'nothing', [one])
  const tasks = namesOf(place, 'task')
  const list = Array.from({ length: 2 + random.below(2) }, () =>
    tasks.length > 0 && random.chance(0.3)
      ? random.pick(tasks).name
      : `async (event) => { ${sendTo(draft, text(draft, { ...inner, names: place.names, async: false }, 1))} }`,
  )
  const side = draft.concurrent ? `await Promise.all([${work}(), ${work}()])` : `await ${work}()`
  return random.chance(0.5)
    ? `const ${task} = async (event) => {\nconst ${jobs} = [${list.join(', ')}]\nconst ${work} = async () => {\nfor (let job; (job = ${jobs}.shift()); ) await job(event)\n}\n${side}\n}`
    : `const ${task} = async (event) => {\nconst ${jobs} = [${text(draft, outsideOf(place), 1)}, ${text(draft, outsideOf(place), 1)}]\nlet at = 0\nconst ${work} = async () => {\nwhile (at < ${jobs}.length) {\nconst ${one.name} = ${jobs}[at++]\n${sendTo(draft, one.name)}\n${random.chance(0.4) ? `if (at < 3) ${jobs}.push(${text(draft, inner, 1)})\n` : ''}}\n}\n${side}\n}`
}

/** A function that hands itself on, one thing wrapped around another. */
function deeper(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [wrap, base] = [draft.fresh('wrap'), draft.fresh('base')]
  const inner = within(place, true, 'nothing')
  const tables = Array.from({ length: 2 }, () => text(draft, outsideOf(place), 1)).join(', ')
  return choose(random, [
    [
      1,
      () =>
        `const ${base} = [${tables}]\nconst ${wrap} = (go, at = 0) => (at >= ${base}.length ? go : ${wrap}(async (event) => {\n${sendTo(draft, `${base}[at]`)}\nawait go(event)\n}, at + 1))\nconst ${task} = ${wrap}(async (event) => {\n${statements(draft, inner, 2, 1)}\n})`,
    ],
    [
      1,
      () =>
        `const ${wrap} = (...tables) => {\nif (tables.length === 0) return async () => undefined\nconst [first, ...others] = tables\nreturn async (event) => {\n${sendTo(draft, 'first')}\nawait ${wrap}(...others)(event)\n}\n}\nconst ${task} = ${wrap}(${tables})`,
    ],
  ])()
}

import { flag } from './flags.ts'
import { sendTo } from './sends.ts'
import { statements } from './statements.ts'
import { text } from './texts.ts'
import { choose, costOf, type Draft, type Name, namesOf, type Place, type Written, within } from './words.ts'

/** Ways in which programs hand on work: a context around it, steps one inside the other, a queue of promises, a store of state. */
export function arrangement(draft: Draft, place: Place): Written {
  const task: Name = { name: draft.fresh('task'), kind: 'task', mutable: false }
  const lines = choose(draft.random, [
    [3, () => stored(draft, place, task.name)],
    [3, () => layered(draft, place, task.name)],
    [2, () => piped(draft, place, task.name)],
    [2, () => reduced(draft, place, task.name)],
    [2, () => deferred(draft, place, task.name)],
    [2, () => chained(draft, place, task.name)],
    [2, () => undone(draft, place, task.name)],
    [1, () => resulting(draft, place, task.name)],
    [1, () => promisified(draft, place, task.name)],
    [1, () => batched(draft, place, task.name)],
  ])()
  return { lines, names: [{ ...task, cost: costOf(lines, place.names) * 2 }] }
}

const innerOf = (place: Place, ...more: readonly Name[]): Place => within(place, true, 'nothing', more)
const textOf = (draft: Draft, place: Place) => (): string => text(draft, within(place, false, 'nothing'), 1)

/** What is kept for whatever runs inside a call. */
function stored(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [storage, inside] = [draft.fresh('storage'), draft.fresh('inside')]
  const value = textOf(draft, place)
  const read = random.pick([`${storage}.getStore()?.name ?? ${value()}`, `(${storage}.getStore() ?? { name: ${value()} }).name`])
  const change = random.chance(0.4) ? `\nconst store = ${storage}.getStore()\nif (store) store.name = ${value()}\n${sendTo(draft, read)}` : ''
  const run = random.pick([
    `await ${storage}.run({ name: ${value()} }, () => ${inside}(event))`,
    `await ${storage}.run({ name: ${value()} }, ${inside}, event)`,
    `await ${storage}.run({ name: ${value()} }, async () => {\nawait ${storage}.run({ name: ${value()} }, () => ${inside}(event))\nawait ${inside}(event)\n})`,
    `${storage}.enterWith({ name: ${value()} })\nawait ${inside}(event)`,
    `const store = { name: ${value()} }\nconst going = ${storage}.run(store, () => new Promise((resolve) => setTimeout(resolve, 0)).then(() => ${inside}(event)))\nstore.name = ${value()}\nawait going`,
    `await ${storage}.run({ name: ${value()} }, () => ${storage}.exit(() => ${inside}(event)))`,
  ])
  return `const ${storage} = new AsyncLocalStorage<any>()\nconst ${inside} = async (event) => {\n${statements(draft, innerOf(place), 1, 0)}\n${sendTo(draft, read)}${change}\n}\nconst ${task} = async (event) => {\n${run}\n}`
}

/** Steps each of which decides whether the next one runs. */
function layered(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [layers, compose] = [draft.fresh('layers'), draft.fresh('compose')]
  const name: Name = { name: 'context.name', kind: 'text', mutable: true }
  const inner = innerOf(place, name)
  const layer = (): string => {
    const before = random.pick([
      () => sendTo(draft, 'context.name'),
      () => `context.name = ${text(draft, inner, 1)}`,
      () => statements(draft, inner, 2, 0),
    ])()
    const after = random.chance(0.4) ? `\n${sendTo(draft, 'context.name')}` : ''
    const next = random.pick([
      'await next()',
      'await next()',
      `if (${flag(draft, inner, 1)}) await next()`,
      'return next()',
      'try {\nawait next()\n} catch {}',
    ])
    return `async (context, next, event) => {\n${before}\n${next}${after}\n}`
  }
  const all = Array.from({ length: 2 + random.below(2) }, layer)
  const last = `async (context, next, event) => {\n${sendTo(draft, 'context.name')}\n}`
  const composed = random.pick([
    `const ${compose} = (all) => (context, event) => {\nconst dispatch = async (at) => {\nconst go = all[at]\nif (!go) return\nawait go(context, () => dispatch(at + 1), event)\n}\nreturn dispatch(0)\n}`,
    `const ${compose} = (all) => (context, event) => all.reduceRight((next, go) => () => go(context, next, event), async () => undefined)()`,
    `const ${compose} = ([go, ...others]) => async (context, event) => {\nif (go) await go(context, () => ${compose}(others)(context, event), event)\n}`,
  ])
  const made = random.chance(0.5)
    ? `const ${layers} = [${[...all, last].join(', ')}]`
    : `const ${layers} = []\nconst use${layers} = (go) => ${layers}.push(go)\n${[...all, last].map((one) => `use${layers}(${one})`).join('\n')}`
  return `${made}\n${composed}\nconst ${task} = (event) => ${compose}(${layers})({ name: ${textOf(draft, place)()} }, event)`
}

/** Functions put one after the other. */
function piped(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const pipe = draft.fresh('pipe')
  const given: Name = { name: draft.fresh('given'), kind: 'text', mutable: true }
  const inner = innerOf(place, given)
  const apart: Place = { ...inner, async: false }
  const steps = Array.from({ length: 2 }, () =>
    random.pick([
      `async (${given.name}) => {\n${sendTo(draft, given.name)}\nreturn ${text(draft, inner, 1)}\n}`,
      `(${given.name}) => ${text(draft, apart, 1)}`,
    ]),
  )
  const end = `async (${given.name}) => {\n${sendTo(draft, given.name)}\n}`
  const made = random.pick([
    `const ${pipe} = (...all) => (first) => all.reduce((before, go) => before.then(go), Promise.resolve(first))`,
    `const ${pipe} = (...all) => async (first) => {\nlet now = first\nfor (const go of all) now = await go(now)\nreturn now\n}`,
    `const ${pipe} = (go, ...others) => async (first) => {\nconst now = await go(first)\nreturn others.length > 0 ? ${pipe}(...others)(now) : now\n}`,
  ])
  return `${made}\nconst ${task} = (event) => ${pipe}(${[...steps, end].join(', ')})(${textOf(draft, place)()})`
}

/** State that is made anew by each action. */
function reduced(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [reduce, store] = [draft.fresh('reduce'), draft.fresh('store')]
  const value = (): string => text(draft, { ...place, event: false, async: false, self: [] }, 1)
  const dispatch = (): string => `${store}.dispatch({ type: '${random.pick(['set', 'add', 'none'])}', name: ${textOf(draft, place)()} })`
  return [
    `const ${reduce} = (state = { name: ${value()}, all: [] }, action) => {\nswitch (action.type) {\ncase 'set':\nreturn { ...state, name: action.name }\ncase 'add':\nreturn { ...state, all: [...state.all, action.name] }\ndefault:\nreturn state\n}\n}`,
    `const ${store} = (() => {\nlet state = ${reduce}(undefined, {})\nconst listeners = []\nreturn {\nread: () => state,\nlisten: (go) => listeners.push(go),\ndispatch(action) {\nstate = ${reduce}(state, action)\nlisteners.forEach((go) => go())\n},\n}\n})()`,
    random.chance(0.4) && draft.concurrent ? `${store}.listen(async () => { ${sendTo(draft, `${store}.read().name`)} })` : '',
    `const ${task} = async (event) => {\n${random.chance(0.5) ? `if (${flag(draft, innerOf(place), 1)}) ` : ''}${dispatch()}\n${dispatch()}\n${sendTo(draft, `${store}.read().name`)}\nfor (const one of ${store}.read().all.slice(-2)) ${sendTo(draft, 'one')}\n}`,
  ].join('\n')
}

/** A promise that is settled by somebody else. */
function deferred(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [resolve, ready] = [draft.fresh('resolve'), draft.fresh('ready')]
  const value = textOf(draft, place)
  const settle = random.pick([`${resolve}(${value()})`, `setTimeout(() => ${resolve}(${value()}), 0)`, `${resolve}(Promise.resolve(${value()}))`])
  const read = random.pick([
    `await ${ready}`,
    `await Promise.race([${ready}, new Promise(() => {})])`,
    `await Promise.any([Promise.reject(new Error('no')), ${ready}])`,
    `(await Promise.allSettled([${ready}])).map((one) => (one.status === 'fulfilled' ? one.value : ${value()}))[0]`,
    `await ${ready}.then((one) => one, () => ${value()})`,
    `await { then: (done) => ${ready}.then(done) }`,
  ])
  return `const ${task} = async (event) => {\nlet ${resolve}\nconst ${ready} = new Promise<any>((done) => { ${resolve} = done })\n${settle}\n${sendTo(draft, read)}\n}`
}

/** Work that waits for the work before it. */
function chained(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [tail, enqueue] = [draft.fresh('tail'), draft.fresh('enqueue')]
  const now: Name = { name: draft.fresh('now'), kind: 'text', mutable: true }
  const inner = innerOf(place, now)
  const job = (): string => `async () => {\n${sendTo(draft, now.name)}\n${now.name} = ${text(draft, inner, 1)}\n}`
  return [
    `let ${tail}: Promise<any> = Promise.resolve()`,
    `let ${now.name} = ${text(draft, { ...place, event: false, async: false, self: [] }, 1)}`,
    `const ${enqueue} = (go) => {\n${random.pick([`${tail} = ${tail}.then(go, go)\nreturn ${tail}`, `const done = ${tail}.then(go)\n${tail} = done.catch(() => undefined)\nreturn done`])}\n}`,
    `const ${task} = async (event) => {\n${enqueue}(${job()})\nawait ${enqueue}(${job()})\n}`,
  ].join('\n')
}

/** Commands that can be taken back, the last one first. */
function undone(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const undo = draft.fresh('undo')
  const now: Name = { name: draft.fresh('now'), kind: 'text', mutable: true }
  const inner = innerOf(place, now)
  const step = (): string =>
    `${undo}.push(async () => {\n${sendTo(draft, random.pick([now.name, text(draft, inner, 1)]))}\n})\n${random.chance(0.5) ? sendTo(draft, now.name) : statements(draft, { ...inner, returns: undefined }, 1, 0)}\n${now.name} = ${text(draft, inner, 1)}`
  const back = random.pick([
    `for (const go of ${undo}.reverse()) await go()`,
    `while (${undo}.length > 0) await ${undo}.pop()()`,
    `await ${undo}.reduceRight((before, go) => before.then(go), Promise.resolve())`,
  ])
  return `const ${task} = async (event) => {\nlet ${now.name} = ${text(draft, { ...inner, names: place.names, async: false }, 1)}\nconst ${undo} = []\ntry {\n${step()}\n${step()}\n${random.chance(0.6) ? `if (${flag(draft, inner, 1)}) throw new Error('stop')\n` : ''}} ${random.pick(['catch', 'finally'])} {\n${back}\n}\n}`
}

/** Answers that say whether they are any good. */
function resulting(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [ask, result] = [draft.fresh('ask'), draft.fresh('result')]
  const value = textOf(draft, place)
  return [
    `const ${ask} = (event) => (${flag(draft, within(place, false, 'nothing'), 1)} ? { ok: true, value: ${value()} } : { ok: false, error: { name: ${value()} } }) as any`,
    `const ${task} = async (event) => {\nconst ${result} = ${ask}(event)\n${random.pick([
      `if (!${result}.ok) {\n${sendTo(draft, `${result}.error.name`)}\nreturn\n}\n${sendTo(draft, `${result}.value`)}`,
      `${sendTo(draft, `${result}.ok ? ${result}.value : ${result}.error.name`)}`,
      `const { value = ${value()}, error } = ${result}\nif (error) throw error\n${sendTo(draft, 'value')}`,
    ])}\n}`,
  ].join('\n')
}

/** A function with a callback, made one with a promise. */
function promisified(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [older, newer] = [draft.fresh('older'), draft.fresh('newer')]
  const value = textOf(draft, place)
  const test = flag(draft, within(place, false, 'nothing'), 1)
  return [
    `const ${older} = (event, table, callback) => {\nsetTimeout(() => (${test} ? callback(null, table) : callback(Object.assign(new Error('no'), { table: ${value()} }))), 0)\n}`,
    random.pick([
      `const ${newer} = promisify(${older})`,
      `const ${newer} = (...all) => new Promise<any>((resolve, reject) => (${older} as any)(...all, (error, value) => (error ? reject(error) : resolve(value))))`,
    ]),
    `const ${task} = async (event) => {\n${sendTo(draft, `await (${newer} as any)(event, ${value()}).catch((error) => error.table)`)}\n}`,
  ].join('\n')
}

/** What is asked for one by one is done together. */
function batched(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [waiting, load] = [draft.fresh('waiting'), draft.fresh('load')]
  const value = textOf(draft, place)
  const tasks = namesOf(place, 'task')
  const more = tasks.length > 0 && random.chance(0.3) ? `await ${random.pick(tasks).name}(event)\n` : ''
  return [
    `let ${waiting} = []`,
    `const ${load} = (table) => new Promise((resolve, reject) => {\nif (${waiting}.push({ table, resolve, reject }) === 1)\n${random.pick(['setTimeout', 'queueMicrotask', 'process.nextTick'])}(async () => {\nconst batch = ${waiting}\n${waiting} = []\nfor (const { table, resolve, reject } of batch) {\ntry {\n${sendTo(draft, 'table')}\nresolve(table)\n} catch (error) {\nreject(error)\n}\n}\n})\n})`,
    `const ${task} = async (event) => {\n${more}const [first] = await Promise.all([${load}(${value()}), ${load}(${value()})])\n${sendTo(draft, 'first')}\n}`,
  ].join('\n')
}

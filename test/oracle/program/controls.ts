import { flag } from './flags.ts'
import { sendTo } from './sends.ts'
import { statements } from './statements.ts'
import { text } from './texts.ts'
import { choose, costOf, type Draft, type Name, type Place, type Written, within } from './words.ts'

/** A function whose way through its body is no plain one. */
export function winding(draft: Draft, place: Place): Written {
  const { random } = draft
  const namer: Name = { name: draft.fresh('namer'), kind: 'namer', mutable: false }
  const task: Name = { name: draft.fresh('task'), kind: 'task', mutable: false }
  const [lines, name] = choose(random, [
    [2, (): [string, Name] => [endings(draft, place, namer.name), namer]],
    [2, (): [string, Name] => [falling(draft, place, namer.name), namer]],
    [2, (): [string, Name] => [nested(draft, place, task.name), task]],
    [2, (): [string, Name] => [loopClosures(draft, place, task.name), task]],
    [2, (): [string, Name] => [machine(draft, place, task.name), task]],
    [1, (): [string, Name] => [hoisted(draft, place, task.name), task]],
  ])()
  return { lines, names: [{ ...name, cost: costOf(lines, place.names) * 2 }] }
}

/** Returns from within `try`, `catch` and `finally`. */
function endings(draft: Draft, place: Place, namer: string): string {
  const { random } = draft
  const given: Name = { name: draft.fresh('given'), kind: 'text', mutable: true }
  const inner = within(place, false, 'text', [given])
  const value = (): string => text(draft, inner, 1)
  const change = (): string => `${given.name} = ${value()}`
  const maybe = (): string => (random.chance(0.6) ? `if (${flag(draft, inner, 1)}) ` : '')
  const end = (): string => random.pick([`return ${given.name}`, `return ${value()}`, change(), `throw { name: ${value()} }`])
  const body = random.pick([
    () => `try {\n${maybe()}${end()}\n${change()}\n} catch (error) {\n${maybe()}return error.name ?? ${value()}\n} finally {\n${change()}\n}`,
    () => `try {\n${maybe()}${end()}\nreturn ${value()}\n} finally {\n${maybe()}return ${value()}\n}`,
    () =>
      `for (const one of [${value()}, ${value()}]) {\ntry {\n${maybe()}return one\n} catch {\n${change()}\n} finally {\n${maybe()}${random.pick(['break', 'continue', change()])}\n}\n}`,
    () => `try {\ntry {\n${maybe()}throw { name: ${value()} }\n} finally {\n${change()}\n}\n} catch (error) {\n${given.name} = error.name\n}`,
    () => `const go = () => {\ntry {\nreturn ${given.name}\n} finally {\n${change()}\n}\n}\nconst got = go()\n${maybe()}return got`,
  ])()
  return `const ${namer} = (event, ${given.name}) => {\n${body}\nreturn ${given.name}\n}`
}

/** A `switch` that falls through, or asks for truth. */
function falling(draft: Draft, place: Place, namer: string): string {
  const { random } = draft
  const given: Name = { name: draft.fresh('given'), kind: 'text', mutable: true }
  const inner = within(place, false, 'text', [given])
  const value = (): string => text(draft, inner, 1)
  const end = (): string => random.pick(['', '', 'break', `return ${given.name}`])
  const step = (): string => `${random.chance(0.7) ? `${given.name} = ${value()}` : statements(draft, inner, 2, 0)}\n${end()}`
  const truths = random.chance(0.4)
  const label = (kind: string): string => (truths ? `case ${flag(draft, inner, 1)}:` : `case '${kind}':`)
  const cases = ['x', 'y', 'z'].map((kind) => `${label(kind)}\n${step()}`)
  cases.splice(random.below(4), 0, `default:\n${step()}`)
  return `function ${namer}(event, ${given.name}) {\nswitch (${truths ? 'true' : 'event.kind'}) {\n${cases.join('\n')}\n}\nreturn ${given.name}\n}`
}

/** Loops within loops that are left and gone on with by their labels. */
function nested(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [outer, middle] = [draft.fresh('outer'), draft.fresh('middle')]
  const names: readonly Name[] = ['left', 'right'].map((one) => ({ name: draft.fresh(one), kind: 'text', mutable: false }))
  const [left, right] = names.map(({ name }) => name)
  const now: Name = { name: draft.fresh('now'), kind: 'text', mutable: true }
  const inner = within(place, true, 'nothing', [...names, now])
  const item = (): string => text(draft, { ...inner, names: place.names, async: false }, 1)
  const jump = (): string =>
    `if (${random.pick([() => flag(draft, inner, 1), () => `${left} === ${right}`, () => `${now.name} !== ${left}`])()}) ${random.pick(['continue', 'break'])} ${random.pick([outer, middle])}`
  const steps = [jump, () => sendTo(draft, random.pick([now.name, `${left}`, `${right}`])), () => `${now.name} = ${text(draft, inner, 1)}`, jump]
  const body = Array.from({ length: 3 }, () => random.pick(steps)()).join('\n')
  return `const ${task} = async (event) => {\nlet ${now.name} = ${item()}\n${outer}: for (const ${left} of [${item()}, ${item()}]) {\n${middle}: for (const ${right} of [${item()}, ${left}]) {\n${body}\n}\n${sendTo(draft, now.name)}\n}\n${sendTo(draft, now.name)}\n}`
}

/** Functions that are made in a loop and called after it. */
function loopClosures(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const all = draft.fresh('all')
  const now: Name = { name: draft.fresh('now'), kind: 'text', mutable: true }
  const inner = within(place, true, 'nothing', [now])
  const item = (): string => text(draft, { ...inner, names: place.names, async: false }, 1)
  const word = random.pick(['let', 'var'])
  const list = `[${item()}, ${item()}]`
  const head = random.pick([
    () => `for (${word} ${now.name} of ${list}) {`,
    () => `const tables = ${list}\nfor (${word} at = 0; at < tables.length; at++) {\n${word} ${now.name} = tables[at]`,
    () => `let ${now.name} = ${item()}\nfor (let at = 0; at < 2; at++) {`,
  ])()
  const push = random.pick([
    () => `${all}.push(async (event) => {\n${sendTo(draft, now.name)}\n})`,
    () => `${all}.push(async (event) => {\n${statements(draft, inner, 2, 0)}\n${sendTo(draft, now.name)}\n${now.name} = ${text(draft, inner, 1)}\n})`,
    () => `function make() {\nreturn async (event) => {\n${sendTo(draft, now.name)}\n}\n}\n${all}.push(make())`,
  ])()
  const later = random.chance(0.5) ? `\n${now.name} = ${text(draft, inner, 1)}` : ''
  const call = random.pick([
    `for (const go of ${all}) await go(event)`,
    `await ${all}.at(-1)(event)`,
    `await ${all}[0](event)`,
    `while (${all}.length > 0) await ${all}.pop()(event)`,
  ])
  return `const ${task} = async (event) => {\nconst ${all} = []\n${head}\n${push}${later}\n}\n${call}\n}`
}

/** Steps that say which step comes next. */
function machine(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const steps = draft.fresh('steps')
  const now: Name = { name: draft.fresh('now'), kind: 'text', mutable: true }
  const inner = within(place, true, undefined, [now])
  const names = ['open', 'work', 'close']
  const next = (at: number): string => {
    const after = names.slice(at + 1)
    const one = (): string => (after.length > 0 ? `'${random.pick(after)}'` : 'undefined')
    return random.chance(0.5) ? one() : `(${flag(draft, inner, 1)} ? ${one()} : ${random.chance(0.5) ? 'undefined' : one()})`
  }
  const body = (): string =>
    `${statements(draft, inner, 2, 0)}\n${sendTo(draft, now.name)}\n${random.chance(0.6) ? `${now.name} = ${text(draft, inner, 1)}\n` : ''}`
  const first = text(draft, { ...inner, names: place.names, async: false }, 1)
  return random.chance(0.5)
    ? `const ${task} = async (event) => {\nlet ${now.name} = ${first}\nconst ${steps} = {\n${names.map((name, at) => `${name}: async () => {\n${body()}return ${next(at)}\n}`).join(',\n')}\n}\nlet state = 'open'\nwhile (state) state = await ${steps}[state]()\n}`
    : `const ${task} = async (event) => {\nlet ${now.name} = ${first}\nlet state = 'open'\nfor (let turn = 0; turn < 4 && state !== undefined; turn++) {\nswitch (state) {\n${names.map((name, at) => `case '${name}': {\n${body()}state = ${next(at)}\nbreak\n}`).join('\n')}\n}\n}\n}`
}

/** Names that are used before the place where they stand. */
function hoisted(draft: Draft, place: Place, task: string): string {
  const { random } = draft
  const [later, kept] = [draft.fresh('later'), draft.fresh('kept')]
  const inner = within(place, true, 'nothing')
  const value = (): string => text(draft, { ...inner, async: false }, 1)
  return random.pick([
    () =>
      `async function ${task}(event) {\nawait ${later}(${kept} ?? ${value()})\nvar ${kept} = ${value()}\nawait ${later}(${kept})\nasync function ${later}(table) {\n${sendTo(draft, 'table')}\n}\n}`,
    () =>
      `const ${task} = async (event) => {\nif (${flag(draft, inner, 1)}) {\nvar ${kept} = ${value()}\n}\n${sendTo(draft, `${kept} ?? ${value()}`)}\n}`,
    () =>
      `const ${task} = async (event) => {\nlet ${kept} = ${value()}\n{\nlet ${kept} = ${value()}\n${sendTo(draft, kept)}\n${kept} = ${value()}\n}\n${sendTo(draft, kept)}\n}`,
    () =>
      `const ${task} = async ({ name: ${kept} = ${text(draft, { ...place, event: false, async: false }, 1)}, ...others }, second = ${kept}) => {\n${kept} = ${text(draft, { ...place, event: false, async: false }, 1)}\n${sendTo(draft, kept)}\n${sendTo(draft, 'second')}\n}`,
  ])()
}

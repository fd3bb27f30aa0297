import type { ActionFact, ClientFacts, CommandFact, ResourceFacts } from '../src/permissions/format.ts'
import { type FoldedAction, type FoldedFacts, isLookedInto } from '../src/permissions/unfold.ts'

type Named = ActionFact & { readonly name?: string }

/** Lets what several commands of a client have stand once: each `on`, named for its resource types, each action beside the command's own, and each list of what may be needed. */
export function fold(facts: ClientFacts): Omit<ClientFacts, 'commands'> & FoldedFacts {
  const { commands, ...rest } = facts
  const all = Object.values(commands)
  const [bindings, placesOf] = once<ResourceFacts>(
    all.flatMap((command) => [command, ...(command.actions ?? [])]).flatMap(({ on }) => (on ? [on] : [])),
    (on) => Object.keys(on).join(' '),
  )
  const shorten = (action: Named): FoldedAction => (action.on ? { ...action, on: placesOf(action.on) } : action)
  const [actions, actionOf] = once<FoldedAction>(
    all.flatMap((command) => (command.actions ?? []).map(shorten)),
    ({ name = 'own' }) => name,
  )
  const [beside, listOf] = once<string>(
    all.flatMap(({ beside }) => (beside === undefined ? [] : [beside])),
    (list) => `@${list.slice(0, list.indexOf(':'))}`,
  )
  const page = commonPage(all)
  const assumed = commonReason(all)
  const folded = Object.entries(commands).map(([name, command]) => [
    name,
    {
      ...shorten(withoutShared(command, page, assumed)),
      ...(command.beside === undefined ? {} : { beside: listOf(command.beside) }),
      ...(command.actions ? { actions: command.actions.map((action) => actionOf(shorten(action))) } : {}),
    },
  ])
  return {
    ...rest,
    ...(page === undefined ? {} : { page }),
    ...(assumed === undefined ? {} : { assumed }),
    ...some('bindings', bindings),
    ...some('actions', actions),
    ...some('beside', beside),
    commands: Object.fromEntries(folded),
  }
}

/** The page that most commands that were looked into have, where several have it and none has no page. */
function commonPage(commands: readonly CommandFact[]): string | undefined {
  const counts = new Map<string | undefined, number>()
  for (const { source } of commands.filter(isLookedInto)) counts.set(source, (counts.get(source) ?? 0) + 1)
  const [page, count] = [...counts].sort(([, first], [, second]) => second - first)[0] ?? [undefined, 0]
  return count > 1 && !counts.has(undefined) ? page : undefined
}

/** Why commands are assumed, where all of them have the same reason. */
function commonReason(commands: readonly CommandFact[]): string | undefined {
  const reasons = new Set(commands.filter(({ basis }) => basis === 'assumed').map(({ why }) => why))
  return reasons.size === 1 ? [...reasons][0] : undefined
}

/** Leaves out what the file says once. */
function withoutShared(command: CommandFact, page: string | undefined, assumed: string | undefined): CommandFact {
  const { source, why, ...rest } = command
  if (isLookedInto(command)) return source === page ? { ...rest, ...(why === undefined ? {} : { why }) } : command
  return command.basis === 'assumed' && why === assumed ? { ...rest, ...(source === undefined ? {} : { source }) } : command
}

/** What stands more than once and is longer than its name, under that name; and how each is written. */
function once<Value>(values: readonly Value[], nameOf: (value: Value) => string): [{ [name: string]: Value }, (value: Value) => Value | string] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(JSON.stringify(value), (counts.get(JSON.stringify(value)) ?? 0) + 1)
  const names = new Map<string, string>()
  const taken = new Map<string, number>()
  for (const [text, count] of counts) {
    const base = nameOf(JSON.parse(text) as Value)
    const number = (taken.get(base) ?? 0) + 1
    const name = number === 1 ? base : `${base} ${number}`
    if (count < 2 || text.length < name.length + 8) continue
    taken.set(base, number)
    names.set(text, name)
  }
  const table = Object.fromEntries([...names].map(([text, name]) => [name, JSON.parse(text) as Value]))
  return [table, (value) => names.get(JSON.stringify(value)) ?? value]
}

function some(name: string, table: object): object {
  return Object.keys(table).length > 0 ? { [name]: table } : {}
}

import type { ActionFact, ClientFacts, ResourceFacts } from '../src/permissions/format.ts'
import type { FoldedFacts } from '../src/permissions/unfold.ts'

/** Lets each `on` that several actions of a client have stand once, named for its resource types: a file shrinks by a third. */
export function fold(facts: ClientFacts): ClientFacts & FoldedFacts {
  const actions = Object.values(facts.commands).flatMap((command) => [command, ...(command.actions ?? [])])
  const counts = new Map<string, number>()
  for (const { on } of actions) if (on) counts.set(JSON.stringify(on), (counts.get(JSON.stringify(on)) ?? 0) + 1)
  const names = new Map<string, string>()
  const taken = new Map<string, number>()
  for (const [on, count] of counts) {
    const types = Object.keys(JSON.parse(on) as ResourceFacts).join(' ')
    const number = (taken.get(types) ?? 0) + 1
    const name = number === 1 ? types : `${types} ${number}`
    if (count < 2 || on.length < name.length + 8) continue
    taken.set(types, number)
    names.set(on, name)
  }
  const shorten = <Action extends ActionFact>(action: Action): Action => {
    const name = action.on && names.get(JSON.stringify(action.on))
    return name === undefined ? action : { ...action, on: name }
  }
  const commands = Object.entries(facts.commands).map(([name, command]) => [
    name,
    { ...shorten(command), ...(command.actions ? { actions: command.actions.map(shorten) } : {}) },
  ])
  const { commands: _, ...rest } = facts
  const bindings = Object.fromEntries([...names].map(([on, name]) => [name, JSON.parse(on)]))
  return { ...rest, ...(names.size > 0 ? { bindings } : {}), commands: Object.fromEntries(commands) }
}

import type { ActionFact, ClientFacts, ResourceFacts } from './format.ts'

/**
 * Facts as they stand in a file. What several commands have stands once, and is named where it holds: an `on` under `bindings`, an action under
 * `actions`.
 */
export interface FoldedFacts {
  readonly bindings?: { readonly [name: string]: ResourceFacts }
  readonly actions?: { readonly [name: string]: FoldedAction }
  readonly commands: { readonly [command: string]: FoldedAction & { readonly actions?: readonly (FoldedAction | string)[] } }
}

/** An action whose `on` may be a name. */
export interface FoldedAction {
  readonly name?: string
  readonly on?: string | ResourceFacts
}

/** Puts what a file names into its places. What was read is changed, since facts are read once and are many. */
export function unfold(folded: FoldedFacts): ClientFacts {
  const { bindings = {}, actions = {}, ...facts } = folded
  const place = (action: FoldedAction): void => {
    if (typeof action.on === 'string') (action as { on?: ActionFact['on'] }).on = bindings[action.on] ?? missing('bindings', action.on)
  }
  for (const action of Object.values(actions)) place(action)
  for (const command of Object.values(folded.commands)) {
    place(command)
    const own = command.actions as (FoldedAction | string)[] | undefined
    own?.forEach((action, at) => {
      if (typeof action === 'string') own[at] = actions[action] ?? missing('action', action)
      else place(action)
    })
  }
  return facts as unknown as ClientFacts
}

function missing(what: string, name: string): never {
  throw new Error(`a file of the action map names the ${what} ${name}, which it does not have`)
}

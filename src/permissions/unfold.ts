import type { ActionFact, ClientFacts, ResourceFacts } from './format.ts'

/** Facts as they stand in a file: an `on` that several actions have stands once, under `bindings`, and is named where it holds. */
export interface FoldedFacts {
  readonly bindings?: { readonly [name: string]: ResourceFacts }
  readonly commands: { readonly [command: string]: FoldedAction & { readonly actions?: readonly FoldedAction[] } }
}

interface FoldedAction {
  readonly on?: string | ResourceFacts
}

/** Puts the bindings that a file names into their places. What was read is changed, since facts are read once and are many. */
export function unfold(folded: FoldedFacts): ClientFacts {
  const { bindings = {}, ...facts } = folded
  const place = (action: FoldedAction): void => {
    if (typeof action.on === 'string') (action as { on?: ActionFact['on'] }).on = bindings[action.on] ?? missing(action.on)
  }
  for (const command of Object.values(folded.commands)) {
    place(command)
    for (const action of command.actions ?? []) place(action)
  }
  return facts as unknown as ClientFacts
}

function missing(name: string): never {
  throw new Error(`a file of the action map names the bindings ${name}, which it does not have`)
}

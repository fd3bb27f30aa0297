import type { ActionFact, ClientFacts, ResourceFacts } from './format.ts'

/**
 * Facts as they stand in a file. What several commands have stands once, and is named where it holds: an `on` under `bindings`, an action under
 * `actions`, a list of what may be needed beside under `beside`, the page of most commands that have a reason under `page`,
 * why commands are assumed under `assumed`.
 */
export interface FoldedFacts {
  readonly page?: string
  readonly assumed?: string
  readonly bindings?: { readonly [name: string]: ResourceFacts }
  readonly actions?: { readonly [name: string]: FoldedAction }
  readonly beside?: { readonly [name: string]: string }
  readonly commands: { readonly [command: string]: FoldedCommand }
}

/** An action whose `on` may be a name. */
export interface FoldedAction {
  readonly name?: string
  readonly on?: string | ResourceFacts
}

/** A command whose actions, page and list of what may be needed may stand elsewhere. */
export interface FoldedCommand extends FoldedAction {
  readonly basis?: string
  why?: string
  source?: string
  beside?: string
  readonly actions?: (FoldedAction | string)[]
}

/** Whether a command was looked into, so that it has a page. */
export const isLookedInto = ({ basis, why }: { readonly basis?: string; readonly why?: string }): boolean => why !== undefined && basis !== 'assumed'

/** Puts what a file names into its places. What was read is changed, since facts are read once and are many. */
export function unfold(folded: FoldedFacts): ClientFacts {
  const { bindings = {}, actions = {}, beside = {}, page, assumed, ...facts } = folded
  const place = (action: FoldedAction): void => {
    if (typeof action.on === 'string') (action as { on?: ActionFact['on'] }).on = bindings[action.on] ?? missing('bindings', action.on)
  }
  for (const action of Object.values(actions)) place(action)
  for (const command of Object.values(folded.commands)) {
    place(command)
    if (page !== undefined && isLookedInto(command)) command.source ??= page
    if (assumed !== undefined && command.basis === 'assumed') command.why = assumed
    if (command.beside?.startsWith('@')) command.beside = beside[command.beside] ?? missing('list', command.beside)
    const { actions: own } = command
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

import type { SdkCall } from '../model/index.ts'
import type { ActionMap } from './action-map.ts'
import { actionsOf } from './format.ts'
import { parseSource, pathsOf } from './source.ts'

/** The members of a call's input that name what an action is allowed on: `Bucket` and `Key`. */
export function namingMembers(map: ActionMap, call: Pick<SdkCall, 'client' | 'command'>, action: string): readonly string[] {
  const known = map.command(call.client, call.command)
  if (!known) return []
  const sources = actionsOf(known.facts, known.name, known.fact)
    .filter(({ name }) => name === action)
    .flatMap(({ on }) => Object.values(on ?? {}).flatMap((bindings) => Object.values(bindings)))
  const members = sources.flatMap((source) => pathsOf(parseSource(source))).map((path) => path.split(/[.[{]/, 1)[0] ?? '')
  return [...new Set(members)].filter((member) => member !== '' && !member.startsWith('$'))
}

import type { Value } from '../model/index.ts'
import { type DeclaredIndex, identify, nameOf } from './declared.ts'
import type { Source } from './format.ts'
import { textNow } from './reading.ts'
import { parseSource, readersOf } from './source.ts'

/** Readers that take the slash away that a name may begin with, since the template has it already. */
const strippers: ReadonlySet<string> = new Set(['withoutLeadingSlash', 'slashEnded'])

/**
 * The templates of a name that may bring its own leading slash, `parameter/name` and `parameter/path/name`: what only the deployment knows may do either,
 * and a second slash would name something else.
 */
export function slashedTemplates(
  template: string,
  variable: string,
  source: Source | undefined,
  name: Value,
  declared: DeclaredIndex,
): readonly string[] {
  if (source === undefined || !readersOf(parseSource(source)).some((reader) => strippers.has(reader))) return [template]
  const bare = template.replace(`/\${${variable}}`, `\${${variable}}`)
  const begins = beginning(name, declared)
  return begins === 'slash' ? [bare] : begins === 'open' ? [template, bare] : [template]
}

/** How a name begins whose written slash is gone already. */
function beginning(name: Value, declared: DeclaredIndex): 'slash' | 'open' | 'other' {
  const first = name.kind === 'join' ? name.parts[0] : name
  if (first === undefined || first.kind === 'text' || first.kind === 'unknown') return 'other'
  const owner = identify(first, declared)
  if (owner) {
    const named = nameOf(owner)
    return owner.fact.slashes && named && named !== first && named.kind !== 'resource' ? beginning(named, declared) : 'other'
  }
  if (first.kind === 'resource' && first.id.startsWith('AWS::')) return 'other'
  const now = textNow(first)
  return now === undefined ? 'open' : now.startsWith('/') ? 'slash' : 'other'
}

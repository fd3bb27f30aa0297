import type { Value } from '../model/index.ts'
import { type DeclaredIndex, identify, nameOf } from './declared.ts'
import type { Source } from './format.ts'
import { textNow } from './reading.ts'
import { parseSource, readersOf, type SourceTree } from './source.ts'

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
  written: (source: SourceTree) => Value,
  declared: DeclaredIndex,
): readonly string[] {
  if (source === undefined || !readersOf(parseSource(source)).some((reader) => strippers.has(reader))) return [template]
  // What follows a slash that is written there brings none of its own.
  const whole = written(unstripped(parseSource(source)))
  const [start] = whole.kind === 'join' ? whole.parts : [whole]
  if (start?.kind === 'text' && start.text.startsWith('/')) return [template]
  const bare = template.replace(`/\${${variable}}`, `\${${variable}}`)
  const begins = beginning(name, declared)
  return begins === 'slash' ? [bare] : begins === 'open' ? [template, bare] : [template]
}

/** A source with the slash left where the name has it. */
function unstripped(tree: SourceTree): SourceTree {
  if (tree.kind === 'reader') return strippers.has(tree.reader) ? unstripped(tree.of) : { ...tree, of: unstripped(tree.of) }
  return tree.kind === 'first' || tree.kind === 'each' ? { ...tree, of: tree.of.map(unstripped) } : tree
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

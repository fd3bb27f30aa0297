import { join, oneOf, text, unknown, type Value } from '../model/index.ts'

/**
 * The texts that a part of an event may hold once it has passed a pattern, by their path in it: every list of the pattern is what the
 * member of the same name may be. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function patternTexts(pattern: Value): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>()
  const walk = (part: Value, path: string): void => {
    if (part.kind === 'record') {
      // What stands under `$or` need not hold.
      for (const [name, member] of part.fields) if (!name.startsWith('$')) walk(member, path === '' ? name : `${path}.${name}`)
    } else if (part.kind === 'list' && !part.rest) {
      const options = part.items.map((item) => allowed(item, path))
      const known = options.filter((option) => option !== undefined)
      if (known.length === options.length && known.length > 0) found.set(path, oneOf(known))
    }
  }
  walk(pattern, '')
  return found
}

/** What one item of a pattern's list allows; undefined where that may be anything. */
function allowed(item: Value, path: string): Value | undefined {
  if (item.kind !== 'record') return item.kind === 'unknown' || item.kind === 'list' || item.kind === 'constant' ? undefined : item
  const [operator, value] = item.fields.size === 1 ? ([...item.fields][0] ?? []) : []
  if (value?.kind !== 'text' || value.text === '') return undefined
  const open = unknown(`comes from event.detail.${path}`)
  if (operator === 'prefix') return join([value, open])
  if (operator === 'suffix') return join([open, value])
  if (operator === 'wildcard' && !value.text.includes('\\'))
    return join(value.text.split('*').flatMap((piece, index) => (index === 0 ? [text(piece)] : [open, text(piece)])))
  return undefined
}

/** Whether one text may end in what the other begins with, so that a name may be shorter than both together. */
export function overlaps(prefix: string, suffix: string): boolean {
  for (let size = 1; size <= Math.min(prefix.length, suffix.length); size++) if (prefix.endsWith(suffix.slice(0, size))) return true
  return false
}

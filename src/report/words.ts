import type { Condition, Json, Permission, Report, Value } from '../model/index.ts'

/** `1 action`, `2 actions`, `1 policy`, `2 policies`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(items: readonly string[], last = 'and'): string {
  if (items.length < 2) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`
}

/** What was left out of a report, in words: `3 ignored, 8 accepted by the baseline`; empty where nothing was. */
export function leftOutText({ leftOut: { ignored, baseline } = { ignored: 0, baseline: 0 } }: Pick<Report, 'leftOut'>): string {
  return [...(ignored > 0 ? [`${ignored} ignored`] : []), ...(baseline > 0 ? [`${baseline} accepted by the baseline`] : [])].join(', ')
}

/** What a comparison looked at, in words: `4 functions compared (1 incomplete, 2 not read)`. */
export function comparedText({ functions }: Report): string {
  const incomplete = functions.filter(({ analysis }) => analysis === 'incomplete').length
  const unread = functions.filter(({ analysis }) => analysis !== 'incomplete' && analysis !== 'complete').length
  const but = [...(incomplete > 0 ? [`${incomplete} incomplete`] : []), ...(unread > 0 ? [`${unread} not read`] : [])].join(', ')
  return `${plural(functions.length, 'function')} compared${but === '' ? '' : ` (${but})`}`
}

/** What a comparison says that found no difference; where not all was read, it is no praise. */
export function noDifferenceText(report: Report): string {
  if (leftOutText(report) !== '' || report.base) return 'nothing new'
  if (report.functions.length === 0) return 'there is nothing to compare'
  const read = report.functions.every(({ analysis }) => analysis === 'complete')
  return read ? 'each is allowed what its code needs, and nothing more' : 'no difference was found in what could be read'
}

/** The first few of a long list, and how many more there are: `a, b + 3 more places`. */
export function folded(items: readonly string[], most: number, one: string): string {
  const rest = items.length - most
  if (rest <= 0) return items.join(', ')
  return `${items.slice(0, most).join(', ')} + ${rest} more ${rest === 1 ? one : `${one}s`}`
}

/** How much of what would be reported was there before a change. */
export function knownBefore({ ref, commit, known }: NonNullable<Report['base']>): string {
  return `${known === 0 ? 'No finding was' : known === 1 ? '1 finding was' : `${known} findings were`} there before (${commit.slice(0, 10)}, the merge base with ${ref}).`
}

/** The distinct items in the order of their first appearance. */
export const distinct = <Item>(items: Iterable<Item>): Item[] => [...new Set(items)]

/** Puts items under the key that each has, keys in the order of their first appearance. */
export function groupBy<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

/** Breaks a text into lines of at most so many characters; a longer word keeps a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  if (line !== '') lines.push(line)
  return lines
}

/** The one key and the value of an intrinsic function, as short as YAML spells it: `!GetAtt`, `!Ref`. */
export function shortForm(json: Json): { readonly tag: string; readonly argument: Json } | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined
  const [entry, ...others] = Object.entries(json)
  if (!entry || others.length > 0) return undefined
  const [name, argument] = entry
  if (name === 'Ref') return { tag: '!Ref', argument }
  if (!name.startsWith('Fn::')) return undefined
  const parts = Array.isArray(argument) && name === 'Fn::GetAtt' ? argument : []
  const dotted = parts.length === 2 && parts.every((part) => typeof part === 'string') ? parts.join('.') : undefined
  return { tag: `!${name.slice('Fn::'.length)}`, argument: dotted ?? argument }
}

/** A value of a document as people read it: `arn:aws:s3:::reports/*`, `!GetAtt UsersTable.Arn`. */
export function readable(json: Json): string {
  if (typeof json === 'string') return json
  const short = shortForm(json)
  if (short?.tag === '!If' && Array.isArray(short.argument)) return `!If [${(short.argument as readonly Json[]).map(readable).join(', ')}]`
  return short ? `${short.tag} ${readable(short.argument)}` : JSON.stringify(json)
}

/** The options of a value that is one of several; any other value is its own single option. */
export const resourcesOf = (permission: Permission): readonly Value[] =>
  permission.resource.kind === 'oneOf' ? permission.resource.options : [permission.resource]

const noCondition: Condition = new Map()

/** A condition as JSON, operators and keys sorted, always with lists of values. */
export function conditionDocument(condition: Condition | undefined, render: (value: Value) => Json): { [operator: string]: { [key: string]: Json } } {
  const sorted = <Item>(map: ReadonlyMap<string, Item>): [string, Item][] => [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return Object.fromEntries(
    sorted(condition ?? noCondition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(sorted(keys).map(([key, values]) => [key, values.map(render)])),
    ]),
  )
}

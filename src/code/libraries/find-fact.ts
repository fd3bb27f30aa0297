import type { LibraryExport, LibraryFact } from '../../model/index.ts'
import type { Foreign } from '../evaluate/index.ts'

/** What the facts say of something, and the fact that says it. */
export interface Found {
  readonly fact: LibraryFact
  readonly entry: LibraryExport
}

type Facts = ReadonlyMap<string, LibraryFact>

/** The fact of a package; that of `a/b` holds for `a/b/c`, and one of `a/util-*` for all that start so. */
export function factOf(libraries: Facts, name: string): LibraryFact | undefined {
  for (let at = name; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const found = libraries.get(at)
    if (found) return found
  }
  for (let end = name.lastIndexOf('-'); end > 0; end = name.lastIndexOf('-', end - 1)) {
    const found = libraries.get(`${name.slice(0, end + 1)}*`)
    if (found) return found
  }
  return name.startsWith('@') ? libraries.get(`${name.slice(0, name.indexOf('/') + 1)}*`) : undefined
}

/** What the facts say of an export; the longest name first, so that a static member comes before its class. */
export function exportOf(libraries: Facts, symbol: Foreign): Found | undefined {
  const fact = factOf(libraries, symbol.package)
  if (!fact) return undefined
  const name = symbol.path.join('.')
  const last = symbol.path.at(-1) ?? 'default'
  const entry = own(fact.exports, name === '' ? 'default' : name) ?? own(fact.exports, last)
  if (entry) return { fact, entry }
  if (fact.quiet?.includes(last) || fact.quiet?.includes(symbol.path[0] ?? 'default')) return { fact, entry: { quiet: true } }
  const any = own(fact.exports, '*')
  if (any) return { fact, entry: any }
  return fact.could === undefined ? undefined : { fact, entry: { unread: fact.could } }
}

/** Whether an export is a class whose instances do something for themselves, so that it matters to have one. */
export function isMade(libraries: Facts, symbol: Foreign): boolean {
  const fact = factOf(libraries, symbol.package)
  const entry = fact && own(fact.exports, symbol.path.join('.'))
  return entry !== undefined && !entry.sends && [entry.client, entry.command, entry.methods, entry.gives].some((one) => one !== undefined)
}

/** Whether the facts say of an export itself, and not only of a member of it, that it calls AWS in a way that is not read. */
export function isUnread(libraries: Facts, symbol: Foreign): boolean {
  const found = symbol.path.length > 1 ? undefined : exportOf(libraries, symbol)
  return found?.entry.unread !== undefined && Object.values(found.fact.exports).includes(found.entry)
}

/** What the facts say of a member, `query.byCustomer` in full or `query.*` or `*.byCustomer` or `*`. */
export function memberOf(entry: LibraryExport, name: string): LibraryExport | undefined {
  const { methods } = entry
  if (!methods) return undefined
  const [first = '', ...others] = name.split('.')
  return (
    own(methods, name) ??
    (others.length > 0 ? (own(methods, `${first}.*`) ?? own(methods, `*.${others.at(-1)}`)) : undefined) ??
    (inherited.has(name) || unspoken.has(name) ? undefined : own(methods, '*'))
  )
}

/** Whether a library does anything that matters here: one that calls nothing needs no look at the files that import it. */
export function matters(fact: LibraryFact): boolean {
  if (fact.beside) return false
  return Object.values(fact.exports).some((entry) => !entry.quiet) || fact.could !== undefined || fact.aggregated !== undefined
}

/** Members that no code calls: what happens when an object is handed to code that cannot be seen, or when credentials are used. */
export const unspoken: ReadonlySet<string> = new Set(['handed over', 'used'])

/** Members that every object or promise has. */
export const inherited: ReadonlySet<string> = new Set(
  'then catch finally bind call apply toString valueOf toJSON hasOwnProperty constructor on once off addListener removeListener'.split(' '),
)

const own = <Entry>(entries: { readonly [name: string]: Entry }, name: string): Entry | undefined =>
  Object.hasOwn(entries, name) ? entries[name] : undefined

import { remarkIn, type Statement, type StatementDocument } from '../../model/index.ts'
import type { Entry, ListNode, MapNode, Node, Slot } from '../document.ts'
import { grantsOf, statementKey } from './equivalence.ts'
import { lineEndAt } from './style.ts'

/** An item of a list of statements in a file: usually one statement, of a variable perhaps several, none where it cannot be read. */
export interface Existing {
  readonly slot: Slot
  readonly statements: readonly Statement[]
  /** Whether its statements say all of it (`plain`), but for which of them holds when (`choice`), or leave something out (`open`). */
  readonly form: 'plain' | 'choice' | 'open'
  /** The map that may be edited in place: the item itself, or what it stands for in a file of its own. */
  readonly editable?: MapNode
  /** The comment that protects it: what follows `# keycard-keep`. */
  readonly keep?: { readonly reason: string }
}
/** A statement that is to be there: as it is written, and as it reads. */
export interface Wanted {
  readonly document: StatementDocument
  readonly statement: Statement
}
/** What to do with a list of statements. */
export interface Plan {
  /** Items whose actions and resources are changed in place. */
  readonly change: readonly (readonly [Existing, Wanted])[]
  readonly remove: readonly Existing[]
  readonly add: readonly Wanted[]
}

/**
 * Decides what happens to each statement; undefined where all is well as it stands. Statements that deny, that have a condition which
 * is not wanted, that cannot be read to the end or that a comment protects stay whatever is wanted.
 */
export function planChanges(existing: readonly Existing[], wanted: readonly Wanted[]): Plan | undefined {
  const wantedKeys = new Set(wanted.map(({ statement }) => statementKey(statement)))
  const kept = existing.filter((item) => isProtected(item, wantedKeys))
  const open = existing.filter((item) => !kept.includes(item))
  const keptGrants = new Set(kept.flatMap((item) => item.statements.flatMap(grantsOf)))
  const needed = wanted.filter(({ statement }) => !grantsOf(statement).every((grant) => keptGrants.has(grant)))
  if (
    sameSet(
      open.flatMap((item) => item.statements.flatMap(grantsOf)),
      needed.flatMap(({ statement }) => grantsOf(statement)),
    )
  )
    return undefined
  return match(open, needed)
}

function isProtected({ keep, statements, form }: Existing, wantedKeys: ReadonlySet<string>): boolean {
  if (keep || statements.length === 0 || form === 'open') return true
  return statements.some(
    (statement) => statement.effect === 'Deny' || (statement.condition !== undefined && !wantedKeys.has(statementKey(statement))),
  )
}

function sameSet(first: readonly string[], second: readonly string[]): boolean {
  const [a, b] = [new Set(first), new Set(second)]
  return a.size === b.size && [...a].every((item) => b.has(item))
}

/** Items of which every statement is wanted stay; of the others, those that speak of the same things are changed into each other. */
function match(open: readonly Existing[], needed: readonly Wanted[]): Plan {
  const lacking = new Set(needed.map(({ statement }) => statementKey(statement)))
  let left = open.filter(({ statements }) => {
    const keys = statements.map(statementKey)
    if (!keys.every((key) => lacking.has(key))) return true
    for (const key of keys) lacking.delete(key)
    return false
  })
  const missing = needed.filter(({ statement }) => lacking.delete(statementKey(statement)))
  const change: [Existing, Wanted][] = []
  const add: Wanted[] = []
  for (const one of missing) {
    const scored = left.map((item) => ({ item, score: likeness(item, one) })).filter(({ score }) => score > 0)
    // The sort is stable: of equals the first in the file.
    const best = scored.sort((a, b) => b.score - a.score)[0]
    if (!best) add.push(one)
    else {
      change.push([best.item, one])
      left = left.filter((item) => item !== best.item)
    }
  }
  return { change, remove: left, add }
}

function likeness({ editable, statements, form }: Existing, { statement }: Wanted): number {
  const [only, ...others] = statements
  if (form !== 'plain') return 0
  if (!only || others.length > 0 || only.effect !== statement.effect || only.condition || statement.condition) return 0
  if (!editable) return 0
  const { entries } = editable
  if (['Action', 'Resource'].some((key) => !isWritten(entries.get(key))) || entries.has('NotAction') || entries.has('NotResource')) return 0
  const services = (actions: readonly string[]): Set<string> => new Set(actions.map((action) => action.toLowerCase().split(':')[0] ?? ''))
  const [mine, theirs] = [services(only.actions), services(statement.actions)]
  const shared = [...mine].filter((service) => theirs.has(service)).length
  if (shared === 0 && !mine.has('*')) return 0
  const grants = new Set(grantsOf(statement))
  return 1 + shared + 4 * grantsOf(only).filter((grant) => grants.has(grant)).length
}

const comment = /^\s*#/
const codeComment = /^\s*(?:\/\/|\/?\*)/

/** Whether a map says a field itself, its value beside its key. */
const isWritten = (entry: Entry | undefined): boolean => entry !== undefined && !entry.mergedFrom && entry.keyStart !== entry.start

/** The comment `# keycard-keep -- reason` at an item: on a line of it, or on the comment lines right above it; in code behind `//`. */
export function keepComment(list: ListNode, slot: Slot): { reason: string } | undefined {
  const { text } = slot.source
  const from = slot.dash ?? slot.start
  let start = text.lastIndexOf('\n', from - 1) + 1
  const inCode = slot.source.format === 'code'
  const ownLine = !list.flow || (inCode && /^[ \t]*$/.test(text.slice(start, from)))
  if (!ownLine) start = from
  while (ownLine && start > 0) {
    const above = text.lastIndexOf('\n', start - 2) + 1
    if (!(inCode ? codeComment : comment).test(text.slice(above, start))) break
    start = above
  }
  return keepIn(text.slice(start, lineEndAt(slot.source, slot.end)), inCode)
}

/** The same comment at, or anywhere in, what an item stands for in another place. */
export function keepCommentIn({ source, start, end }: Node): { reason: string } | undefined {
  const inCode = source.format === 'code'
  let from = source.text.lastIndexOf('\n', start - 1) + 1
  while (from > 0) {
    const above = source.text.lastIndexOf('\n', from - 2) + 1
    if (!(inCode ? codeComment : comment).test(source.text.slice(above, from))) break
    from = above
  }
  return keepIn(source.text.slice(from, lineEndAt(source, end)), inCode)
}

function keepIn(text: string, inCode: boolean): { reason: string } | undefined {
  const lines = text.split('\n')
  return lines.map((line) => remarkIn(line, 'keep', inCode ? 'code' : 'configuration')).find((remark) => remark !== undefined)
}

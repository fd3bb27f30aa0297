import type { Edit, Finding, StatementDocument } from '../../../model/index.ts'
import { composeEdits } from '../../compose-edits.ts'
import type { MapNode } from '../../document.ts'
import { insertEntry, removeEntry, removeItems } from '../../write/map-edits.ts'
import { findSharing, touchesAnchor } from '../../write/sharing.ts'
import { type Style, styleOf } from '../../write/style.ts'
import type { Configuration } from '../configuration.ts'
import { editedReader, readEdited } from '../edited.ts'
import { dialectsOf, factsOf } from '../functions.ts'
import type { ReadService } from '../index.ts'
import { managedPoliciesOf, policyWays, providerWays } from '../place.ts'
import type { Spot } from '../spot.ts'
import { writeChanges } from '../write.ts'
import type { Draft } from './prepare.ts'

/** A step of a migration: the draft after it, and why parts of it were not made. */
export interface Step {
  readonly draft: Draft
  readonly findings: readonly Finding[]
}

/** Makes edits of a draft's files; undefined where the service could not be read any more. */
export function advance(draft: Draft, edits: readonly Edit[]): Draft | undefined {
  if (edits.length === 0) return draft
  const reader = editedReader(draft.reader, edits)
  const read = readEdited(draft.reader, draft.read, edits)
  return reader && read ? { reader, read, edits: composeEdits(draft.edits, edits) } : undefined
}

/** Brings the provider's statements to those that are to stay beside the protected ones. */
export function keepProviderStatements(draft: Draft, stay: readonly StatementDocument[], nothingStays: boolean): Step {
  const { configuration } = draft.read.source
  const whole = nothingStays ? cutProvider(configuration, providerWays) : undefined
  const gone = whole && advance(draft, [whole])
  if (gone && gone.read.service.declared.statements.length === 0) return { draft: gone, findings: [] }
  const functions = draft.read.service.functions.map(({ name }) => name)
  const { edits, findings } = writeChanges(draft.reader, draft.read, [{ place: { kind: 'provider' }, statements: stay, functions }])
  return { draft: advance(draft, edits) ?? draft, findings }
}

/** Takes managed policies away from the provider. */
export function dropProviderPolicies(draft: Draft, indexes: readonly number[]): Step {
  if (indexes.length === 0) return { draft, findings: [] }
  const { configuration } = draft.read.source
  const spot = managedPoliciesOf(configuration)?.spot
  const settled = spot && configuration.settle(spot)
  const list = settled?.kind === 'list' ? settled.node : undefined
  const editable = list && list.fixed === undefined && !list.source.file.startsWith('..') ? list : undefined
  const cut = indexes.length === list?.items.length ? cutProvider(configuration, policyWays) : undefined
  const slots = editable?.items.filter((_, index) => indexes.includes(index)) ?? []
  const all = editable && slots.length === editable.items.length ? emptied(editable) : undefined
  const edits = cut ? [cut] : (all ?? (editable && removeItems(editable, slots, style(configuration, editable))))
  const after = edits && isAlone(configuration, edits) ? advance(draft, edits) : undefined
  if (after) return { draft: after, findings: [] }
  const at = spot && configuration.placeOf(spot.node)
  return {
    draft,
    findings: [
      {
        check: 'write-refused',
        severity: 'error',
        confidence: 'certain',
        message: 'the managed policies of the provider stand where they cannot be edited',
        ...(at ? { at } : {}),
        fix: 'take them out by hand',
      },
    ],
  }
}

const emptied = (list: { readonly source: { readonly file: string }; readonly start: number; readonly end: number }): readonly Edit[] => [
  { file: list.source.file, start: list.start, end: list.end, text: '[]' },
]

/** Takes `role:` away where it names the shared role, since the framework refuses it beside statements; not where that would make nothing writable. */
export function unnameSharedRole(draft: Draft, names: readonly string[]): Draft {
  return names.reduce((before, name) => {
    const { configuration, functions } = before.read.source
    const spot = functions.find((declared) => declared.name === name)?.spot
    const settled = spot && configuration.settle(spot)
    const map = settled?.kind === 'map' && settled.node.fixed === undefined && !settled.node.source.file.startsWith('..') ? settled.node : undefined
    const edit = map && removeEntry([map], ['role'])
    const after = edit && isAlone(configuration, [edit]) ? advance(before, [edit]) : undefined
    const freed = after?.read.service.functions.find((declared) => declared.name === name)
    return after && freed && !freed.sharedRoleNamedAt && freed.notWritable === undefined ? after : before
  }, draft)
}

/** The functions whose own roles hold the provider's statements too, or would once they have one. */
export function inheritingFunctions({ source: { configuration, framework, functions, chosen } }: ReadService): ReadonlySet<string> {
  const inheriting = functions.filter((declared) => {
    const facts = factsOf(configuration, framework, declared, chosen)
    return dialectsOf(facts, chosen).reading.inherits(facts)
  })
  return new Set(inheriting.map(({ name }) => name))
}

/** Ends the inheritance of functions whose statements say all that they need; those that could not be ended are left out of the draft. */
export function stopInheriting(draft: Draft, names: readonly string[]): Draft {
  const { configuration, framework, functions, chosen } = draft.read.source
  const edits = functions
    .filter(({ name }) => names.includes(name))
    .flatMap((declared) => {
      const facts = factsOf(configuration, framework, declared, chosen)
      const way = dialectsOf(facts, chosen).reading.inheritWay?.(facts)
      return way ? (setFalse(configuration, declared.spot, way) ?? []) : []
    })
  return edits.length > 0 && isAlone(configuration, edits) ? (advance(draft, edits) ?? draft) : draft
}

function setFalse(configuration: Configuration, spot: Spot, way: readonly string[]): Edit | undefined {
  const holder = way.length === 1 ? spot : configuration.get(spot, ...way.slice(0, -1))
  const settled = holder && configuration.settle(holder)
  if (settled?.kind !== 'map' || settled.node.fixed !== undefined) return undefined
  const map = settled.node
  const key = way.at(-1) ?? ''
  const entry = map.entries.get(key)
  const { file } = map.source
  if (entry && !entry.mergedFrom) return entry.source === map.source ? { file, start: entry.start, end: entry.end, text: 'false' } : undefined
  return insertEntry(map, key, false, style(configuration, map), ['iamRoleStatements', 'role', 'handler'])
}

/** Cuts the property out of the provider, with what holds nothing else. */
function cutProvider(configuration: Configuration, ways: readonly (readonly string[])[]): Edit | undefined {
  const way = ways.find((keys) => configuration.get(configuration.root, 'provider', ...keys) !== undefined)
  if (!way) return undefined
  const maps: MapNode[] = []
  let spot = configuration.get(configuration.root, 'provider')
  for (const key of way) {
    // Only maps that stand in the file itself; what a variable leads to is edited where it is.
    if (spot?.node.kind !== 'map' || spot.node.fixed !== undefined || spot.node.source.file.startsWith('..')) return undefined
    maps.push(spot.node)
    spot = configuration.get(spot, key)
  }
  const edit = removeEntry(maps, way)
  return edit && isAlone(configuration, [edit]) ? edit : undefined
}

const isAlone = (configuration: Configuration, edits: readonly Edit[]): boolean => !touchesAnchor(findSharing(configuration.roots()), edits)

const style = (configuration: Configuration, node: MapNode | { readonly source: MapNode['source'] }): Style => {
  const root = configuration.roots().find((one) => one.source === node.source)
  if (!root) throw new Error(`${node.source.file} was not read`)
  return styleOf(root)
}

import type { Edit, Finding, Reader, Statement, StatementDocument } from '../../model/index.ts'
import { readEdited } from './edited.ts'
import { dialectsOf, factsOf } from './functions.ts'
import type { ReadService } from './index.ts'
import { type Change, type PlaceName, placeKey } from './place.ts'
import { restIsSame } from './write-check.ts'
import { PlaceWriter } from './write-place.ts'
import type { Refusals } from './write-refusals.ts'

/** Declared statements that give way to what is written, and the functions that they held for. */
export interface Replaced {
  readonly functions: readonly string[]
  readonly statements: readonly Statement[]
}

/** The edits that bring places to the statements that they are to hold, and why some were not made. */
export interface Written {
  readonly edits: readonly Edit[]
  readonly findings: readonly Finding[]
  readonly replaced: readonly Replaced[]
}

/** Puts together what several functions need of one role. */
export type Unite = (functions: readonly string[], place: PlaceName) => readonly StatementDocument[]

/** What stands in a place and is to stay there, whether anybody needs it or not. */
export type Staying = (place: PlaceName) => readonly StatementDocument[]

/**
 * Writes what functions need where the dialect of each keeps it. A role that several share is written where the needs of all of them are
 * known, and else not at all.
 */
export function writeStatements(
  reader: Reader,
  read: ReadService,
  wanted: ReadonlyMap<string, readonly StatementDocument[]>,
  unite: Unite = (functions) => functions.flatMap((name) => wanted.get(name) ?? []),
  staying: Staying = () => [],
): Written {
  const writer = new PlaceWriter(read)
  const changes = [...sharersOf(read)].flatMap(([, { place, functions }]): Change[] => {
    const [only] = functions
    if (place.kind === 'function') {
      const statements = wanted.get(place.name)
      return statements && only !== undefined ? [{ place, statements: [...statements, ...staying(place)], functions }] : []
    }
    if (refuseBarred(read, functions, (name) => (wanted.get(name)?.length ?? 0) > 0, writer)) return []
    if (!functions.some((name) => wanted.has(name))) return []
    const unknown = functions.filter((name) => !wanted.has(name))
    if (unknown.length === 0) return [{ place, statements: [...unite(functions, place), ...staying(place)], functions }]
    writer.refuseShared(place, unknown, functions)
    return []
  })
  return write(reader, read, changes, writer)
}

/** Brings places to the statements that they are to hold, whatever the dialect; each edit is read back before it is handed out. */
export const writeChanges = (reader: Reader, read: ReadService, changes: readonly Change[]): Written =>
  write(reader, read, changes, new PlaceWriter(read))

/** Brings places to what they lack, or to what is needed; a function that has no statements of its own is not given any, since that takes the shared ones away. */
export function writeRepairs(reader: Reader, read: ReadService, changes: readonly Change[]): Written {
  const writer = new PlaceWriter(read)
  const sharing = new Set(read.service.functions.filter(({ role }) => role === 'shared').map(({ name }) => name))
  const open = changes.filter(({ place, functions }) => {
    if (place.kind !== 'function') return !refuseBarred(read, functions, () => true, writer)
    if (!sharing.has(place.name)) return true
    writer.refusals.addNotWritable(writer.find(place), withoutStatements(place.name))
    return false
  })
  return write(reader, read, open, writer)
}

const withoutStatements = (name: string): string =>
  `the function ${name} shares the statements of the provider, and would lose them with statements of its own: add to the provider's with --dialect provider-statements, or give each function a role of its own with keycard generate --write`

/** Says which of the functions that share a place keep it from being written; false where none does. */
function refuseBarred({ service }: ReadService, functions: readonly string[], lacks: (name: string) => boolean, { refusals }: PlaceWriter): boolean {
  const barred = service.functions.filter(({ name, notWritable }) => functions.includes(name) && notWritable !== undefined)
  for (const { name, at, notWritable = '' } of barred)
    if (lacks(name)) refusals.addNotWritable({ name: { kind: 'function', name }, label: name, at }, notWritable)
  return barred.length > 0
}

/** The statements that stand in a place today. */
export function statementsAt(read: ReadService, place: PlaceName): readonly Statement[] {
  return new PlaceWriter(read).existingIn(place).flatMap(({ statements }) => statements)
}

/** An item of a list of statements that may give way: it allows something, and nothing protects it. */
export interface OpenItem {
  readonly statements: readonly Statement[]
  /** Whether a condition of the template chooses what of it holds, so that it stays or goes as a whole. */
  readonly isChoice: boolean
}

/** The items of a place that allow something and that nothing protects: no comment, no condition. */
export function openItemsAt(read: ReadService, place: PlaceName): readonly OpenItem[] {
  const open = new PlaceWriter(read).existingIn(place).filter(({ keep, form, statements }) => {
    return !keep && form !== 'open' && statements.every(({ effect, condition }) => effect === 'Allow' && !condition)
  })
  return open.map(({ statements, form }) => ({ statements, isChoice: form === 'choice' }))
}

/** Where statements of the service's functions go, and for which functions what is written there holds. */
export function sharersOf(read: ReadService): ReadonlyMap<string, { readonly place: PlaceName; readonly functions: readonly string[] }> {
  const { configuration, framework, chosen, functions } = read.source
  const found = new Map<string, { place: PlaceName; functions: string[] }>()
  for (const declared of functions) {
    const facts = factsOf(configuration, framework, declared, chosen)
    const place = dialectsOf(facts, chosen).writing.placeFor(facts)
    const there = found.get(placeKey(place))
    if (there) there.functions.push(declared.name)
    else found.set(placeKey(place), { place, functions: [declared.name] })
  }
  const provider = found.get('provider')
  if (provider) {
    const inheriting = read.service.functions.filter(({ name, role, inherits }) => role === 'own' && inherits && !provider.functions.includes(name))
    provider.functions.push(...inheriting.map(({ name }) => name))
  }
  return found
}

type Made = ReadonlyMap<Change, readonly Edit[]>

function write(reader: Reader, read: ReadService, changes: readonly Change[], writer: PlaceWriter): Written {
  const made = new Map<Change, readonly Edit[]>()
  for (const change of changes) {
    const edits = writer.write(change)
    if (edits.length > 0) made.set(change, edits)
  }
  const safe = isSafe(reader, read, made) ? made : oneByOne(reader, read, made, writer.refusals, writer)
  const replaced = [...safe.keys()].map((change) => ({ functions: change.functions, statements: writer.replaced.get(placeKey(change.place)) ?? [] }))
  return { edits: [...safe.values()].flat().sort(compareEdits), findings: writer.refusals.findings(), replaced }
}

/** INVARIANT: no edit leaves this room unless the edited files read back as meant, and a second run would change nothing. */
function isSafe(reader: Reader, read: ReadService, made: Made): boolean {
  if (made.size === 0) return true
  const after = readEdited(reader, read, [...made.values()].flat())
  if (!after || !restIsSame(read, after, [...made.keys()])) return false
  const again = new PlaceWriter(after)
  return [...made.keys()].every(
    (change) => again.write(change).length === 0 && again.refusals.findings().every(({ severity }) => severity !== 'error'),
  )
}

/** Finds the places whose edits are to blame, so that one odd corner does not keep all others from being written. */
function oneByOne(reader: Reader, read: ReadService, made: Made, refusals: Refusals, writer: PlaceWriter): Made {
  const safe = new Map<Change, readonly Edit[]>()
  for (const [change, edits] of made) {
    if (isSafe(reader, read, new Map([...safe, [change, edits]]))) safe.set(change, edits)
    else
      refusals.add(
        writer.find(change.place),
        'write-unsafe',
        'its statements could not be written so that they read back as meant',
        'edit them by hand',
      )
  }
  return safe
}

function compareEdits(a: Edit, b: Edit): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.start - b.start || a.end - b.end
}

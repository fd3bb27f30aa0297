import { type IgnoreComment, type Lines, lineSpokenOf, remarkIn } from '../../model/index.ts'
import { locationAt, type Node, type Slot, type SourceFile } from '../document.ts'

/** Reads `# keycard-ignore check -- reason` comments of configuration files, and what each of them speaks of. */
export function ignoreComments(roots: readonly Node[]): readonly IgnoreComment[] {
  return roots.flatMap((root) => {
    const { source } = root
    if (source.format === 'json' || !source.text.includes('keycard-ignore')) return []
    const language = source.format === 'code' ? 'code' : 'configuration'
    const parts = partsOf(root)
    const lines = source.text.split(/\r?\n/)
    return lines.flatMap((content, index) => {
      const found = remarkIn(content, 'ignore', language)
      if (!found) return []
      const line = lineSpokenOf(lines, index, found.index, language) + 1
      return [{ about: found.about, reason: found.reason, at: { file: source.file, line: index + 1 }, lines: spokenOf(source, parts, line) }]
    })
  })
}

interface Part extends Lines {
  readonly isStatement: boolean
}

/** A statement wherever the comment stands in it; else the outermost thing that begins on the line: a function, a list of statements. */
function spokenOf({ file }: SourceFile, parts: readonly Part[], line: number): Lines {
  const statement = parts.find(({ isStatement, from, to }) => isStatement && from <= line && line <= to)
  const { from = line, to = line } = statement ?? parts.find((part) => part.from === line) ?? {}
  return { file, from, to }
}

/** Whatever stands in a file, outer parts before inner ones. */
function partsOf(root: Node): readonly Part[] {
  const { source } = root
  const found: Part[] = []
  const lineOf = (offset: number): number => locationAt(source, offset).line
  const add = (slot: Slot, start: number): void => {
    found.push({ file: source.file, from: lineOf(start), to: lineOf(Math.max(start, slot.end)), isStatement: isStatement(slot.node) })
    if (!slot.alias) look(slot.node)
  }
  const look = (node: Node): void => {
    if (node.kind === 'list') for (const item of node.items) add(item, item.dash ?? item.start)
    if (node.kind === 'map' && node.tag === undefined) for (const entry of node.entries.values()) if (!entry.mergedFrom) add(entry, entry.keyStart)
  }
  look(root)
  return found
}

const isStatement = (node: Node): boolean => node.kind === 'map' && node.entries.has('Effect')

import { type Edit, type Json, type Reader, UserError } from '../../../model/index.ts'
import type { Entry, MapNode } from '../../document.ts'
import { insertEntry } from '../../write/map-edits.ts'
import { marginAt, type Style, styleOf } from '../../write/style.ts'
import { parseConfiguration } from '../../yaml.ts'
import { readDependencies } from '../framework.ts'

/** The edits of package.json that add a package to those for development; none where a package.json names it, undefined where there is no package.json. */
export function addDevDependency(reader: Reader, name: string, range: string): readonly Edit[] | undefined {
  if (readDependencies(reader).has(name)) return []
  const manifest = nearestManifest(reader)
  if (!manifest) return undefined
  const style = styleOf(manifest)
  const group = manifest.entries.get('devDependencies')?.node
  const edit = group?.kind === 'map' && group.entries.size > 0 ? addSorted(group, name, range, style) : addGroup(manifest, { [name]: range }, style)
  return edit ? [edit] : undefined
}

/** The package.json of the service, else the nearest above it up to the workspace root. */
function nearestManifest(reader: Reader): MapNode | undefined {
  const up = reader.workspace === '.' ? 0 : reader.workspace.split('/').length
  for (let level = 0; level <= up; level++) {
    const file = `${'../'.repeat(level)}package.json`
    const content = reader.kind(file) === 'file' ? reader.read(file) : undefined
    if (content === undefined) continue
    try {
      const root = parseConfiguration(file, content)
      return root.kind === 'map' ? root : undefined
    } catch (error) {
      // npm says better than we could what is wrong with it.
      if (error instanceof UserError) return undefined
      throw error
    }
  }
  return undefined
}

/** npm keeps packages in the order of their names. */
function addSorted(group: MapNode, name: string, range: string, style: Style): Edit | undefined {
  const entries = [...group.entries.values()]
  const next = entries.find(({ key }) => key > name)
  const previous = entries.at(-1)
  if (!next) return insertEntry(group, name, range, style, previous ? [previous.key] : [])
  const { file } = group.source
  return {
    file,
    start: next.keyStart,
    end: next.keyStart,
    text: `${JSON.stringify(name)}: ${JSON.stringify(range)},${gapBefore(group, next, style)}`,
  }
}

/** The line end and the margin of an entry that starts its line, else a space. */
function gapBefore(map: MapNode, entry: Entry, style: Style): string {
  const { text } = entry.source
  const lineStart = text.lastIndexOf('\n', entry.keyStart - 1) + 1
  return lineStart > map.start && /^\s*$/.test(text.slice(lineStart, entry.keyStart)) ? style.lineEnd + text.slice(lineStart, entry.keyStart) : ' '
}

function addGroup(manifest: MapNode, group: { readonly [name: string]: string }, style: Style): Edit | undefined {
  const { file } = manifest.source
  const there = manifest.entries.get('devDependencies')
  const before = manifest.entries.get('dependencies') ?? [...manifest.entries.values()].at(-1)
  const margin = before ? marginAt(manifest.source, before.keyStart) : ''
  // The margin of the first level is one level.
  const value = JSON.stringify(group satisfies Json, null, margin === '' ? 2 : margin).replaceAll('\n', style.lineEnd + margin)
  if (there) return { file, start: there.start, end: there.end, text: value }
  if (!before) return undefined
  return { file, start: before.end, end: before.end, text: `,${gapBefore(manifest, before, style)}"devDependencies": ${value}` }
}

import type { Json, StatementDocument } from '../../model/index.ts'
import type { MapNode, Node } from '../document.ts'
import { fieldsOf } from '../write/print.ts'
import { codeKey, printCode } from '../write/print-code.ts'
import type { Style } from '../write/style.ts'
import type { Configuration } from './configuration.ts'
import type { Place, Shelf } from './place.ts'

/** Why a place that is written as code cannot be edited: code makes it, or makes others of the same literal. */
export function reasonByHand(configuration: Configuration, { shelves }: Place): string | undefined {
  for (const { holder, way } of shelves) {
    for (let length = 0; length <= way.length; length++) {
      const spot = configuration.get(holder, ...way.slice(0, length))
      if (!spot) break
      const reason = fixedBecause(configuration.settle(spot).node)
      if (reason !== undefined)
        return `${length === 0 ? 'what it is made of' : way.slice(0, length).join('.')} cannot be edited where it is: ${reason}`
    }
  }
  return undefined
}

function fixedBecause(node: Node): string | undefined {
  if (node.kind === 'scalar' || node.source.format !== 'code') return undefined
  if (node.fixed !== undefined) return node.fixed
  if (node.source.file.startsWith('..')) return 'it stands above the service, where others may use it'
  return node.kind === 'list' && node.open ? 'there may be more in it than can be seen' : undefined
}

/** The statements as they would stand in a place that is written as code; undefined for others. */
export function patchFor(
  configuration: Configuration,
  { shelves }: Place,
  documents: readonly StatementDocument[],
  styleOf: (node: Node) => Style,
): string | undefined {
  const [shelf] = shelves
  const node = shelf && configuration.settle(shelf.holder).node
  if (!shelf || node?.source.format !== 'code') return undefined
  const [key = '', ...rest] = shelf.way
  const style = styleOf(node)
  const value = rest.reduceRight<Json>(
    (inner, name) => ({ [name]: inner }),
    documents.map((document) => Object.fromEntries(fieldsOf(document))),
  )
  return `${codeKey(key, style)}: ${printCode(value, style, '')},`
}

/** Goes down a way as far as maps stand there in the file itself. */
export function descend(node: MapNode, way: Shelf['way']): { map: MapNode; rest: readonly string[] } {
  let map = node
  for (const [index, key] of way.slice(0, -1).entries()) {
    const entry = map.entries.get(key)
    if (!entry || entry.mergedFrom || entry.alias || entry.node.kind !== 'map' || entry.node.source !== map.source)
      return { map, rest: way.slice(index) }
    map = entry.node
  }
  return { map, rest: way.slice(-1) }
}

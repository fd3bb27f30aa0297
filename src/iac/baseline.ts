import { type BaselineEntry, nearestNames, type Reader, UserError } from '../model/index.ts'
import { excerptAt, locationAt, type Node } from './document.ts'
import { parseConfiguration } from './yaml.ts'

/** The version that a baseline says it has. */
export const baselineVersion = 'baseline/1'

const texts = ['check', 'function', 'file', 'about'] as const
const lists = ['actions', 'resources'] as const

/** The entries of a baseline; undefined where there is no such file. */
export function readBaseline(reader: Reader, file: string): readonly BaselineEntry[] | undefined {
  const content = reader.read(file)
  if (content === undefined) return undefined
  const root = parseConfiguration(file, content)
  if (wordAt(root, 'keycard') !== baselineVersion)
    throw mistake(
      root,
      `${file} is no baseline of Keycard`,
      `a baseline starts with { "keycard": "${baselineVersion}" }; keycard diff --update-baseline writes one`,
    )
  const findings = root.kind === 'map' ? root.entries.get('findings')?.node : undefined
  if (findings?.kind !== 'list') throw mistake(findings ?? root, `${file} has no list findings`, 'write it anew with keycard diff --update-baseline')
  return findings.items.map(({ node }) => entryOf(node))
}

function entryOf(node: Node): BaselineEntry {
  const mend = 'correct the entry, or write the file anew with keycard diff --update-baseline'
  if (node.kind !== 'map') throw mistake(node, 'an entry of a baseline has to be a map', mend)
  const known: readonly string[] = [...texts, ...lists]
  for (const [key, { node: value, source, keyStart }] of node.entries) {
    if (!known.includes(key)) {
      const [close] = nearestNames(key, known)
      throw new UserError(`an entry of a baseline does not know ${key}`, {
        at: locationAt(source, keyStart),
        excerpt: excerptAt(source, keyStart),
        mend: close === undefined ? mend : `did you mean ${close}?`,
      })
    }
    const isList = lists.some((name) => name === key)
    if (isList ? wordsOf(value) === undefined : wordOf(value) === undefined)
      throw mistake(value, `${key} has to be ${isList ? 'a list of texts' : 'a text'}`, mend)
  }
  const check = wordAt(node, 'check')
  if (check === undefined) throw mistake(node, 'an entry of a baseline has no check', mend)
  const found: { -readonly [key in keyof BaselineEntry]: BaselineEntry[key] } = { check, at: locationAt(node.source, node.start) }
  for (const key of texts) {
    const word = wordAt(node, key)
    if (word !== undefined) found[key] = word
  }
  for (const key of lists) {
    const entry = node.entries.get(key)
    if (entry) found[key] = wordsOf(entry.node) ?? []
  }
  return found
}

const mistake = (node: Node, message: string, mend: string): UserError =>
  new UserError(message, { at: locationAt(node.source, node.start), excerpt: excerptAt(node.source, node.start), mend })

const wordOf = (node: Node | undefined): string | undefined => (node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined)
const wordAt = (node: Node, key: string): string | undefined => (node.kind === 'map' ? wordOf(node.entries.get(key)?.node) : undefined)

function wordsOf(node: Node): readonly string[] | undefined {
  if (node.kind !== 'list') return undefined
  const words = node.items.map((item) => wordOf(item.node))
  return words.every((word) => word !== undefined) ? words : undefined
}

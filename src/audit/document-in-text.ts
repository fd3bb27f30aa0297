import { type Json, join, record, text, type Value } from '../model/index.ts'

/** Some types of the template take a policy as a text that holds JSON; undefined where a text holds none. What stands in for a value in it stays that value. */
export function documentIn(value: Value & { kind: 'text' | 'join' }): Value | undefined {
  const parts = value.kind === 'join' ? value.parts : [value]
  const [first] = parts
  if (first?.kind !== 'text' || !first.text.trimStart().startsWith('{')) return undefined
  const words = parts.map((part, index) => (part.kind === 'text' ? part.text : `${mark}${index}${mark}`)).join('')
  try {
    return asValue(JSON.parse(words) as Json, parts, 0)
  } catch {
    return undefined
  }
}

/** A character of private use, which nobody writes into a policy. */
const mark = '\uE000'
/** No policy nests deeper. */
const deepest = 20

function asValue(json: Json, parts: readonly Value[], depth: number): Value {
  if (typeof json === 'string') return textOf(json, parts)
  if (typeof json !== 'object' || json === null || depth > deepest) return text(String(json))
  if (Array.isArray(json)) return { kind: 'list', items: (json as readonly Json[]).map((item) => asValue(item, parts, depth + 1)) }
  return record(Object.entries(json).map(([key, field]): [string, Value] => [key, asValue(field, parts, depth + 1)]))
}

const textOf = (words: string, parts: readonly Value[]): Value =>
  join(words.split(mark).map((piece, index) => (index % 2 === 0 ? text(piece) : (parts[Number(piece)] ?? text('')))))

import { join, optionsOf, text, type Value } from '../model/index.ts'

/** The value as it is in this run, choices laid open: one value for each text that may stand here. */
export function readings(value: Value): readonly Value[] {
  if (value.kind === 'variable') return value.now ? readings(value.now) : [value]
  if (value.kind === 'list') return value.items.flatMap(readings)
  if (value.kind === 'record') return [...value.fields.values()].flatMap(readings)
  if (value.kind === 'oneOf') return optionsOf(value).flatMap(readings)
  if (value.kind !== 'join') return [value]
  return [join(value.parts.map((part) => (part.kind === 'variable' ? (readings(part)[0] ?? part) : part)))]
}

/** The name of the role that an ARN speaks of, which may be a pattern; undefined where it speaks of no role. */
export function roleNameIn(arn: Value): Value | undefined {
  const parts = arn.kind === 'join' ? arn.parts : [arn]
  const start = parts.findIndex((part) => part.kind === 'text' && /(?:^|:)(?:assumed-)?role\//.test(part.text))
  const head = parts[start]
  if (head?.kind !== 'text') return undefined
  const [, kind = '', rest = ''] = /(?:^|:)((?:assumed-)?role\/)(.*)$/s.exec(head.text) ?? []
  const tail = [text(rest), ...parts.slice(start + 1)]
  // A session stands behind the name of an assumed role, a path before the name of any other.
  const cut = tail.map((part) => (part.kind === 'text' ? (kind.startsWith('assumed') ? part.text.indexOf('/') : part.text.lastIndexOf('/')) : -1))
  const at = kind.startsWith('assumed') ? cut.findIndex((offset) => offset >= 0) : cut.findLastIndex((offset) => offset >= 0)
  const split = tail[at]
  if (split?.kind !== 'text') return join(tail)
  const offset = cut[at] ?? 0
  return kind.startsWith('assumed')
    ? join([...tail.slice(0, at), text(split.text.slice(0, offset))])
    : join([text(split.text.slice(offset + 1)), ...tail.slice(at + 1)])
}

/** Whether a value refers to a resource of the template. */
export function refersTo(value: Value, id: string): boolean {
  if (value.kind === 'resource') return value.id === id
  return value.kind === 'join' && value.parts.some((part) => refersTo(part, id))
}

/** Whether there is something in a value that only the deployment knows. */
export const isOpen = (value: Value): boolean =>
  value.kind === 'join' ? value.parts.some(isOpen) : value.kind === 'variable' || value.kind === 'intrinsic' || value.kind === 'unknown'

import type { Json } from '../model/index.ts'

/** A part of a text for `Fn::Sub`: literal text, text that the deployment tool replaces, a reference, or any other function. */
export type Piece = { text: string } | { raw: string } | { id: string; attribute?: string } | { opaque: Json }

/**
 * Writes pieces as `Fn::Sub`. A literal `${x}` is escaped as `${!x}`; what has no place in the text goes through the map of names.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
 */
export function subText(pieces: readonly Piece[]): Json {
  const taken = new Set(pieces.flatMap((piece) => ('id' in piece ? [piece.id] : [])))
  const names = new Map<string, Json>()
  const name = (document: Json): string => {
    let number = names.size + 1
    while (taken.has(`Part${number}`)) number++
    taken.add(`Part${number}`)
    names.set(`Part${number}`, document)
    return `\${Part${number}}`
  }
  const words = pieces.map((piece) => {
    if ('raw' in piece) return piece.raw
    if ('opaque' in piece) return name(piece.opaque)
    if ('text' in piece) return literal(piece.text) ?? name(piece.text)
    const { id, attribute } = piece
    if (/^[A-Za-z0-9:]+$/.test(id) && /^[A-Za-z0-9._:-]*$/.test(attribute ?? '')) return `\${${attribute === undefined ? id : `${id}.${attribute}`}}`
    return name(attribute === undefined ? { Ref: id } : { 'Fn::GetAtt': [id, attribute] })
  })
  return { 'Fn::Sub': names.size === 0 ? words.join('') : [words.join(''), Object.fromEntries(names)] }
}

/** The text with its placeholders escaped; undefined where `Fn::Sub` would misread it in any spelling. */
function literal(words: string): string | undefined {
  const escaped = words.replace(/\$\{([^${}]*)\}/g, '${!$1}')
  const rest = words.replace(/\$\{[^${}]*\}/g, '')
  return rest.includes('${') || words.endsWith('$') ? undefined : escaped
}

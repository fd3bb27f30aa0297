import { join, type Statement, text, type Value } from '../model/index.ts'

/** The two fields of an ARN that say where something is. */
export type Place = 'region' | 'account'

const indexOf: { readonly [place in Place]: number } = { region: 3, account: 4 }

/** Whether a pattern is an ARN that leaves one of these fields open as a whole. */
export function leavesOpen(value: Value, place: Place): boolean {
  const field = fieldsOf(value)?.[indexOf[place]]
  return field?.length === 1 && field[0]?.kind === 'text' && field[0].text === '*'
}

/** A statement with these fields of its ARNs open; what has no such field, as a bucket has none, stays. */
export const withOpen = (statement: Statement, places: readonly Place[]): Statement => ({
  ...statement,
  resources: statement.resources.map((value) => opened(value, places)),
})

function opened(value: Value, places: readonly Place[]): Value {
  const fields = fieldsOf(value)
  if (!fields) return value
  const wanted = places.map((place) => indexOf[place])
  const parts = fields.map((field, index) => (wanted.includes(index) && field.length > 0 ? [text('*')] : field))
  return join(parts.flatMap((field, index) => (index === 0 ? field : [text(':'), ...field])))
}

/** The six fields of an ARN, each as its parts; undefined for what is no ARN, or one whose colons are not all in plain sight. */
function fieldsOf(value: Value): readonly (readonly Value[])[] | undefined {
  const parts = value.kind === 'join' ? value.parts : [value]
  if (parts[0]?.kind !== 'text' || !parts[0].text.startsWith('arn:')) return undefined
  const fields: Value[][] = [[]]
  for (const part of parts) {
    // What the request brings (`${aws:username}`) has a colon of its own.
    const pieces = part.kind === 'text' && !part.text.includes('${') ? part.text.split(':') : undefined
    if (!pieces) {
      fields.at(-1)?.push(part)
      continue
    }
    for (const [index, piece] of pieces.entries()) {
      if (index > 0 && fields.length < 6) fields.push([])
      else if (index > 0) fields.at(-1)?.push(text(':'))
      if (piece !== '') fields.at(-1)?.push(text(piece))
    }
  }
  return fields.length === 6 ? fields : undefined
}

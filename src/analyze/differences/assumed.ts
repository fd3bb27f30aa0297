import { type CheckName, type Finding, placeText } from '../../model/index.ts'

/** Findings that say what was taken for granted about a call. */
const assumptions: ReadonlySet<CheckName> = new Set(['trigger-taken', 'environment-default', 'environment-missing', 'action-assumed'])

/**
 * Tells which findings say what a difference rests on: its call takes a name from a trigger, a default, or its action from a command's name. That
 * a call needs more than any role can give is always of interest.
 */
export function assumedBehind(differences: readonly Finding[]): (finding: Finding) => boolean {
  const keyOf = (name: string | undefined, at: NonNullable<Finding['at']>): string => `${name ?? ''} ${placeText(at)}`
  const places = new Set(
    differences.flatMap(({ function: name, functions, related = [] }) =>
      (functions ?? [name]).flatMap((holder) => related.map(({ at }) => keyOf(holder, at))),
    ),
  )
  return ({ check, at, function: name }) =>
    check === 'permission-beyond' || (at !== undefined && assumptions.has(check) && places.has(keyOf(name, at)))
}

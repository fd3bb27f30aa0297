import type { Finding, Report } from '../model/index.ts'

/** The findings of a report that an earlier one does not have, and how many it has. */
export function broughtSince(now: Report, before: Report | undefined): { readonly findings: readonly Finding[]; readonly known: number } {
  const left = new Map<string, number>()
  const places = new Set<string>()
  for (const finding of before?.findings ?? []) {
    places.add(placeOf(finding))
    for (const part of partsOf(finding)) left.set(part, (left.get(part) ?? 0) + 1)
  }
  // Of several alike, those that stand where one stood before are the old ones.
  const ordered = [...now.findings.filter((one) => places.has(placeOf(one))), ...now.findings.filter((one) => !places.has(placeOf(one)))]
  const known = new Set(
    ordered.filter((finding) => {
      const parts = partsOf(finding)
      if (!parts.every((part) => (left.get(part) ?? 0) > 0)) return false
      for (const part of parts) left.set(part, (left.get(part) ?? 0) - 1)
      return true
    }),
  )
  return { findings: now.findings.filter((finding) => !known.has(finding)), known: known.size }
}

/**
 * What a finding says, piece by piece and without its place: a check, a function, an action and a resource. It is old where each piece
 * is, so a function that is new, or one more action, makes it new.
 */
function partsOf({ check, function: name, functions, grants, message }: Finding): readonly string[] {
  const holders = functions ?? [name ?? null]
  const subjects = grants ? pairsOf(grants) : [message.replace(/[^\s()'"`,]+:\d+(:\d+)?/g, '')]
  return holders.flatMap((holder) => subjects.map((subject) => JSON.stringify([check, holder, subject])))
}

function pairsOf({ actions, resources }: NonNullable<Finding['grants']>): readonly (readonly [string, string])[] {
  const named = actions.length > 0 ? actions.map((action) => action.toLowerCase()) : ['']
  const held = resources.length > 0 ? resources.map((resource) => JSON.stringify(resource)) : ['']
  return named.flatMap((action) => held.map((resource) => [action, resource] as const))
}

const placeOf = ({ check, function: name, at }: Finding): string => JSON.stringify([check, name, at?.file, at?.line])

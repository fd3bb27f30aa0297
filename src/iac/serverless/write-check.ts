import { record, type Statement, type Value, valueKey } from '../../model/index.ts'
import { grantsOf } from '../write/equivalence.ts'
import type { ReadService } from './index.ts'
import { type Change, placeKey } from './place.ts'

/** Whether everything but what was written reads as it did. */
export function restIsSame(before: ReadService, after: ReadService, written: readonly Change[]): boolean {
  const places = new Set(written.map(({ place }) => placeKey(place)))
  const old = new Map(before.service.functions.map((known) => [known.name, known]))
  if (after.service.functions.length !== old.size || before.service.dialect !== after.service.dialect) return false
  if (!places.has('provider') && !sameGrants(before.service.declared.statements, after.service.declared.statements)) return false
  if (!sameResources(before, after, places)) return false
  return after.service.functions.every((known) => {
    const was = old.get(known.name)
    if (!was || was.handler !== known.handler || was.environment.size !== known.environment.size || was.events.length !== known.events.length)
      return false
    if (places.has(`function ${known.name}`)) return known.role === 'own'
    // What stands in a role was compared with the resources.
    return known.role === was.role && (known.role === 'external' || sameGrants(was.declared.statements, known.declared.statements))
  })
}

function sameResources({ service: before }: ReadService, { service: after }: ReadService, places: ReadonlySet<string>): boolean {
  if (before.resources.size !== after.resources.size) return false
  return [...after.resources].every(([id, resource]) => {
    const was = before.resources.get(id)
    if (!was || was.type !== resource.type) return false
    const rest = (value: Value): string =>
      valueKey(places.has(`role ${id}`) && value.kind === 'record' ? record([...value.fields].filter(([key]) => key !== 'Policies')) : value)
    return rest(was.properties) === rest(resource.properties)
  })
}

function sameGrants(first: readonly Statement[], second: readonly Statement[]): boolean {
  const [a, b] = [new Set(first.flatMap(grantsOf)), new Set(second.flatMap(grantsOf))]
  return a.size === b.size && [...a].every((grant) => b.has(grant))
}

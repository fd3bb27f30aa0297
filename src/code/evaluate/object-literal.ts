import type { ObjectMember } from '../summary/index.ts'
import { joinValues } from './join.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { inherit } from './spread.ts'
import { type Abstract, anyField, getterPrefix, nothing, optionsOf, pointer, setterPrefix, symbolField, textOf } from './values.ts'

/** The object that a literal makes. */
export function objectLiteral(run: Run, members: readonly ObjectMember[], scope: Scope, site: string): Abstract {
  const thing = run.heap.thing('record', site)
  for (const member of members) {
    if (member.kind === 'spread') {
      run.copyFields(run.evaluate(member.value, scope), thing, scope)
      continue
    }
    if (member.kind === 'field' && member.key === '__proto__') {
      inherit(run, run.evaluate(member.value, scope), thing, scope)
      continue
    }
    const key = run.key(member.key, scope)
    const value =
      member.kind === 'field'
        ? run.evaluate(member.value, scope)
        : pointer(run.heap.thing('function', `${scope.file}:${member.code.at}`, { closure: { code: member.code, scope } }))
    const prefix = member.kind === 'getter' ? getterPrefix : member.kind === 'setter' ? setterPrefix : ''
    const names = optionsOf(key)
    const [only] = names
    const known = only && (textOf(only) ?? symbolField(only))
    if (names.length === 1 && known !== undefined) {
      run.heap.fill(thing.fields, prefix + known, value)
      // An accessor takes the place of what was spread before it.
      if (prefix !== '' && thing.fields.map.has(known)) run.heap.set(thing.fields, known, undefined)
    } else if (prefix !== '') for (const name of names) run.heap.set(thing.fields, prefix + (textOf(name) ?? symbolField(name) ?? anyField), value)
    else for (const name of names) run.write(pointer(thing), name, names.length > 1 ? joinValues([value, nothing]) : value, scope)
  }
  return pointer(thing)
}

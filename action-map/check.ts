import { readFileSync } from 'node:fs'
import { type ActionFact, actionsOf, type ClientFacts, type ResourceTypeFact } from '../src/permissions/format.ts'
import { parseSource, pathsOf } from '../src/permissions/source.ts'
import { findAction, readAuthorization } from './authorization.ts'
import { type Operation, shapeAt } from './client-schema.ts'
import { commandFact, extraKey, type Making, passKey, variantKey } from './commands.ts'
import { entriesOf, type Override } from './override.ts'
import { pathsIn, typesIn } from './when-paths.ts'

/** What is wrong with a client's overrides: actions and members that do not exist, entries that change nothing or say no why. */
export function checkOverride(override: Override, making: Making): string[] {
  const mistakes: string[] = []
  const say = (place: string, what: string): void => void mistakes.push(`${override.client} ${place}: ${what}`)
  const operations = new Map(making.schema.operations.map((operation) => [operation.name, operation]))
  if (!override.source?.startsWith('https://')) say('source', 'is no https URL')
  const action = (place: string, name: string): void => {
    const full = name.includes(':') ? name : `${making.prefix}:${name}`
    const found = findAction(full)
    if (!found && !Object.hasOwn(override.undocumented ?? {}, full)) say(place, `${full} is not in the authorization reference`)
    else if (found && found.name !== full.slice(full.indexOf(':') + 1)) say(place, `${full} is spelled ${found.name}`)
  }
  for (const [name, reviewed] of Object.entries(override.commands ?? {})) {
    const operation = operations.get(name)
    if (!operation) {
      say(name, 'the client has no such command')
      continue
    }
    if (!reviewed.why) say(name, 'says no why')
    const made = commandFact(operation, making)
    for (const each of made?.basis === 'none' ? [] : (made?.actions ?? [made ?? {}])) {
      // What is assumed says so itself.
      if (reviewed.basis !== 'assumed' || (each.name ?? name) !== name) action(name, each.name ?? name)
      checkAction(each, operation, (what) => say(name, what))
      const known = findAction((each.name ?? name).includes(':') ? (each.name ?? name) : `${making.prefix}:${each.name ?? name}`)
      for (const keys of [each.condition, each.narrow].flatMap((block) => Object.values(block ?? {})))
        for (const key of Object.keys(keys)) if (known && !known.keys.has(key.toLowerCase())) say(name, `${known.name} is never asked with ${key}`)
    }
    const plain = (fact: object | undefined): string => JSON.stringify({ ...fact, basis: 0, why: 0, source: 0 })
    const generated = commandFact(operation, making, true)
    if (generated?.basis !== 'assumed' && plain(made) === plain(generated) && (made?.basis === 'none') === (generated?.basis === 'none'))
      say(name, 'is redundant')
  }
  for (const { place, page, checked, restsOn } of entriesOf(override)) {
    if (checked === undefined) continue
    if (restsOn !== undefined) say(place, 'was held against its page and rests on something else')
    if (!/^\d{4}-\d{2}-\d{2}$/.test(checked)) say(place, `was checked on ${checked}, which is no day`)
    if (!page?.startsWith('https://')) say(place, 'is checked against no page')
  }
  for (const pass of override.passRole ?? []) {
    if (!pass.source.startsWith('https://')) say('passRole', `${pass.commands.join(', ')} has no source`)
    for (const name of pass.commands) if (!operations.has(name) && !name.endsWith('*')) say('passRole', `the client has no command ${name}`)
    if (!making.used.has(passKey(pass))) say('passRole', `${passKey(pass)} is used by no command`)
  }
  for (const extra of override.extras ?? []) {
    action('extras', extra.action)
    if (!extra.why || !extra.source.startsWith('https://')) say('extras', `${extraKey(extra)} needs a why and a source`)
    for (const name of extra.commands) {
      const operation = operations.get(name)
      if (operation)
        checkAction({ ...(extra.on ? { on: extra.on } : {}), ...(extra.when ? { when: extra.when } : {}) }, operation, (what) =>
          say(`extras ${name}`, what),
        )
      else if (!name.endsWith('*')) say('extras', `the client has no command ${name}`)
    }
    if (!making.used.has(extraKey(extra))) say('extras', `${extraKey(extra)} is used by no command`)
  }
  for (const instead of override.instead ?? []) {
    action('instead', instead.name)
    if (!instead.why || !instead.source?.startsWith('https://')) say('instead', `${instead.name} needs a why and a source`)
    for (const name of instead.commands) {
      const operation = operations.get(name)
      if (operation) checkAction(instead, operation, (what) => say(`instead ${name}`, what))
      else say('instead', `the client has no command ${name}`)
    }
  }
  for (const variant of override.variants ?? []) {
    if (!variant.why || !variant.source?.startsWith('https://')) say('variants', `${variantKey(variant)} needs a why and a source`)
    if (!making.used.has(variantKey(variant))) say('variants', `${variantKey(variant)} is used by no command`)
  }
  for (const [type, variables] of Object.entries(override.bind ?? {})) {
    for (const [variable, sources] of Object.entries(variables)) {
      for (const source of sources) {
        if (!source.startsWith("'") && !making.used.has(`${type}.${variable} ${source}`))
          say('bind', `${type}.${variable} <- ${source} is used by no command`)
      }
      if (sources.length === 0 && !making.used.has(`${type}.${variable}`)) say('bind', `${type}.${variable} is used by no command`)
    }
  }
  for (const type of override.omit ?? []) if (!making.authorization?.types.has(type)) say('omit', `${type} is no resource type`)
  for (const [full, source] of Object.entries(override.undocumented ?? {})) {
    if (findAction(full)) say('undocumented', `${full} is in the authorization reference now`)
    if (!source.startsWith('https://')) say('undocumented', `${full} has no source`)
  }
  return mistakes
}

/** Actions of the finished facts that nobody knows: a command that is assumed or ruled says so itself. */
export function checkFacts(facts: ClientFacts, undocumented: Override['undocumented'] = {}): string[] {
  return Object.entries(facts.commands).flatMap(([name, fact]) =>
    actionsOf(facts, name, fact)
      .filter((action, index) => !findAction(action.name) && !(index === 0 && (fact.basis === 'assumed' || fact.basis === 'rule')))
      .filter((action) => !Object.hasOwn(undocumented, action.name))
      .map((action) => `${facts.client} ${name}: ${action.name} is not in the authorization reference`),
  )
}

/** CloudFormation types whose resource type the authorization reference does not have. */
export function checkResources(): string[] {
  const resources = JSON.parse(readFileSync('resources.json', 'utf8')) as Record<string, ResourceTypeFact>
  return Object.entries(resources).flatMap(([name, { types, source }]) => [
    ...types.filter((type) => !isType(type)).map((type) => `resources.json ${name}: ${type} is no resource type`),
    ...(source.startsWith('https://docs.aws.amazon.com/') ? [] : [`resources.json ${name}: has no page of AWS as its source`]),
  ])
}

const isType = (type: string): boolean => readAuthorization(type.slice(0, type.indexOf(':')))?.types.has(type.slice(type.indexOf(':') + 1)) === true

/** Members that the input lacks, condition keys that nobody knows. */
function checkAction(fact: ActionFact, operation: Operation, say: (what: string) => void): void {
  const member = (path: string): void => {
    if (!path.startsWith('$client') && !shapeAt(operation.input, path)) say(`the input has no member ${path}`)
  }
  for (const bindings of Object.values(fact.on ?? {})) for (const source of Object.values(bindings)) pathsOf(parseSource(source)).forEach(member)
  if (fact.when) pathsIn(fact.when).forEach(member)
  for (const type of fact.when ? typesIn(fact.when) : []) if (!isType(type)) say(`there is no resource type ${type}`)
  for (const block of [fact.condition, fact.narrow]) {
    for (const keys of Object.values(block ?? {})) {
      for (const [key, values] of Object.entries(keys)) {
        if (!readAuthorization(key.slice(0, key.indexOf(':')))?.conditionKeys.has(key.toLowerCase())) say(`there is no condition key ${key}`)
        for (const value of values) {
          for (const [, source = ''] of value.matchAll(/\$\{([^}]+)\}/g))
            if (!/^(?:Region|Account|Partition)$/.test(source)) pathsOf(parseSource(source)).forEach(member)
        }
      }
    }
  }
}

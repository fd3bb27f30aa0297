import type { CommandKnowledge, Need, NeededResource } from '../model/index.ts'
import { typeFact } from './arn.ts'
import type { ActionFact, ClientFacts, CommandFact, ResourceFacts } from './format.ts'
import { noteOf } from './note.ts'
import { whenWords } from './when-words.ts'

// Where an action of the command's own name stands, each service on a page of its own.
const REFERENCE = 'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html'

/** What the map knows of a command, its actions named in full and its conditions in words. */
export function knowledgeOf(facts: ClientFacts, command: string, fact: CommandFact): CommandKnowledge {
  const { client, package: name, version, waiters } = facts
  const note = noteOf(fact)
  const source = fact.source ?? (fact.basis === undefined ? REFERENCE : undefined)
  return {
    client,
    command,
    package: name,
    version,
    basis: fact.basis ?? 'identity',
    ...(fact.why === undefined ? {} : { why: fact.why }),
    ...(source === undefined ? {} : { source }),
    ...(note === undefined ? {} : { note }),
    waiters: Object.entries(waiters ?? {}).flatMap(([waiter, waited]) => (waited === command ? [waiter] : [])),
    aliases: [],
    needs: fact.basis === 'none' ? [] : needsOf(facts, command, fact),
  }
}

function needsOf(facts: ClientFacts, command: string, fact: CommandFact): readonly Need[] {
  const own = (fact.actions ?? [fact]).map((action) => needOf(facts, command, action))
  const instead = (facts.instead ?? [])
    .filter((each) => each.commands.includes(command))
    .map(({ name, on, when, why, source }): Need => ({ ...needOf(facts, command, { name, on, when }), kind: 'instead', why, source }))
  return [...own, ...instead, ...keyNeeds(facts, own)]
}

function needOf(facts: ClientFacts, command: string, action: ActionFact): Need {
  return {
    action: fullName(facts, action.name ?? command),
    kind: action.soft ? 'soft' : action.dependent ? 'dependent' : 'own',
    ...(action.when ? { when: whenWords(action.when) } : {}),
    resources: resourcesOf(facts, action.on ?? {}),
    ...(action.condition ? { condition: action.condition } : {}),
    ...(action.narrow ? { narrow: action.narrow } : {}),
    optional: action.optional ?? false,
    ...(action.source === undefined ? {} : { source: action.source }),
  }
}

const fullName = (facts: ClientFacts, name: string): string => (name.includes(':') ? name : `${facts.prefix}:${name}`)

function resourcesOf(facts: ClientFacts, on: ResourceFacts): readonly NeededResource[] {
  return Object.entries(on).map(([spelled, bindings]) => {
    const name = spelled.replace(/\?$/, '')
    const { arn, named, others } = typeFact(facts, name)
    return {
      // A name that is its own template says nothing that the template does not.
      type: name.startsWith('arn:') ? 'resource' : name,
      templates: [`${arn}${named ?? ''}`, ...(others ?? [])],
      parts: new Map(Object.entries(bindings)),
      optional: spelled.endsWith('?'),
    }
  })
}

/** What an encrypted resource of the template takes on the customer's own key. */
function keyNeeds(facts: ClientFacts, own: readonly Need[]): readonly Need[] {
  const { encryption } = facts
  if (!encryption) return []
  const found = new Map<string, Need>()
  for (const { action, resources, kind } of own) {
    if (kind === 'soft') continue
    for (const [type, actions] of Object.entries(encryption.types)) {
      // What lies in a bucket is encrypted with the bucket's key, so that an object counts as its owner.
      const template = facts.types[type]
      const begins = template === undefined ? undefined : typeFact(facts, type).arn
      if (!resources.some((each) => each.type === type || (begins !== undefined && each.templates.some((one) => one.startsWith(begins))))) continue
      for (const name of actions[action.slice(action.indexOf(':') + 1)] ?? [])
        found.set(`${name} ${type}`, {
          action: name,
          kind: 'key',
          when: encryption.when ?? `the ${type} is declared in the template with a key of your own`,
          resources: [],
          condition: { StringEquals: { 'kms:ViaService': [`${encryption.via}.\${Region}.amazonaws.com`] } },
          optional: false,
        })
    }
  }
  return [...found.values()]
}

import type { CommandKnowledge, ConditionTemplate, Json, Need } from '../model/index.ts'
import type { LookupReporter } from './reporter.ts'

/** The JSON that schema/keycard-lookup-1.json describes; every key is always there, in the same order. */
export const lookupJson: LookupReporter = {
  name: 'json',
  describe: 'JSON for programs (schema keycard-lookup/1)',
  print: ({ asked, commands, actions }) => {
    const document: Json = {
      schema: 'keycard-lookup/1',
      asked,
      commands: commands.map((command) => ({ ...headDocument(command), needs: command.needs.map(needDocument) })),
      actions: actions.map(({ action, neededBy }) => ({
        action,
        neededBy: neededBy.map(({ command, need }) => ({ ...headDocument(command), needs: [needDocument(need)] })),
      })),
    }
    return `${JSON.stringify(document, null, 2)}\n`
  },
}

function headDocument(command: CommandKnowledge): { readonly [key: string]: Json } {
  const { client, package: name, version, basis, why, source, note, waiters, aliases } = command
  return {
    client,
    command: command.command,
    package: name,
    version,
    basis,
    why: why ?? null,
    source: source ?? null,
    note: note ?? null,
    waiters,
    aliases: aliases.map((alias) => ({ package: alias.package, name: alias.name })),
  }
}

const needDocument = (need: Need): Json => ({
  action: need.action,
  kind: need.kind,
  when: need.when ?? null,
  resources: need.resources.map(({ type, templates, parts, optional }) => ({ type, templates, parts: Object.fromEntries(parts), optional })),
  condition: blockDocument(need.condition),
  narrow: blockDocument(need.narrow),
  optional: need.optional,
  why: need.why ?? null,
  source: need.source ?? null,
})

const blockDocument = (block: ConditionTemplate | undefined): Json => (block ?? {}) as Json

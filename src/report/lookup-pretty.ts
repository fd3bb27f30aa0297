import type { ActionKnowledge, CommandKnowledge, Lookup, Need } from '../model/index.ts'
import { needLines } from './lookup-needs.ts'
import { finish, pad, paint, widthOf } from './palette.ts'
import { PAGE } from './pretty-function.ts'
import type { LookupReporter } from './reporter.ts'
import { distinct, folded, groupBy, plural, wrap } from './words.ts'

/** Commands and actions that are told in full; more of them get a line each. */
const MOST_IN_FULL = 4

/** What a person reads who looks something up: every action with its condition and resources, and on what that rests. */
export const lookupPretty: LookupReporter = {
  name: 'pretty',
  describe: 'for people',
  print: (lookup, { colour }) => finish(`${pageOf(lookup).join('\n')}\n`, colour),
}

function pageOf({ commands, actions }: Lookup): string[] {
  const blocks = [
    ...(commands.length > MOST_IN_FULL ? [commandList(commands)] : commands.map(commandLines)),
    ...(actions.length > MOST_IN_FULL ? [actionList(actions)] : actions.map(actionLines)),
  ]
  return blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block]))
}

function commandLines(command: CommandKnowledge): string[] {
  const { client, needs, waiters, aliases } = command
  const head = `${paint('bold', `${client} ${command.command}`)}  ${paint('dim', `${command.package} ${command.version}`)}`
  const groups = needs.length > 0 ? groupsOf(needs).flatMap((group) => [...needLines(group.map((need) => ({ need, head: need.action }))), '']) : []
  return [
    head,
    '',
    ...(needs.length > 0 ? groups : ['  needs no permission', '']),
    ...fact('also', [...aliases.map((alias) => `${alias.name} of ${alias.package}`), ...waiters].join(', ')),
    ...fact('basis', `${bases[command.basis] ?? command.basis}${command.why === undefined ? '' : `: ${command.why}`}`),
    ...fact('source', command.source ?? ''),
    ...fact('note', command.note ?? ''),
  ]
}

const bases: { readonly [basis: string]: string } = {
  identity: 'the Service Authorization Reference has an action of this name',
  override: 'written down by hand',
  rule: 'a rule for the whole service',
  none: 'the client sends it unsigned, or AWS says that it needs none',
  assumed: 'assumed from the name, which the Service Authorization Reference does not have',
}

function fact(name: string, text: string): string[] {
  return wrap(text, PAGE - 10).map((line, index) => `  ${paint('dim', pad(index === 0 ? name : '', 6))}  ${line}`)
}

function actionLines({ action, neededBy }: ActionKnowledge): string[] {
  const width = Math.max(...neededBy.map(({ command }) => command.client.length))
  const entries = neededBy.map(({ command, need }) => ({ need, head: `${pad(command.client, width)}  ${command.command}` }))
  const groups = [...groupBy(entries, ({ need }) => groupKey(need)).values()]
  const count = distinct(neededBy.map(({ command }) => `${command.client} ${command.command}`)).length
  return [
    `${paint('bold', action)}  ${paint('dim', `needed by ${plural(count, 'command')}`)}`,
    ...groups.flatMap((group) => ['', ...needLines(group)]),
  ]
}

function commandList(commands: readonly CommandKnowledge[]): string[] {
  const names = commands.map(({ client, command }) => `${client} ${command}`)
  const width = Math.min(50, Math.max(...names.map((name) => name.length)))
  return [
    ...commands.map(
      ({ needs }, index) => `${pad(names[index] ?? '', width)}  ${needs.length === 0 ? paint('dim', 'no permission') : briefNeeds(needs)}`,
    ),
    '',
    paint('dim', `${plural(commands.length, 'command')}; name one of them to see it in full`),
  ]
}

function briefNeeds(needs: readonly Need[]): string {
  const always = distinct(needs.filter(({ kind, when }) => kind === 'own' && when === undefined).map(({ action }) => action))
  const sometimes = distinct(needs.map(({ action }) => action)).filter((action) => !always.includes(action))
  if (always.length === 0) return folded(sometimes, 2, 'action')
  return `${folded(always, 3, 'action')}${sometimes.length === 0 ? '' : paint('dim', `  + ${sometimes.length} for some inputs`)}`
}

function actionList(actions: readonly ActionKnowledge[]): string[] {
  const width = Math.min(50, Math.max(...actions.map(({ action }) => widthOf(action))))
  return [
    ...actions.map(({ action, neededBy }) => {
      const by = distinct(neededBy.map(({ command }) => `${command.client} ${command.command}`))
      return `${pad(action, width)}  ${folded(by, 2, 'command')}`
    }),
    '',
    paint('dim', `${plural(actions.length, 'action')}; name one of them to see it in full`),
  ]
}

const groupsOf = (needs: readonly Need[]): readonly (readonly Need[])[] => [...groupBy(needs, groupKey).values()]

/** Needs that fall on the same resources under the same condition blocks are told together. */
const groupKey = ({ kind, resources, condition, narrow, optional }: Need): string =>
  JSON.stringify([
    kind === 'key' || kind === 'instead' ? kind : '',
    resources.map(({ type, templates, parts, optional: left }) => [type, templates, [...parts], left]),
    condition,
    narrow,
    optional,
  ])

import {
  openItemsAt,
  type PlaceName,
  placeKey,
  type ReadService,
  type Staying,
  sharersOf,
  statementDocument,
  toCloudFormation,
} from '../iac/index.ts'
import type { Finding, PluginFunctions, Policy, Statement, Value } from '../model/index.ts'
import { buildPolicy, coversAction, excess, type Surplus } from '../policy/index.ts'
import { readable } from '../report/index.ts'
import { pluginsUse, type Sides } from './differences/index.ts'

/** A statement taken apart by whether anything that is known of needs it. */
export interface Parts {
  /** Nothing needs these. */
  readonly idle: readonly Statement[]
  /** What is left without them. */
  readonly busy: readonly Statement[]
  readonly surpluses: readonly Surplus[]
}

/** Why something stays that no call explains. */
export const unexplainedWhy = 'no call that was analysed needs it'
/** Why something stays of which calls explain a part. */
export const choiceWhy = 'no call that was analysed needs all of it, and what only the deployment chooses stays or goes as a whole'

/** Takes a statement apart, action by action on each resource. */
export function takeApart(statement: Statement, spell: Sides['spell'], needs: Policy): Parts {
  const [spelled] = spell({ statements: [statement] }).statements
  const surpluses = spelled ? excess({ statements: [spelled] }, needs) : []
  const idle = unusedParts(
    statement,
    spelled ?? statement,
    surpluses.filter(({ kind }) => kind === 'unused'),
  )
  const busy = remaining(statement, idle)
  // Names of statements are unique in a policy, so parts have none.
  return { idle: busy.length === 0 ? [statement] : idle.map(withoutSid), busy, surpluses }
}

/** What of a statement functions need that plugins make, and what is left of it; those run as the role that functions share. */
export function apartForPlugins(
  statement: Statement,
  plugins: readonly PluginFunctions[],
): { readonly held?: Statement; readonly rest?: Statement; readonly why: string } {
  const covers = (action: string): boolean => statement.actions.some((pattern) => coversAction(pattern, action))
  const users = statement.notActions ? [] : plugins.filter(({ actions }) => actions.some(covers))
  if (users.length === 0) return { rest: statement, why: unexplainedWhy }
  const actions = users.flatMap((user) => user.actions.filter(covers))
  const left = statement.actions.filter((pattern) => !actions.some((action) => action.toLowerCase() === pattern.toLowerCase()))
  return {
    held: withoutSid({ ...statement, actions }),
    ...(left.length > 0 ? { rest: { ...statement, actions: left } } : {}),
    why: pluginsUse(users),
  }
}

function withoutSid({ sid: _, ...statement }: Statement): Statement {
  return statement
}

/** What stands in a place of its functions' statements and nothing that is known of explains. */
export interface Unexplained {
  readonly place: PlaceName
  readonly functions: readonly string[]
  readonly statements: readonly Statement[]
  /** Those that functions need that plugins make, with the reason. */
  readonly forPlugins: ReadonlyMap<Statement, string>
  /** Those that stay because they belong to a choice of which nothing needs another part. */
  readonly withTheirChoice: ReadonlySet<Statement>
}

/**
 * Finds what no call explains in the places that can be written: those of functions whose needs are known to the end. What a comment, a condition
 * or its effect protects stays by itself. Where the rest is dropped, what functions need that plugins make is left.
 */
export function unexplainedIn(read: ReadService, { spell, service, reports }: Sides, drop = false): readonly Unexplained[] {
  return [...sharersOf(read).values()].flatMap(({ place, functions }): readonly Unexplained[] => {
    const members = service.functions.filter(({ name }) => functions.includes(name))
    if (!members.every(({ name, notWritable }) => reports.get(name)?.analysis === 'complete' && notWritable === undefined)) return []
    const permissions = members.flatMap(({ name, needsBeside }) => [...(reports.get(name)?.permissions ?? []), ...needsBeside])
    // Not merged: a need has to be told from the others of its function.
    const needs = spell({ statements: permissions.flatMap((permission) => buildPolicy([permission]).statements) })
    const withTheirChoice = new Set<Statement>()
    const forPlugins = new Map<Statement, string>()
    const plugins = place.kind === 'provider' ? service.pluginFunctions : []
    const statements = openItemsAt(read, place).flatMap((item) => {
      const apart = item.statements.map((statement) => apartForPlugins(statement, plugins))
      const held = apart.flatMap(({ held: one, why }) => {
        if (one) forPlugins.set(one, why)
        return one ? [one] : []
      })
      if (drop) return held
      if (held.length > 0 && !item.isChoice) return [...held, ...apart.flatMap(({ rest }) => (rest ? takeApart(rest, spell, needs).idle : []))]
      const parts = item.statements.map((statement) => takeApart(statement, spell, needs))
      const idle = parts.flatMap((part) => part.idle)
      if (!item.isChoice || parts.every(({ busy }) => busy.length === 0)) return idle
      if (idle.length === 0) return []
      for (const statement of item.statements) withTheirChoice.add(statement)
      return item.statements
    })
    return statements.length > 0 ? [{ place, functions, statements, forPlugins, withTheirChoice }] : []
  })
}

/** What a statement speaks of, in words: `s3:* on all but arn:aws:s3:::reports/*`. */
export function statementText({ actions, notActions, resources, notResources }: Statement): string {
  const on = (notResources ?? resources).map((value) => readable(toCloudFormation(value))).join(', ')
  return `${notActions ? `everything but ${notActions.join(', ')}` : actions.join(', ')} on ${notResources ? 'all but ' : ''}${on}`
}

/** Says of each part that it stays, and how to take it away. */
export function unexplainedFindings(found: readonly Unexplained[]): readonly Finding[] {
  return found.flatMap(({ place, functions, statements, forPlugins, withTheirChoice }) =>
    statements.map((statement): Finding => {
      const why = forPlugins.get(statement) ?? (withTheirChoice.has(statement) ? choiceWhy : unexplainedWhy)
      const { actions, notActions, resources, notResources, at } = statement
      const holder = place.kind === 'provider' ? 'the provider' : place.kind === 'role' ? `the role ${place.name}` : place.name
      return {
        check: 'statement-kept',
        severity: 'warning',
        confidence: 'certain',
        message: `${statementText(statement)} stays with ${holder}: ${why}`,
        ...(at ? { at } : {}),
        ...(place.kind === 'function' ? { function: place.name } : { functions }),
        fix: forPlugins.has(statement)
          ? 'leave it for as long as the plugin is listed'
          : `if nothing beside the analysed code needs it, run again with --drop-unexplained; if something does, say so with ${commentMark(at)} keycard-keep -- and the reason`,
        ...(notActions || notResources ? {} : { grants: { actions, resources: resources.map(toCloudFormation) } }),
      }
    }),
  )
}

/** What starts a comment where something stands. */
export const commentMark = (at: Statement['at']): string => (at && /\.[cm]?[jt]s$/.test(at.file) ? '//' : '#')

/** What is to stay in each place, as it is written. */
export function stayingOf(found: readonly Unexplained[]): Staying {
  const documents = new Map(found.map(({ place, statements }) => [placeKey(place), statements.map(statementDocument)]))
  return (place) => documents.get(placeKey(place)) ?? []
}

/** The actions of a statement with the resources on which nothing needs them, those with the same resources together. */
function unusedParts(statement: Statement, spelled: Statement, unused: readonly Surplus[]): readonly Statement[] {
  const resourcesFor = new Map<string, { actions: string[]; indexes: readonly number[] }>()
  const actions: readonly (string | undefined)[] = statement.notActions ? [undefined] : statement.actions
  for (const action of actions) {
    const mine = unused.filter((surplus) => surplus.action === action)
    const indexes = statement.notResources
      ? mine.length > 0
        ? [-1]
        : []
      : [...new Set(mine.map(({ resource }) => (resource ? spelled.resources.indexOf(resource) : -1)))].sort((a, b) => a - b)
    if (indexes.length === 0) continue
    const key = indexes.join()
    const there = resourcesFor.get(key) ?? { actions: [], indexes }
    if (action !== undefined) there.actions.push(action)
    resourcesFor.set(key, there)
  }
  return [...resourcesFor.values()].map((part) => ({
    ...statement,
    actions: part.actions,
    resources: statement.notResources ? statement.resources : part.indexes.flatMap((index) => statement.resources[index] ?? []),
  }))
}

/** What is left of a statement without some of its parts. */
function remaining(statement: Statement, idle: readonly Statement[]): readonly Statement[] {
  if (idle.length === 0) return [statement]
  if (statement.notActions || statement.notResources) {
    const gone = new Set(idle.flatMap(({ actions }) => actions))
    const actions = statement.actions.filter((action) => !gone.has(action))
    return statement.notActions || actions.length === 0 ? [] : [{ ...statement, actions }]
  }
  const byResources = new Map<string, { actions: string[]; resources: readonly Value[] }>()
  for (const action of statement.actions) {
    const gone = new Set(idle.filter(({ actions }) => actions.includes(action)).flatMap(({ resources }) => resources))
    const resources = statement.resources.filter((resource) => !gone.has(resource))
    if (resources.length === 0) continue
    const key = resources.map((resource) => statement.resources.indexOf(resource)).join()
    const there = byResources.get(key) ?? { actions: [], resources }
    there.actions.push(action)
    byResources.set(key, there)
  }
  return [...byResources.values()].map((part) => ({ ...statement, ...part }))
}

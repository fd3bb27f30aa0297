import type { Configuration } from './configuration.ts'
import type { Dialect, Habits } from './dialects/index.ts'
import type { Framework } from './framework.ts'
import { type DeclaredFunction, providerRole } from './functions.ts'
import { providerWays } from './place.ts'
import type { Spot } from './spot.ts'

/** Says which statements have no effect where they stand, by what the framework (osls 4.3.1, `merge-iam-templates.js`) and the plugin (3.2.0) read. */
export function sayIgnored(
  configuration: Configuration,
  framework: Framework,
  dialect: Dialect,
  habits: Habits,
  functions: readonly DeclaredFunction[],
): void {
  sayUnreadOfAll(configuration, framework, dialect, habits)
  sayOfProvider(configuration, framework, dialect, functions)
  for (const { name, spot } of functions) sayOfFunction(configuration, dialect, name, spot)
}

function say(configuration: Configuration, spot: Spot, message: string, fix: string, name?: string): void {
  const at = configuration.placeOf(spot.node)
  configuration.say({
    check: 'statements-ignored',
    severity: 'warning',
    confidence: 'certain',
    message,
    at,
    fix,
    ...(name === undefined ? {} : { function: name }),
  })
}

function sayUnreadOfAll(configuration: Configuration, framework: Framework, dialect: Dialect, habits: Habits): void {
  const own = habits.iamRoleStatements + habits.iam
  if (dialect.ways.length > 0 || own === 0) return
  configuration.say({
    check: 'statements-ignored',
    severity: 'warning',
    confidence: 'likely',
    message: `${own} function${own === 1 ? ' has' : 's have'} statements that the framework ignores: ${framework.because ?? 'its version is unknown'}, and no plugin reads them`,
    at: framework.at,
    fix: framework.rolesPluginNotListed
      ? `list ${framework.rolesPluginNotListed} under plugins:`
      : 'install serverless-iam-roles-per-function and list it under plugins:',
  })
}

function sayOfProvider(configuration: Configuration, framework: Framework, dialect: Dialect, functions: readonly DeclaredFunction[]): void {
  const { root } = configuration
  const [current, old] = providerWays.map((way) => configuration.get(root, 'provider', ...way))
  if (!old) return
  if (current) {
    say(configuration, old, 'provider.iamRoleStatements is ignored beside provider.iam.role.statements', 'move its statements there')
  } else if (providerRole(configuration) === 'external') {
    say(
      configuration,
      old,
      'provider.iamRoleStatements is ignored: the provider names a role that the framework does not make',
      'give that role the statements, or take it out of the provider',
    )
  } else if (dialect.inheritWay && configuration.get(root, 'provider', 'iam') && inheriting(configuration, functions)) {
    say(
      configuration,
      old,
      `functions do not inherit provider.iamRoleStatements: where provider.iam is there, ${framework.rolesPlugin ?? 'version 4'} looks for provider.iam.role.statements alone`,
      'move the statements to provider.iam.role.statements',
    )
  }
}

const inheriting = (configuration: Configuration, functions: readonly DeclaredFunction[]): boolean =>
  configuration.textNow(configuration.get(configuration.root, 'provider', 'iam', 'role', 'mode')) === 'perFunction' ||
  [
    configuration.get(configuration.root, 'custom', 'serverless-iam-roles-per-function', 'defaultInherit'),
    ...functions.flatMap(({ spot }) => [configuration.get(spot, 'iamRoleStatementsInherit'), configuration.get(spot, 'iam', 'inheritStatements')]),
  ].some((spot) => configuration.textNow(spot) === 'true')

function sayOfFunction(configuration: Configuration, dialect: Dialect, name: string, spot: Spot): void {
  const [structured, flat] = [configuration.get(spot, 'iam', 'role', 'statements'), configuration.get(spot, 'iamRoleStatements')]
  const own = structured ?? flat
  if (!own || dialect.ways.length === 0) return
  const reads = (key: string): boolean => dialect.ways.some(([first]) => first === key)
  if (configuration.get(spot, 'role')) {
    say(
      configuration,
      own,
      `${name} has statements beside role:, which are refused or ignored`,
      'give that role the statements, or remove role:',
      name,
    )
  } else if (structured && !reads('iam')) {
    say(configuration, structured, `iam: of ${name} is ignored: only version 4 reads it`, 'move its statements to iamRoleStatements', name)
  } else if (structured && flat) {
    say(configuration, flat, `iamRoleStatements of ${name} is ignored beside iam.role.statements`, 'move its statements there', name)
  }
}

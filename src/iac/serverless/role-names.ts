import { join, resource, text, type Value } from '../../model/index.ts'
import type { Configuration } from './configuration.ts'
import type { FunctionFacts } from './dialects/index.ts'
import { sharedRoleId } from './roles.ts'
import { parseTemplate } from './variable-syntax.ts'

/** The name that the provider gives the shared role; undefined where the framework makes one up. */
export function givenSharedName(configuration: Configuration): Value | undefined {
  const spot = configuration.get(configuration.root, 'provider', 'iam', 'role', 'name')
  return spot && configuration.value(spot)
}

/** The name of the role that functions share: the framework's `getRoleName`, or what the provider says. */
export const sharedRoleName = (configuration: Configuration): Value =>
  givenSharedName(configuration) ?? joined([...namesOf(configuration), resource('AWS::Region'), text('lambdaRole')])

/**
 * The name of the role that a function has for itself: its own setting, or what the plugin and version 4 make of the name of the shared one;
 * undefined where they cannot, since that has a name which somebody gave.
 */
export function ownRoleName({ configuration, name, spot }: FunctionFacts): Value | undefined {
  const own = configuration.get(spot, 'iam', 'role', 'name') ?? configuration.get(spot, 'iamRoleStatementsName')
  if (own) return configuration.value(own)
  if (givenSharedName(configuration)) return undefined
  return joined([...namesOf(configuration), text(name), resource('AWS::Region'), text('lambdaRole')])
}

/** The logical id of that role: the framework's spelling of the function's name before that of the shared role. */
export const ownRoleId = (name: string): string =>
  `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', 'Dash').replaceAll('_', 'Underscore')}${sharedRoleId}`

/** The service and the stage. */
function namesOf(configuration: Configuration): readonly Value[] {
  const { root } = configuration
  const service = configuration.get(root, 'service', 'name') ?? configuration.get(root, 'service')
  const stage = configuration.template(parseTemplate('${sls:stage}'), root.node)
  return [service ? configuration.value(service) : text(''), 'node' in stage ? configuration.value(stage) : stage]
}

const joined = (parts: readonly Value[]): Value => join(parts.flatMap((part, index) => (index === 0 ? [part] : [text('-'), part])))

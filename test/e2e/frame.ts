import { createRequire } from 'node:module'
import { join } from 'node:path'

// The framework is told nothing of the user's statements, and of one function at a time; what it puts into the shared role then is what it
// must add for that function, and what the plugin puts into a role of its own is what the plugin adds by itself.

/** A configuration with all variables resolved, as the framework prints it. */
export interface Configuration {
  readonly provider: Readonly<Record<string, unknown>>
  readonly functions: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly [key: string]: unknown
}

/** The part of the framework's inside that is used. */
interface Framework {
  init(): Promise<void>
  run(): Promise<void>
  readonly service: {
    readonly provider: { readonly compiledCloudFormationTemplate: { readonly Resources: Readonly<Record<string, { readonly Properties: unknown }>> } }
  }
}

const plugin = 'serverless-iam-roles-per-function'

/** The plugin that gives every function a role, with the provider's statements in it. */
const customRoles = 'serverless-plugin-custom-roles'

/** The role that all functions share; those of the plugin end in its name. */
export const sharedRole = 'IamRoleLambdaExecution'

/** How the logical ids of the roles end that serverless-plugin-custom-roles makes. */
export const customRole = 'LambdaFunctionRole'

/** Whether it is serverless-plugin-custom-roles that makes the roles. */
export const hasCustomRoles = ({ plugins }: Configuration): boolean => Array.isArray(plugins) && plugins.includes(customRoles)

/** What is needed to make a function, and asks nothing of its role. */
const bare = ['handler', 'runtime', 'description']

/** What the user says of a function's role, and what making it needs no more than an empty archive for. */
const ofTheUser = new Set([
  'role',
  'iamRoleStatements',
  'iamRoleStatementsInherit',
  'iamRoleStatementsName',
  'iamPermissionsBoundary',
  'package',
  'layers',
])

/** A configuration in which one function alone asks for anything, and nobody has written a statement. */
export function onlyWhatTheFrameworkAdds(configuration: Configuration, name: string, by = plugin): Configuration {
  const { plugins: _plugins, custom: _custom, package: _package, ...rest } = configuration
  const { iam: _iam, iamRoleStatements: _statements, iamManagedPolicies: _managed, role: _role, ...provider } = configuration.provider
  const functions = Object.entries(configuration.functions).map(([key, settings]) => {
    const kept = Object.entries(settings).filter(([setting]) => (key === name ? !ofTheUser.has(setting) : bare.includes(setting)))
    return [
      key,
      { ...Object.fromEntries(kept), ...(key === name && by === plugin ? { iamRoleStatements: [], iamRoleStatementsName: 'frame' } : {}) },
    ] as const
  })
  return { ...rest, plugins: [by], provider, functions: Object.fromEntries(functions), package: { artifact: 'nothing.zip' } }
}

/** What roles hold for a function alone: the properties of the shared one, and of its own. */
export interface Frame {
  readonly shared: unknown
  readonly own: unknown
}

/** What the framework and the plugin add for each function. */
export async function frameOf(configuration: Configuration, directory: string): Promise<Readonly<Record<string, Frame>>> {
  const require = createRequire(join(directory, 'package.json'))
  const Serverless = require('osls') as new (input: object) => Framework
  const found: Record<string, Frame> = {}
  for (const name of Object.keys(configuration.functions)) {
    const roles = await rolesOf(onlyWhatTheFrameworkAdds(configuration, name))
    const custom = hasCustomRoles(configuration) ? await rolesOf(onlyWhatTheFrameworkAdds(configuration, name, customRoles)) : undefined
    found[name] = {
      shared: roles.find(([id]) => id === sharedRole)?.[1].Properties,
      own: custom
        ? custom.find(([id]) => id === customRoleOf(name))?.[1].Properties
        : roles.find(([id]) => id.endsWith(sharedRole) && id !== sharedRole)?.[1].Properties,
    }
  }
  return found

  async function rolesOf(bareConfiguration: Configuration) {
    const framework = new Serverless({
      configuration: bareConfiguration,
      serviceDir: directory,
      configurationFilename: 'serverless.yml',
      command: 'package',
      commands: ['package'],
      options: { package: join(directory, '.frame') },
    })
    await framework.init()
    await framework.run()
    return Object.entries(framework.service.provider.compiledCloudFormationTemplate.Resources)
  }
}

const customRoleOf = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}${customRole}`

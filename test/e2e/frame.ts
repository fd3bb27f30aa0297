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

/** The role that all functions share; those of the plugin end in its name. */
export const sharedRole = 'IamRoleLambdaExecution'

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
export function onlyWhatTheFrameworkAdds(configuration: Configuration, name: string): Configuration {
  const { plugins: _plugins, custom: _custom, package: _package, ...rest } = configuration
  const { iam: _iam, iamRoleStatements: _statements, iamManagedPolicies: _managed, role: _role, ...provider } = configuration.provider
  const functions = Object.entries(configuration.functions).map(([key, settings]) => {
    const kept = Object.entries(settings).filter(([setting]) => (key === name ? !ofTheUser.has(setting) : bare.includes(setting)))
    return [key, { ...Object.fromEntries(kept), ...(key === name ? { iamRoleStatements: [], iamRoleStatementsName: 'frame' } : {}) }] as const
  })
  return { ...rest, plugins: [plugin], provider, functions: Object.fromEntries(functions), package: { artifact: 'nothing.zip' } }
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
    const framework = new Serverless({
      configuration: onlyWhatTheFrameworkAdds(configuration, name),
      serviceDir: directory,
      configurationFilename: 'serverless.yml',
      command: 'package',
      commands: ['package'],
      options: { package: join(directory, '.frame') },
    })
    await framework.init()
    await framework.run()
    const roles = Object.entries(framework.service.provider.compiledCloudFormationTemplate.Resources).filter(([id]) => id.endsWith(sharedRole))
    found[name] = {
      shared: roles.find(([id]) => id === sharedRole)?.[1].Properties,
      own: roles.find(([id]) => id !== sharedRole)?.[1].Properties,
    }
  }
  return found
}

import { type Location, type Reader, UserError } from '../../model/index.ts'
import { parseConfiguration } from '../yaml.ts'
import type { Configuration } from './configuration.ts'
import { majorsOf } from './version-range.ts'

/** Which framework deploys the service, as far as its files say. */
export interface Framework {
  readonly tool: 'serverless' | 'osls'
  /** Undefined where nothing says. */
  readonly major?: number
  /** How it is known, in words: `frameworkVersion`. */
  readonly because?: string
  /** The plugin that gives functions a role of their own, as listed under `plugins:`. */
  readonly rolesPlugin?: string
  /** Such a plugin that package.json names and `plugins:` does not. */
  readonly rolesPluginNotListed?: string
  /** Everything under `plugins:`. */
  readonly plugins: readonly string[]
  /** Where the version is said, or would be. */
  readonly at: Location
}

const existingMajors = [1, 2, 3, 4]

/**
 * The plugin and those of its forks whose names do not hold its own; all of them read `iamRoleStatements` of a function. Not among them are
 * serverless-plugin-custom-roles, which is a dialect of its own, and serverless-custom-iam-roles-per-function, which only names the roles.
 */
const rolesPlugins = ['serverless-iam-roles-per-function', 'serverless-granular-iam', 'serverless-iamroles']

/** Whether a name under `plugins:` is the roles plugin; version 4 looks for the name anywhere in it, too. */
export const isRolesPlugin = (name: string): boolean => rolesPlugins.some((plugin) => name.includes(plugin))

/** Finds out which framework it is from the service file, then from package.json beside it and above it. */
export function findFramework(configuration: Configuration): Framework {
  const plugins = listPlugins(configuration)
  const dependencies = readDependencies(configuration.reader)
  const rolesPlugin = plugins.find(isRolesPlugin)
  const notListed = rolesPlugin === undefined ? [...dependencies.keys()].find(isRolesPlugin) : undefined
  return {
    ...findVersion(configuration, dependencies),
    plugins,
    ...(rolesPlugin === undefined ? {} : { rolesPlugin }),
    ...(notListed === undefined ? {} : { rolesPluginNotListed: notListed }),
  }
}

function findVersion(configuration: Configuration, dependencies: ReadonlyMap<string, string>): Pick<Framework, 'tool' | 'major' | 'because' | 'at'> {
  const declared = configuration.get(configuration.root, 'frameworkVersion')
  const range = configuration.textNow(declared)
  const at = declared ? configuration.placeOf(declared.node) : { file: configuration.file, line: 1 }
  const allowed = range === undefined ? undefined : majorsOf(range, existingMajors)
  const installed = dependencies.get('serverless')
  if (installed === undefined && dependencies.has('osls')) return { tool: 'osls', major: 3, because: 'package.json names osls', at }
  const fromPackage = installed === undefined ? undefined : majorsOf(installed, existingMajors)?.at(-1)
  if (fromPackage !== undefined && (allowed === undefined || allowed.includes(fromPackage))) {
    return { tool: 'serverless', major: fromPackage, because: `package.json names serverless ${installed}`, at }
  }
  const highest = allowed?.at(-1)
  if (highest !== undefined) return { tool: 'serverless', major: highest, because: `frameworkVersion is ${range}`, at }
  const trace = onlyInVersion4(configuration)
  return trace === undefined
    ? { tool: 'serverless', at }
    : { tool: 'serverless', major: 4, because: `the file uses ${trace}, which only version 4 has`, at }
}

/** https://www.serverless.com/framework/docs/guides/upgrading-v4 */
function onlyInVersion4(configuration: Configuration): string | undefined {
  if (configuration.get(configuration.root, 'stages')) return 'stages:'
  if (configuration.get(configuration.root, 'build', 'esbuild')) return 'build.esbuild:'
  return configuration.get(configuration.root, 'provider', 'iam', 'role', 'mode') ? 'provider.iam.role.mode' : undefined
}

/** `plugins:` is a list, or a map with `modules`. */
function listPlugins(configuration: Configuration): string[] {
  const plugins = configuration.get(configuration.root, 'plugins')
  const items = configuration.items(plugins) ?? configuration.items(plugins && configuration.get(plugins, 'modules')) ?? []
  return items.flatMap(([, spot]) => configuration.textNow(spot) ?? [])
}

/** What package.json files ask for, from the service's directory up to the workspace root; the nearest wins. */
export function readDependencies(reader: Reader): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const up = reader.workspace === '.' ? 0 : reader.workspace.split('/').length
  for (let level = 0; level <= up; level++) {
    const file = `${'../'.repeat(level)}package.json`
    const content = reader.kind(file) === 'file' ? reader.read(file) : undefined
    if (content === undefined) continue
    const root = manifest(file, content)
    for (const group of ['dependencies', 'devDependencies']) {
      const names = root?.kind === 'map' ? root.entries.get(group)?.node : undefined
      if (names?.kind !== 'map') continue
      for (const [name, { node }] of names.entries) {
        if (!found.has(name) && node.kind === 'scalar') found.set(name, String(node.value))
      }
    }
  }
  return found
}

/** A package.json that does not parse says nothing here; npm will say it better. */
function manifest(file: string, content: string): ReturnType<typeof parseConfiguration> | undefined {
  try {
    return parseConfiguration(file, content)
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

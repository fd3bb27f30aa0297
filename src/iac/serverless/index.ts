import { type IgnoreComment, type Policy, type ReadCode, type Reader, type Service, type Settings, UserError } from '../../model/index.ts'
import { CodeFiles } from '../code.ts'
import { Configuration } from './configuration.ts'
import { dialects, type Habits } from './dialects/index.ts'
import { type Framework, findFramework } from './framework.ts'
import { type Chosen, type DeclaredFunction, habitsOf, listFunctions, providerRole, readEnvironments, readFunction } from './functions.ts'
import { ignoreComments } from './ignore-comments.ts'
import { readIgnores } from './ignore-settings.ts'
import { sayIgnored } from './ignored-statements.ts'
import { readLayers } from './layers.ts'
import { providerStatementsSpot } from './place.ts'
import { pluginFunctions } from './plugin-functions.ts'
import { readPolicies, readResources } from './resources.ts'
import { sharedRoleName } from './role-names.ts'
import { sharedRoleTags } from './role-tags.ts'
import { sharedRoleId, usesOfSharedRole } from './roles.ts'
import { type RunSettings, readRunSettings } from './run-settings.ts'
import { readServiceFile } from './service-file.ts'
import { readSettings } from './settings.ts'
import type { Fields } from './settings-fields.ts'
import { findSettings } from './settings-places.ts'
import type { Deployment } from './spot.ts'
import { readStatements } from './statements.ts'

/** What a run says about the service to read. */
export interface ServiceOptions {
  /** The configuration file, where it has a name of its own. */
  readonly config?: string
  readonly stage?: string
  readonly region?: string
  /** `--param` of the framework. */
  readonly parameters?: ReadonlyMap<string, string>
  /** The IAM dialect to write in, where it is not to be found out. */
  readonly dialect?: string
  /** How configuration that is written as code is read; without it such files are not read. */
  readonly readCode?: ReadCode
}

/** What writing needs of reading; opaque to all other rooms. */
export interface ServiceSource {
  readonly configuration: Configuration
  readonly functions: readonly DeclaredFunction[]
  readonly chosen: Chosen
  readonly habits: Habits
  readonly framework: Framework
  readonly options: ServiceOptions
}

/** A service, and what it takes to write to it. */
export interface ReadService {
  readonly service: Service
  readonly source: ServiceSource
  /** What the configuration of Keycard says of every run; what this run was told has its place beside it. */
  readonly settings: Settings
  /** Comments `keycard-ignore` in the files that were read. */
  readonly ignores: readonly IgnoreComment[]
}

/** Reads a Serverless service without running anything. */
export function readService(reader: Reader, options: ServiceOptions = {}): ReadService {
  const code = options.readCode && new CodeFiles(reader, options.readCode)
  const { file, root } = readServiceFile(reader, options.config, code)
  const { configuration, fields, run } = openConfiguration(new Configuration(reader, file, root, deploymentOf(options), code), options, code)
  refuseOtherClouds(configuration)
  const framework = findFramework(configuration)
  configuration.hashParameters = framework.plugins.some((plugin) => plugin.includes('serverless-pseudo-parameters'))
  const functions = listFunctions(configuration)
  const habits = habitsOf(configuration, functions)
  const chosen = chooseDialect(framework, habits, options.dialect)
  const { dialect } = chosen
  const names = functions.map(({ name }) => name)
  const settings = readSettings(configuration, fields, names)
  const region = configuration.constant(configuration.get(configuration.root, 'provider', 'region'))
  const resources = readResources(configuration)
  const surround = readEnvironments(configuration, settings)
  const read = functions.map((declared) => readFunction(configuration, declared, chosen, framework, settings, resources, surround))
  const declared = providerPolicy(configuration)
  sayFramework(configuration, framework, habits)
  sayIgnored(configuration, framework, dialect, habits, functions)
  return {
    service: {
      name: serviceName(configuration),
      file,
      dialect: dialect.name,
      ...(region === undefined ? {} : { region }),
      functions: read,
      resources,
      policies: readPolicies(configuration),
      layers: readLayers(configuration),
      ...(providerRole(configuration) === 'made'
        ? {
            sharedRole: {
              id: sharedRoleId,
              name: sharedRoleName(configuration),
              tags: sharedRoleTags(configuration),
              uses: usesOfSharedRole(configuration),
            },
          }
        : {}),
      pluginFunctions: pluginFunctions(framework.plugins),
      declared,
      findings: configuration.findings,
    },
    source: { configuration, functions, chosen, habits, framework, options },
    settings: { ...run, ignores: readIgnores(configuration, fields, names) },
    ignores: ignoreComments(configuration.roots()),
  }
}

/** Where Keycard's own configuration names a deployment that the run does not, the service is read for that one. */
function openConfiguration(
  asked: Configuration,
  options: ServiceOptions,
  code: CodeFiles | undefined,
): { configuration: Configuration; fields: Fields; run: RunSettings } {
  const fields = findSettings(asked)
  const run = readRunSettings(asked, fields)
  if (run.stage === undefined && run.region === undefined && run.parameters === undefined) return { configuration: asked, fields, run }
  const { stage, region } = { ...run, ...deploymentOf(options) }
  const parameters = new Map([...(run.parameters ?? []), ...(options.parameters ?? [])])
  const told = deploymentOf({ ...(stage === undefined ? {} : { stage }), ...(region === undefined ? {} : { region }), parameters })
  const configuration = new Configuration(asked.reader, asked.file, asked.root.node, told, code)
  return { configuration, fields: findSettings(configuration), run }
}

/** The dialect that is found out, and the one that is asked for, if the framework would heed it. */
function chooseDialect(framework: Framework, habits: Habits, name: string | undefined): Chosen {
  const found = dialects.find((candidate) => candidate.applies(framework, habits))
  if (!found) throw new Error('the last dialect applies to every service')
  if (name === undefined) return { dialect: found }
  const asked = dialects.find((candidate) => candidate.name === name)
  if (!asked) throw new UserError(`there is no dialect ${name}`, { mend: `it is one of ${dialects.map((dialect) => dialect.name).join(', ')}` })
  const why = asked.ignored(framework, habits)
  if (why === undefined) return { dialect: asked.onlyWrites ? found : asked, asked }
  const cut = why.lastIndexOf(': ')
  throw new UserError(`--dialect ${name}: ${why.slice(0, cut)}`, { at: framework.at, mend: why.slice(cut + 2) })
}

function deploymentOf({ stage, region, parameters }: ServiceOptions): Deployment {
  return { ...(stage === undefined ? {} : { stage }), ...(region === undefined ? {} : { region }), ...(parameters ? { parameters } : {}) }
}

function refuseOtherClouds(configuration: Configuration): void {
  const { root } = configuration
  const provider = configuration.get(root, 'provider')
  const name = configuration.textNow(provider && (configuration.get(provider, 'name') ?? provider))
  if (name === undefined || name === 'aws' || name.includes('${')) return
  throw new UserError(`${configuration.file} deploys to ${name}; Keycard knows AWS only`, {
    at: configuration.placeOf(provider?.node ?? root.node),
    mend: 'name a service whose provider is aws',
  })
}

/** Version 1 allowed a map with a name. */
function serviceName(configuration: Configuration): string {
  const service = configuration.get(configuration.root, 'service')
  return configuration.textNow(service) ?? configuration.textNow(service && configuration.get(service, 'name')) ?? ''
}

/** Newer settings win over older ones; a role from elsewhere makes the framework heed neither. */
function providerPolicy(configuration: Configuration): Policy {
  if (providerRole(configuration) === 'external') return { statements: [] }
  return { statements: readStatements(configuration, providerStatementsSpot(configuration)) }
}

function sayFramework(configuration: Configuration, framework: Framework, habits: Habits): void {
  const own = habits.iamRoleStatements + habits.iam
  if (framework.major === undefined && framework.rolesPlugin === undefined) {
    configuration.say({
      check: 'framework-version-unknown',
      severity: own > 0 ? 'warning' : 'note',
      confidence: 'certain',
      message:
        own > 0
          ? 'nothing says which version of the framework deploys this; statements of functions are taken to be heeded, which before version 4 needs a plugin'
          : 'nothing says which version of the framework deploys this; it is taken for one that ignores statements of functions',
      at: framework.at,
      fix: 'set frameworkVersion, or list serverless-iam-roles-per-function under plugins:',
    })
  }
}

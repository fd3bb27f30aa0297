import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import type { Json, Policy, Statement } from '../../src/model/index.ts'
import { type ActionMap, createSpelling } from '../../src/permissions/index.ts'
import { writeFiles } from '../../src/writer/index.ts'
import { runLine } from '../case.ts'
import { lost, type Spell, type Subject, tooMuch } from './compare.ts'
import { frames, packageService, resolvedConfiguration } from './deploy.ts'
import { type Configuration, customRole, hasCustomRoles, sharedRole } from './frame.ts'
import { declaredIn, policyOf, type RoleProperties, rolesOf, type StatementJson, statementOf, type Template, withConsumers } from './template.ts'
import { fill } from './variables.ts'

/** What came of one service. */
export interface Outcome {
  readonly service: string
  readonly command: string
  readonly dialect: string
  readonly functions: number
  readonly roles: number
  readonly problems: readonly string[]
}

/** The part of a report that is used. */
interface Report {
  readonly functions: readonly { readonly name: string; readonly analysis: string; readonly statements: readonly StatementJson[] }[]
}

/** A command line and how it ends: what the walker over fixtures reads as well. */
interface Case {
  readonly arguments: readonly string[]
  readonly exitCode: number
}

/** What a case says of its roles, in `e2e.json`. */
interface Notes {
  /** Statements that Keycard leaves alone, because somebody marked them or because they stand where it writes nothing. */
  readonly kept?: readonly StatementJson[]
}

/** Packages a service before and after a command writes to it, and compares the roles. */
export async function proveService(folder: string, packages: string, map: ActionMap): Promise<Outcome> {
  const home = mkdtempSync(join(tmpdir(), 'keycard-e2e-'))
  try {
    symlinkSync(packages, join(home, 'node_modules'))
    const directory = join(home, basename(folder))
    cpSync(folder, directory, { recursive: true, filter: (path) => !notOfTheService.includes(relative(folder, path)) })
    return await prove(folder, directory, map)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

const notOfTheService = ['expected', 'case.json', 'e2e.json']

async function prove(folder: string, directory: string, map: ActionMap): Promise<Outcome> {
  const file = serviceFile(directory)
  const { arguments: line, exitCode } = jsonOf<Case>(join(folder, 'case.json'))
  const { kept = [] } = existsSync(join(folder, 'e2e.json')) ? jsonOf<Notes>(join(folder, 'e2e.json')) : {}

  const configuration = await resolvedConfiguration(directory, file)
  const added = await frames(directory, configuration)
  const before = await packageService(directory, file)
  const result = await runLine(directory, [...line, '--format', 'json'])
  if (result.exitCode !== exitCode) throw new Error(`keycard ${line.join(' ')} ended with ${result.exitCode}:\n${result.stdout}${result.stderr}`)
  writeFiles(result.directory, '.', result.changes)
  const written = await resolvedConfiguration(directory, file)
  const after = await packageService(directory, file)

  const { functions } = JSON.parse(result.stdout) as Report
  const subjects = functions.map((one): Subject => {
    const settings = written.functions[one.name] ?? {}
    return {
      name: one.name,
      physicalName: String(settings.name),
      derived: {
        statements: one.statements.map((statement) => statementOf(fill(statement as unknown as Json, configuration) as unknown as StatementJson)),
      },
      frame: withoutGroups(policyOf((added[one.name]?.shared ?? {}) as RoleProperties, map), hasCustomRoles(configuration)),
      plugin: policyOf((added[one.name]?.own ?? {}) as RoleProperties, map),
      inherited: { statements: inherits(settings, written) ? providerStatements(written) : [] },
    }
  })
  const problems = [
    ...(result.changes.length === 0 ? ['nothing was written'] : []),
    ...functions.flatMap(({ name, analysis }) => (analysis === 'complete' ? [] : [`${name} is ${analysis}`])),
    ...framesThatAreNot(before, subjects, configuration, map),
  ]
  const spell = spelling(after, configuration, map)
  const roles = rolesOf(after)
  const ids = [...new Set(subjects.map(({ physicalName }) => roles.get(physicalName) ?? ''))].sort()
  for (const id of ids) {
    const role = policyOf(propertiesOf(after, id), map)
    const holders = subjects.filter(({ physicalName }) => roles.get(physicalName) === id)
    for (const subject of holders) problems.push(...lost(role, subject, spell))
    // What triggers need the framework adds to the shared role, also for functions that have one of their own.
    const others =
      id === sharedRole ? subjects.filter((subject) => !holders.includes(subject)).map(({ frame, ...one }) => ({ ...bare(one), frame })) : []
    problems.push(
      ...tooMuch(
        { id, role, ownRole: id !== sharedRole && (id.endsWith(sharedRole) || hasCustomRoles(configuration)) },
        [...holders, ...others],
        { statements: kept.map(statementOf) },
        spell,
      ),
    )
  }
  return { service: basename(folder), command: line.join(' '), dialect: dialectOf(ids), functions: subjects.length, roles: ids.length, problems }
}

/** A function of which nothing but its name counts. */
const bare = ({ name, physicalName }: Pick<Subject, 'name' | 'physicalName'>): Omit<Subject, 'frame'> => {
  const none = { statements: [] }
  return { name, physicalName, derived: none, plugin: none, inherited: none }
}

/** Where what the framework adds for a function alone is not in the template of the whole, the comparison itself is wrong. */
function framesThatAreNot(before: Template, subjects: readonly Subject[], configuration: Configuration, map: ActionMap): readonly string[] {
  const role = policyOf(propertiesOf(before, sharedRole), map)
  const roles = rolesOf(before)
  const spell = spelling(before, configuration, map)
  return subjects
    .filter(({ physicalName }) => roles.get(physicalName) === sharedRole)
    .flatMap((subject) => lost(role, { ...subject, derived: { statements: [] }, inherited: { statements: [] } }, spell))
    .map((problem) => `before: ${problem}`)
}

function spelling(template: Template, { provider }: Configuration, map: ActionMap): Spell {
  const spell = createSpelling(map, { resources: declaredIn(template), partition: 'aws', region: String(provider.region) })
  return (policy) => spell(withConsumers(template, policy))
}

const propertiesOf = ({ Resources }: Template, id: string): RoleProperties => (Resources[id]?.Properties ?? {}) as RoleProperties

/** The template declares the log groups; the plugin that makes roles for all lets nobody make them. */
const withoutGroups = ({ statements }: Policy, byCustomRoles: boolean): Policy => ({
  statements: byCustomRoles
    ? statements.map((one) => ({ ...one, actions: one.actions.filter((action) => action !== 'logs:CreateLogGroup') }))
    : statements,
})

/** As the plugin has it. */
function inherits(settings: Readonly<Record<string, unknown>>, configuration: Configuration): boolean {
  if (hasCustomRoles(configuration)) return settings.role === undefined
  const { custom } = configuration
  if (settings.iamRoleStatements === undefined) return false
  const { defaultInherit = false } =
    (custom as Record<string, { readonly defaultInherit?: boolean }> | undefined)?.['serverless-iam-roles-per-function'] ?? {}
  return (settings.iamRoleStatementsInherit ?? defaultInherit) === true
}

function providerStatements({ provider }: Configuration): readonly Statement[] {
  const { iam, iamRoleStatements = [] } = provider as {
    iam?: { role?: { statements?: readonly StatementJson[] } }
    iamRoleStatements?: readonly StatementJson[]
  }
  return (iam?.role?.statements ?? iamRoleStatements).map(statementOf)
}

/** By the names that the framework and the plugin give to roles. */
function dialectOf(ids: readonly string[]): string {
  const names = ids.map((id) => {
    if (id === sharedRole) return 'provider-statements'
    if (id.endsWith(customRole)) return 'plugin-custom-roles'
    return id.endsWith(sharedRole) ? 'plugin-roles-per-function' : 'role-resource'
  })
  return [...new Set(names)].sort().join(', ')
}

const jsonOf = <Shape>(path: string): Shape => JSON.parse(readFileSync(path, 'utf8')) as Shape

/** The configuration, by one of the names that the framework knows. */
function serviceFile(directory: string): string {
  const found = ['serverless.yml', 'serverless.json', 'serverless.js', 'serverless.ts'].find((file) => existsSync(join(directory, file)))
  if (found === undefined) throw new Error(`${directory} has no service file`)
  return found
}

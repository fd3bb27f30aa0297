import { type Edit, type Finding, type Reader, UserError } from '../../../model/index.ts'
import { editedReader } from '../edited.ts'
import { providerRole } from '../functions.ts'
import { type ReadService, readService } from '../index.ts'
import { addRolesPlugin, rolesPlugin } from './add-plugin.ts'

/** A service as it is while its migration is worked out: its files with the edits made so far. */
export interface Draft {
  /** Sees the files as edited. */
  readonly reader: Reader
  readonly read: ReadService
  /** Against the files as they are. */
  readonly edits: readonly Edit[]
}

/** A service that reads statements of functions. */
export interface Prepared extends Draft {
  /** The plugin that was added. */
  readonly plugin?: string
  readonly findings: readonly Finding[]
}

const sharedDialect = 'provider-statements'
const pluginDialect = 'plugin-roles-per-function'

/** Makes a service read statements of functions, by the plugin where the framework does not do so by itself; refuses what cannot be migrated. */
export function prepareMigration(reader: Reader, before: ReadService, dialect: string | undefined): Prepared {
  const { configuration, framework, options } = before.source
  refuseAll(before, dialect)
  const wanted = dialect ?? (before.service.dialect === sharedDialect ? pluginDialect : undefined)
  const missing = wanted === pluginDialect && framework.rolesPlugin === undefined
  const added = missing ? addRolesPlugin(reader, configuration) : undefined
  const edits = added?.edits ?? []
  const edited = editedReader(reader, edits)
  if (!edited) throw new Error('a file that was read is no longer there')
  const read = edits.length > 0 || dialect !== undefined ? readService(edited, { ...options, ...(dialect === undefined ? {} : { dialect }) }) : before
  const noManifest: Finding = {
    check: 'plugin-not-installed',
    severity: 'warning',
    confidence: 'certain',
    message: `no package.json was found that could name ${rolesPlugin.name}`,
    at: framework.at,
    fix: `install it where the framework is installed: npm install --save-dev ${rolesPlugin.name}@${rolesPlugin.range}`,
  }
  return { reader: edited, read, edits, ...(added ? { plugin: rolesPlugin.name } : {}), findings: added && !added.inManifest ? [noManifest] : [] }
}

function refuseAll({ service, source: { configuration } }: ReadService, dialect: string | undefined): void {
  const { root, file } = configuration
  if (service.functions.length === 0)
    throw new UserError(`${file} has no functions, so there is nothing to migrate`, {
      at: { file, line: 1 },
      mend: 'name the directory of a service with functions:',
    })
  const named = configuration.get(root, 'provider', 'role') ?? configuration.get(root, 'provider', 'iam', 'role')
  if (providerRole(configuration) === 'external' && named && service.functions.every(({ role }) => role === 'external'))
    throw new UserError('the provider names a role that the framework does not make, so there are no statements here to migrate', {
      at: configuration.placeOf(named.node),
      mend: 'take the role out of the provider, so that the framework makes roles; or edit that role where it is made',
    })
  if (dialect === sharedDialect || dialect === 'role-resource')
    throw new UserError(`--dialect ${dialect} gives no function a role of its own`, {
      mend: `leave --dialect out, or name ${pluginDialect} or native-roles-per-function; keycard generate writes ${dialect}`,
    })
}

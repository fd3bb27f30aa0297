import { analyzeModule } from '../../src/analyze.ts'
import type { Permission, Policy, Reader, SdkCall, Value } from '../../src/model/index.ts'
import { list, record, text } from '../../src/model/index.ts'
import { type ActionMap, derivePermissions, openActionMap, type Surroundings } from '../../src/permissions/index.ts'
import { buildPolicy, covers, coversAction, policyCovers } from '../../src/policy/index.ts'
import { environment } from './run/runs.ts'
import type { Execution, Program, Recorded } from './run/words.ts'

const region = 'eu-west-1'
const account = '111122223333'

/** How what was derived compares with what was sent. */
export interface Verdict {
  /** Requests that were sent and that no derived statement allows. */
  readonly missed: readonly Recorded[]
  /** The analysis said itself that it may lack calls. */
  readonly incomplete: boolean
  /** Derived permissions, as action and resource: those that some run needed exactly, those that it needed but that allow more, and those that none needed. */
  readonly exact: readonly string[]
  readonly wide: readonly string[]
  readonly unused: readonly string[]
}

/** Compares what Keycard derives from a program with what its runs sent. */
export async function judge(program: Program, execution: Execution): Promise<Verdict> {
  const { functions, findings } = await analyzeModule(readerOf(program), {
    file: program.entry,
    exportName: 'handler',
    environment: new Map(Object.entries(environment)),
    region,
    account,
  })
  const derived = functions[0]
  const policy: Policy = derived?.policy ?? { statements: [] }
  const missed: Recorded[] = []
  const needed = new Map<string, Permission>()
  for (const call of execution.calls) {
    const permissions = permissionsOf(call)
    for (const one of permissions) needed.set(keyOf(one), one)
    if (policyCovers(policy, buildPolicy(permissions)) !== 'yes') missed.push(call)
  }
  const pairs = new Map((derived?.permissions ?? []).map((one) => [keyOf(one), one]))
  const exact: string[] = []
  const wide: string[] = []
  const unused: string[] = []
  for (const [key, one] of pairs) {
    if (needed.has(key)) exact.push(key)
    else if ([...needed.values()].some((other) => coversAction(one.action, other.action) && covers(one.resource, other.resource) === 'yes'))
      wide.push(key)
    else unused.push(key)
  }
  const incomplete = findings.some(({ severity, check }) => severity === 'error' && check !== 'command-unknown' && check !== 'client-escapes')
  return { missed, incomplete, exact, wide, unused }
}

const keyOf = ({ action, resource }: Permission): string => `${action} ${resource.kind === 'text' ? resource.text : JSON.stringify(resource)}`

let map: ActionMap | undefined
const known = new Map<string, readonly Permission[]>()

/** The permissions that a request with this very input needs; none where the service would not even take it. */
function permissionsOf({ client, command, input }: Recorded): readonly Permission[] {
  if (!hasName(input)) return []
  const key = `${client} ${command} ${JSON.stringify(input)}`
  const before = known.get(key)
  if (before) return before
  map ??= openActionMap()
  const call: SdkCall = { client, command, input: asValue(input), clientOptions: { kind: 'absent' }, at: { file: 'sent', line: 1 }, path: [] }
  const surroundings: Surroundings = {
    environment: new Map(),
    environmentSource: 'declared',
    resources: new Map(),
    partition: 'aws',
    region: text(region),
    account: text(account),
    objectKeys: 'exact',
  }
  const { permissions } = derivePermissions(map, [call], surroundings)
  known.set(key, permissions)
  return permissions
}

/** A request without a name in it is refused before it is sent. */
const hasName = (input: unknown): boolean =>
  typeof input === 'object' &&
  input !== null &&
  Object.values(input).length > 0 &&
  Object.values(input).every((one) => typeof one === 'string' && one !== '')

/** A plain value as Keycard holds it. */
export function asValue(value: unknown): Value {
  if (typeof value === 'string') return text(value)
  if (Array.isArray(value)) return list(value.map(asValue))
  if (typeof value === 'object' && value !== null) return record(Object.entries(value).map(([name, field]) => [name, asValue(field)]))
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? { kind: 'constant', value } : { kind: 'absent' }
}

/** A reader of files that stand in memory alone. */
export function readerOf({ files }: Program): Reader {
  const directories = new Set([...files.keys()].flatMap((path) => path.split('/').map((_, index, parts) => parts.slice(0, index).join('/') || '.')))
  const normal = (path: string): string => path.replace(/^(?:\.\/)+/, '').replace(/\/$/, '') || '.'
  return {
    kind: (path) => (files.has(normal(path)) ? 'file' : directories.has(normal(path)) ? 'directory' : undefined),
    read: (path) => files.get(normal(path)),
    list: (path) => {
      const prefix = normal(path) === '.' ? '' : `${normal(path)}/`
      return [...new Set([...files.keys()].filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length).split('/')[0] ?? ''))].sort()
    },
    directory: '/',
    workspace: '.',
  }
}

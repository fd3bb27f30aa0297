import { derive } from '../../src/analyze/derive.ts'
import { callsOf } from '../../src/analyze/derive-service.ts'
import type { Subject } from '../../src/analyze/subject.ts'
import type { Permission, Policy, Reader, SdkCall, Value } from '../../src/model/index.ts'
import { list, record, text } from '../../src/model/index.ts'
import { type ActionMap, derivePermissions, openActionMap, type Surroundings } from '../../src/permissions/index.ts'
import { buildPolicy, covers, coversAction, policyCovers } from '../../src/policy/index.ts'
import { environment } from './run/runs.ts'
import type { Executions, Program, Recorded } from './run/words.ts'

const surroundings: Surroundings = {
  environment: new Map(),
  environmentSource: 'declared',
  resources: new Map(),
  partition: 'aws',
  region: text('eu-west-1'),
  account: text('111122223333'),
  objectKeys: 'exact',
}

/** How what was derived for a handler compares with what it sent. */
export interface Verdict {
  /** Requests that were sent and that no derived statement allows. */
  readonly missed: readonly Recorded[]
  /** The analysis said itself that it may lack calls. */
  readonly incomplete: boolean
  /** Derived permissions, as action and resource: those that some run needed exactly, those that it needed but that allow more, and those that none needed. */
  readonly exact: readonly string[]
  readonly wide: readonly string[]
  readonly unused: readonly string[]
  /** Derived permissions that are there only because other handlers were analysed before this one, and those that are lacking because of it. */
  readonly strange: readonly string[]
  readonly lacking: readonly string[]
}

/** What each handler of a program is derived to need compared with what its runs sent. */
export type Verdicts = Readonly<Record<string, Verdict>>

/** Compares what Keycard derives from a program with what the runs of its handlers sent; `apart` also with what it derives of each alone. */
export async function judge(program: Program, executions: Executions, apart = true): Promise<Verdicts> {
  const reader = readerOf(program)
  const together = await deriveHandlers(reader, program.entries)
  const verdicts: Record<string, Verdict> = {}
  for (const [index, entry] of program.entries.entries()) {
    const derived = together.get(entry)
    const calls = executions[entry]?.calls
    if (!derived || !calls) continue
    // The first one is analysed as if it were alone.
    const alone = index === 0 || !apart ? derived : ((await deriveHandlers(reader, [entry])).get(entry) ?? derived)
    verdicts[entry] = { ...compare(derived, calls), strange: besides(derived, alone), lacking: besides(alone, derived) }
  }
  return verdicts
}

type Comparison = Omit<Verdict, 'strange' | 'lacking'>

function compare({ policy, permissions, incomplete }: Derived, calls: readonly Recorded[]): Comparison {
  const missed: Recorded[] = []
  const needed = new Map<string, Permission>()
  for (const call of calls) {
    const ones = permissionsOf(call)
    for (const one of ones) needed.set(keyOf(one), one)
    if (policyCovers(policy, buildPolicy(ones)) !== 'yes') missed.push(call)
  }
  const exact: string[] = []
  const wide: string[] = []
  const unused: string[] = []
  for (const [key, one] of permissions) {
    if (needed.has(key)) exact.push(key)
    else if ([...needed.values()].some((other) => coversAction(one.action, other.action) && covers(one.resource, other.resource) === 'yes'))
      wide.push(key)
    else unused.push(key)
  }
  return { missed, incomplete, exact, wide, unused }
}

/** What is derived for one handler. */
interface Derived {
  readonly policy: Policy
  readonly permissions: ReadonlyMap<string, Permission>
  readonly incomplete: boolean
}

const besides = (one: Derived, other: Derived): readonly string[] => [...one.permissions.keys()].filter((key) => !other.permissions.has(key))

let isRough = false

/** Lets all programs be followed as what is too much work otherwise is. */
export function followRoughly(): void {
  isRough = true
}

/** Derives what the handlers of some modules need, all of them in one analysis, as those of a service are. */
async function deriveHandlers(reader: Reader, entries: readonly string[]): Promise<ReadonlyMap<string, Derived>> {
  map ??= openActionMap()
  const variables = new Map(Object.entries(environment).map(([name, value]) => [name, text(value)]))
  const subjects = entries.map(
    (file): Subject => ({
      name: file,
      handler: `${file}#handler`,
      entry: { key: file, file, exportName: 'handler' },
      environment: variables,
      environmentSource: 'given',
      annotations: [],
      droppedGrants: [],
      declared: { statements: [] },
      findings: [],
    }),
  )
  const results = await callsOf(reader, subjects, map, [], undefined, isRough)
  const derived = new Map<string, Derived>()
  for (const subject of subjects) {
    const { report, findings } = derive(map, subject, results.get(subject.name), {
      ...surroundings,
      environment: variables,
      environmentSource: 'given',
    })
    derived.set(subject.name, {
      policy: report.policy,
      permissions: new Map(report.permissions.map((one) => [keyOf(one), one])),
      incomplete: findings.some(({ severity, check }) => severity === 'error' && check !== 'command-unknown' && check !== 'client-escapes'),
    })
  }
  return derived
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

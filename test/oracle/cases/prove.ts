import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { analyze } from '../../../src/analyze.ts'
import { readService } from '../../../src/iac/index.ts'
import type { FunctionReport, LambdaFunction } from '../../../src/model/index.ts'
import { openActionMap } from '../../../src/permissions/index.ts'
import { openReader } from '../../../src/reader/index.ts'
import { root } from '../root.ts'
import { deploy, usualRegion } from './deploy.ts'
import { assumedKey, type Endpoint } from './endpoint.ts'
import { createJudge } from './judge.ts'
import { type FunctionNotes, materialBehind, type RunnableCase } from './list.ts'
import type { Job, Round } from './words.ts'

/** What came of one function of a case. */
export interface Proof {
  readonly folder: string
  readonly name: string
  /** Why it was not run, as the case says. */
  readonly skipped?: string
  /** Why it could not be run, though the case does not say so. */
  readonly broken?: string
  /** The analysis said itself that it may lack calls. */
  readonly incomplete: boolean
  readonly invocations: number
  readonly failures: number
  readonly firstFailure?: string
  /** Requests that were recorded, and how many of them were made with an assumed role. */
  readonly recorded: number
  readonly assumed: number
  readonly missed: readonly string[]
  readonly used: readonly string[]
  /** Derived permissions that no run needed, without and with a reason in the case. */
  readonly unused: readonly string[]
  readonly conservative: readonly string[]
  /** Reasons in the case for what some run did need, or what is not derived. */
  readonly stale: readonly string[]
  /** Requests that arrived without the SDK having been asked, of those that AWS may ask a permission for. */
  readonly unasked: readonly string[]
}

/** How many rounds of runs a function gets, at most. */
const mostRounds = 16
/** How many rounds may bring nothing new, one after the other. */
const mostIdleRounds = 5
/** The hosts of AWS; what is sent elsewhere without a signature needs no permission. */
const ofAws = /(?:^|\.)(?:amazonaws\.com(?:\.cn)?|api\.aws|on\.aws|aws\.dev)(?::\d+)?$/
/** How long a child may be silent, in milliseconds. */
const patience = 240_000

/** Runs the functions of a case, and compares what they send with what is derived for them. */
export async function proveCase(one: RunnableCase, endpoint: Endpoint, childScript: string, only?: string): Promise<readonly Proof[]> {
  const map = openActionMap()
  const reader = openReader(join(root, one.folder))
  const { service } = readService(reader, {})
  const report = await analyze(reader, {})
  const region = service.region ?? usualRegion
  const deployed = deploy(map, service.resources, region)
  const proofs: Proof[] = []
  for (const derived of report.functions) {
    if (only !== undefined && derived.name !== only) continue
    const declared = service.functions.find(({ name }) => name === derived.name)
    const notes = one.notes.functions?.[derived.name] ?? {}
    const errors = report.findings.filter(({ function: name, severity }) => name === derived.name && severity === 'error')
    const incomplete = errors.some(({ check }) => check !== 'command-unknown' && check !== 'client-escapes')
    const skipped = one.notes.skip ?? notes.skip
    if (skipped !== undefined || !declared) {
      proofs.push({ ...nothing(one.folder, derived.name), skipped: skipped ?? 'it is not declared', incomplete })
      continue
    }
    const environment = Object.fromEntries([...declared.environment].map(([name, value]) => [name, deployed(value)]))
    const judge = createJudge(map, service.resources, region, deployed, derived)
    proofs.push({
      ...(await prove(one, declared, derived, notes, endpoint, childScript, { ...environment, AWS_REGION: region }, judge)),
      incomplete,
    })
  }
  return proofs
}

const nothing = (folder: string, name: string): Proof => ({
  folder,
  name,
  incomplete: false,
  invocations: 0,
  failures: 0,
  recorded: 0,
  assumed: 0,
  missed: [],
  used: [],
  unused: [],
  conservative: [],
  stale: [],
  unasked: [],
})

let children = 0

async function prove(
  one: RunnableCase,
  { handler }: LambdaFunction,
  derived: FunctionReport,
  notes: FunctionNotes,
  endpoint: Endpoint,
  childScript: string,
  environment: Readonly<Record<string, string>>,
  judge: ReturnType<typeof createJudge>,
): Promise<Proof> {
  const child = ++children
  const job: Job = {
    files: one.files,
    entry: derived.source ?? '',
    exportName: handler
      .slice(handler.lastIndexOf('/') + 1)
      .split('.')
      .slice(1)
      .join('.'),
    events: notes.events ?? [],
    invents: notes.otherEvents ?? true,
    answers: notes.answers ?? {},
    environment: Object.fromEntries(Object.entries(notes.environment ?? {}).map(([name, value]) => [name, [value].flat()])),
    refusals: notes.refusals ?? [],
    standIns: notes.packages ?? {},
    seed: 1,
    port: endpoint.port,
    packages: ['test/oracle/packages', '.'].map((folder) => join(root, folder)).filter((folder) => existsSync(join(folder, 'node_modules'))),
    ...materialBehind(one, derived.source ?? ''),
  }
  const marks = notes.conservative ?? {}
  const markOf = (pair: string): string | undefined => [pair, pair.split(' ')[0] ?? ''].find((key) => marks[key] !== undefined)
  let recorded = 0
  let assumed = 0
  let invocations = 0
  let failures = 0
  let first: string | undefined
  let broken: string | undefined
  let idle = 0
  const rounds = runChild(childScript, environment, { job, child })
  for (let number = 0; number < mostRounds && idle < mostIdleRounds; number++) {
    const round = await rounds.next()
    if (typeof round === 'string' || round.broken !== undefined) {
      broken = typeof round === 'string' ? round : round.broken
      break
    }
    const arrivals = new Map(
      endpoint.arrivals(child).flatMap((arrival) => (arrival.mark.id === undefined ? [] : [[arrival.mark.id, arrival] as const])),
    )
    const before = judge.judge().used.length
    for (const sent of round.sent) {
      const arrival = arrivals.get(sent.id)
      if (!arrival && !sent.done) continue
      recorded += 1
      if (arrival?.accessKey === assumedKey) assumed += 1
      else judge.take(sent)
    }
    idle = judge.judge().used.length > before ? 0 : idle + 1
    invocations += round.runs
    failures += round.failures
    first ??= round.firstFailure
    if (round.blocked.length > 0) broken = `it reached for ${round.blocked[0]}`
    if (judge.judge().unused.every((pair) => markOf(pair) !== undefined)) break
  }
  rounds.end()
  const { missed, used, unused } = judge.judge()
  const conservative = unused.filter((pair) => markOf(pair) !== undefined)
  const needed = new Set(conservative.map(markOf))
  return {
    ...nothing(one.folder, derived.name),
    ...(broken === undefined ? {} : { broken }),
    invocations,
    failures,
    ...(first === undefined ? {} : { firstFailure: first }),
    recorded,
    assumed,
    missed: missed.map(({ sent, needs }) => `${sent.client}.${sent.command} ${JSON.stringify(sent.input)?.slice(0, 200)} needs ${needs.join(', ')}`),
    used,
    unused: unused.filter((pair) => markOf(pair) === undefined),
    conservative,
    stale: Object.keys(marks).filter((key) => !needed.has(key)),
    unasked: [
      ...new Set(
        endpoint
          .arrivals(child)
          .flatMap(({ mark, method, host, path, service }) =>
            mark.id === undefined && (service !== undefined || ofAws.test(host))
              ? [`${service ?? 'unsigned'} ${method} ${host}${path.slice(0, 80)}`]
              : [],
          ),
      ),
    ],
  }
}

/** Starts a child; each call of `next` is one more round. */
function runChild(script: string, environment: Readonly<Record<string, string>>, start: object): { next(): Promise<Round | string>; end(): void } {
  const child = fork(script, [], {
    silent: true,
    env: {
      AWS_ACCESS_KEY_ID: 'AKIAORACLE0000000000',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_MAX_ATTEMPTS: '2',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
      AWS_LAMBDA_FUNCTION_NAME: 'function',
      _HANDLER: 'handler',
      AWS_XRAY_CONTEXT_MISSING: 'IGNORE_ERROR',
      ...environment,
    },
  })
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  let message: object = start
  return {
    next: () =>
      new Promise((resolve) => {
        const done = (result: Round | string): void => {
          clearTimeout(timer)
          child.removeAllListeners('message').removeAllListeners('exit')
          resolve(result)
        }
        const timer = setTimeout(() => done('it is silent'), patience)
        child.once('message', (round) => done(round as Round))
        child.once('exit', (code) => done(`it ended with ${code}: ${errors.slice(-600)}`))
        child.send(message)
        message = {}
      }),
    end: () => void child.kill('SIGKILL'),
  }
}

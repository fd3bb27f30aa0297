import * as assert from 'node:assert'
import * as asyncHooks from 'node:async_hooks'
import * as events from 'node:events'
import * as timers from 'node:timers/promises'
import * as util from 'node:util'
import { compileFunction } from 'node:vm'
import { parentPort } from 'node:worker_threads'
import { documentModule, legacyModule, type Recorder, sdkModule, signerModule, uploadModule } from './sdk.ts'
import type { Execution, Executions, Job, Recorded, Run } from './words.ts'

// Runs programs in a thread of their own: each run is of one handler, and starts from modules that nobody has loaded yet.

const builtins: Readonly<Record<string, unknown>> = {
  events: events.default ?? events,
  util,
  assert,
  async_hooks: asyncHooks,
  'timers/promises': timers,
}

type Load = (
  exports: object,
  require: (name: string) => unknown,
  module: { exports: object },
  process: object,
  setTimeout: (callback: () => void) => unknown,
  globals: object,
) => void

const parameters = ['exports', 'require', 'module', 'process', 'setTimeout', 'globalThis']

/** How many turns of the event loop a program gets after its handler has ended, for what it left behind. */
const lastTurns = 8

/** A timer of the programs: a later turn, at once. */
const later = (callback: () => void): unknown => setImmediate(callback)

/** How long a list of the programs may become: one that grows while it is gone through would take all memory, which ends the whole process. */
const longest = 2000
for (const name of ['push', 'unshift', 'splice'] as const) {
  const grow = Array.prototype[name] as (this: unknown[], ...items: unknown[]) => unknown
  Object.defineProperty(Array.prototype, name, {
    configurable: true,
    writable: true,
    value: function (this: unknown[], ...items: unknown[]) {
      if (this.length + items.length > longest) throw new RangeError('this list is too long')
      return grow.apply(this, items)
    },
  })
}

const quiet = (): void => undefined
process.on('unhandledRejection', quiet)
process.on('uncaughtException', quiet)

async function execute({ files, entries, runs }: Job): Promise<Executions> {
  const compiled = new Map<string, Load>()
  for (const [path, code] of Object.entries(files))
    compiled.set(
      path,
      path.endsWith('.json')
        ? (_, __, module) => Object.assign(module, { exports: JSON.parse(code) as object })
        : (compileFunction(code, parameters, { filename: path }) as Load),
    )
  const executions: Record<string, Execution> = {}
  for (const entry of entries) executions[entry] = await executeHandler(compiled, entry, runs)
  return executions
}

async function executeHandler(compiled: ReadonlyMap<string, Load>, entry: string, runs: readonly Run[]): Promise<Execution> {
  const calls = new Map<string, Recorded>()
  let failures = 0
  let firstFailure: string | undefined
  const fail = (error: unknown): void => {
    failures += 1
    firstFailure ??= error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
  for (const [index, run] of runs.entries()) {
    const note = (client: string, command: string, input: unknown): void => {
      const key = `${client} ${command} ${JSON.stringify(input)}`
      if (!calls.has(key)) calls.set(key, { client, command, input, run: index })
    }
    await once(compiled, entry, run, note, fail)
  }
  return { calls: [...calls.values()], failures, ...(firstFailure === undefined ? {} : { firstFailure }) }
}

/** One instance of the function: its modules are loaded once, its handler is called for each event. */
async function once(
  compiled: ReadonlyMap<string, Load>,
  entry: string,
  run: Run,
  note: (client: string, command: string, input: unknown) => void,
  fail: (error: unknown) => void,
): Promise<void> {
  let count = 0
  const recorder = {
    record: (client: string, command: string, input: unknown): unknown => {
      note(client, command, input)
      const number = count++
      if (run.refused.includes(number)) throw new Error(`request ${number} was refused`)
      return { Item: { name: 'row' }, Items: [{ name: 'row' }], Count: 1, ...(number === 0 ? { NextToken: 'more' } : {}) }
    },
  }
  const modules = new Map<string, { exports: object }>()
  const packages = new Map<string, unknown>()
  const global = Object.create(globalThis) as object
  const fakeProcess = { env: { ...run.environment }, nextTick: process.nextTick.bind(process) }
  const require = (name: string, from: string): unknown => {
    if (!name.startsWith('.')) {
      const plain = name.replace(/^node:/, '')
      const service = /^@aws-sdk\/client-(.+)$/.exec(plain)?.[1]
      if (!packages.has(plain)) packages.set(plain, packageOf(plain, service, recorder))
      const found = packages.get(plain)
      if (found === undefined) throw new Error(`there is no package ${name}`)
      return found
    }
    const path = pathOf(name, from, compiled)
    const known = modules.get(path)
    if (known) return known.exports
    const module = { exports: {} }
    modules.set(path, module)
    compiled.get(path)?.(module.exports, (inner) => require(inner, path), module, fakeProcess, later, global)
    return module.exports
  }
  try {
    const { handler } = require(`./${entry}`, '') as { handler: (event: unknown, context: unknown) => unknown }
    for (const event of run.events) {
      try {
        await handler({ ...event }, {})
      } catch (error) {
        fail(error)
      }
    }
  } catch (error) {
    fail(error)
  }
  for (let turn = 0; turn < lastTurns; turn++) await new Promise((resolve) => setImmediate(resolve))
}

function packageOf(name: string, service: string | undefined, recorder: Recorder): unknown {
  if (service !== undefined) return sdkModule(service, recorder)
  if (name === '@aws-sdk/lib-dynamodb') return documentModule(recorder)
  if (name === '@aws-sdk/s3-request-presigner') return signerModule(recorder)
  if (name === '@aws-sdk/lib-storage') return uploadModule(recorder)
  return name === 'aws-sdk' ? legacyModule(recorder) : builtins[name]
}

function pathOf(name: string, from: string, files: ReadonlyMap<string, Load>): string {
  const parts = from.split('/').slice(0, -1)
  for (const step of name.split('/')) {
    if (step === '..') parts.pop()
    else if (step !== '.') parts.push(step)
  }
  const path = parts.join('/')
  const found = [path, `${path}.ts`, `${path}.js`, `${path}/index.ts`, `${path}/index.js`].find((one) => files.has(one))
  if (found === undefined) throw new Error(`there is no module ${name} beside ${from}`)
  return found
}

parentPort?.on('message', (job: Job) => {
  execute(job).then(
    (executions) => parentPort?.postMessage({ id: job.id, executions }),
    (error: unknown) => parentPort?.postMessage({ id: job.id, error: String(error) }),
  )
})

import { createRequire } from 'node:module'
import { PassThrough } from 'node:stream'
import { randomOf } from '../../../policy-random.ts'
import type { Job, Round, Sent } from '../words.ts'
import { type Choices, invent, vary } from './invent.ts'
import { createLoader, NoPackage } from './load.ts'
import { type Notebook, recordClients, recordLegacy } from './record.ts'
import { redirect } from './redirect.ts'

// Runs one function of a case, in a process of its own, with the real packages, until the parent has seen enough.

const runsInRound = 16
const mostRequests = 40
const mostMilliseconds = 1500
const refusals = ['ThrottlingException', 'ResourceNotFoundException', 'ConditionalCheckFailedException', 'AccessDeniedException', 'NotFound']

// Where the parent is gone, nobody asks any more.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.on('unhandledRejection', () => undefined)
process.on('uncaughtException', () => undefined)
process.exit = (() => {
  throw new Error('the process would end here')
}) as typeof process.exit
// What the runtime gives to handlers that stream: https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html
Object.assign(globalThis, {
  awslambda: {
    streamifyResponse: (handler: (event: unknown, stream: unknown, context: unknown) => unknown) => (event: unknown, context: unknown) =>
      handler(event, new PassThrough().resume(), context),
    HttpResponseStream: { from: (stream: unknown) => stream },
  },
})
for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) console[name] = () => undefined

async function main(job: Job, child: number): Promise<void> {
  const random = randomOf(job.seed)
  const traffic = redirect(job.port, child, (host) => (job.answers[host] ? random.pick(job.answers[host]) : undefined))
  let sent: Sent[] = []
  let ids = 0
  let number = 0
  let refused: ReadonlyMap<number, string> = new Map()
  let choices: Choices = new Map()
  const notebook: Notebook = {
    child,
    note: (client, command, input, region) => {
      if (number >= mostRequests) return undefined
      const refuse = refused.get(number++)
      const one: Sent = { id: ids++, client, command, input: plain(input), done: false, ...(region === undefined ? {} : { region }) }
      sent.push(one)
      return { sent: one, ...(refuse === undefined ? {} : { refuse }) }
    },
    answer: (command, output) => {
      const named = job.answers[command] ?? []
      return named.length > 0 && random.chance(0.8)
        ? { ...output, ...structuredClone(random.pick(named)) }
        : invent(random, job, choices, `>${command}`, output)
    },
  }
  const instanceOf = createLoader(job, around(job, notebook))

  const kept: Choices[] = []
  const seen = new Set<string>()
  const round = async (): Promise<Round> => {
    sent = []
    let failures = 0
    let firstFailure: string | undefined
    for (let run = 0; run < runsInRound; run++) {
      number = 0
      const given = ids === 0 || run < 4 || !job.invents ? job.events : []
      const asked = random.chance(0.45) && run > 2 ? [random.below(4)] : []
      refused = new Map(
        asked.map((at) => [
          at,
          random.pick(
            job.refusals.length > 0 ? job.refusals : [...refusals, ...job.words.filter((word) => /Exception$|Error$|^No|NotFound/.test(word))],
          ),
        ]),
      )
      choices = kept.length > 0 && random.chance(0.6) ? vary(random, random.pick(kept)) : new Map()
      const before = seen.size
      for (const [name, all] of Object.entries(job.environment)) {
        const value = random.pick(all)
        if (value === null) delete process.env[name]
        else process.env[name] = value
      }
      try {
        const loaded = await instanceOf()(job.entry)
        const handler = handlerOf(loaded, job.exportName)
        const events =
          given.length > 0 ? given : Array.from({ length: random.pick([1, 1, 2, 3]) }, (_, at) => invent(random, job, choices, `event${at}`))
        for (const event of events) {
          const failure = await invoke(handler, event)
          if (failure === undefined) continue
          failures += 1
          firstFailure ??= failure
        }
      } catch (error) {
        if (error instanceof NoPackage || error instanceof SyntaxError)
          return { sent, runs: run, failures, blocked: traffic.blocked, broken: String(error) }
        failures += 1
        firstFailure ??= error instanceof Error ? (error.stack ?? error.message) : String(error)
      }
      await settle(traffic)
      // The end of an instance, for those who listen for it.
      process.emit('SIGTERM')
      process.removeAllListeners('SIGTERM')
      await settle(traffic)
      for (const { client, command, input } of sent) seen.add(`${client} ${command} ${JSON.stringify(input)}`)
      if (seen.size > before) kept.push(choices)
    }
    return { sent, runs: runsInRound, failures, blocked: traffic.blocked, ...(firstFailure === undefined ? {} : { firstFailure }) }
  }
  process.on('message', () => void tell())
  const tell = async (): Promise<void> => {
    process.send?.(await round())
  }
  await tell()
}

/** Makes the packages tell what they are asked for. */
function around(job: Job, notebook: Notebook): (name: string, found: unknown) => unknown {
  const find = <Found>(name: string): Found | undefined => {
    for (const folder of job.packages) {
      try {
        return createRequire(`${folder}/package.json`)(name) as Found
      } catch {
        // This folder does not hold it.
      }
    }
    return undefined
  }
  const core = find<Record<string, unknown>>('@smithy/core/client')
  if (!core) throw new NoPackage('there is no package of the SDK: npm ci --prefix test/oracle/packages')
  recordClients(core, notebook, () => {
    const handlers = find<{ NodeHttpHandler: new () => object }>('@smithy/node-http-handler')
    if (!handlers) throw new NoPackage('there is no @smithy/node-http-handler')
    return new handlers.NodeHttpHandler()
  })
  // Containers expect it to be loaded before anything else.
  find('reflect-metadata')
  let legacy = false
  return (name, found) => {
    if (!legacy && /^aws-sdk(?:\/|$)/.test(name)) {
      legacy = true
      const whole = find<Parameters<typeof recordLegacy>[0]>('aws-sdk')
      if (whole) recordLegacy(whole, notebook)
    }
    return found
  }
}

function handlerOf(loaded: Record<string, unknown>, name: string): (...all: unknown[]) => unknown {
  let at: unknown = loaded
  for (const part of name.split('.')) at = (at as Record<string, unknown> | undefined)?.[part]
  if (typeof at !== 'function') throw new NoPackage(`there is no handler ${name}`)
  return at as (...all: unknown[]) => unknown
}

/** Calls the handler as the runtime does; what it failed with, if it did. */
async function invoke(handler: (...all: unknown[]) => unknown, event: unknown): Promise<string | undefined> {
  const context = {
    awsRequestId: 'request',
    functionName: 'function',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:function',
    getRemainingTimeInMillis: () => 30_000,
  }
  let timer: NodeJS.Timeout | undefined
  try {
    const answer = await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('it does not end')), mostMilliseconds)
      const callback = (error: unknown): void => (error ? reject(error) : resolve(undefined))
      try {
        const result = handler(event, context, callback)
        if (result instanceof Promise || handler.length < 3) Promise.resolve(result).then(resolve, reject)
      } catch (error) {
        reject(error)
      }
    })
    // The runtime sends it back as JSON, which may ask `toJSON` of what it holds.
    JSON.stringify(answer)
    return undefined
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  } finally {
    clearTimeout(timer)
  }
}

/** Waits for what the handler left behind. */
async function settle(traffic: { readonly open: number }): Promise<void> {
  const until = Date.now() + 300
  for (let quiet = 0; quiet < 4 && Date.now() < until; ) {
    await new Promise((resolve) => setImmediate(resolve))
    if (traffic.open === 0) quiet += 1
    else {
      quiet = 0
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
}

/** A copy of an input as plain data. */
function plain(input: unknown, depth = 6): unknown {
  if (input === null || typeof input === 'string' || typeof input === 'number' || typeof input === 'boolean') return input
  if (depth === 0 || typeof input !== 'object' || ArrayBuffer.isView(input)) return undefined
  if (Array.isArray(input)) return input.map((one) => plain(one, depth - 1))
  if (typeof (input as { pipe?: unknown }).pipe === 'function') return undefined
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, plain(value, depth - 1)]))
}

process.once('message', ({ job, child }: { job: Job; child: number }) => {
  main(job, child).catch((error: unknown) => {
    const broken: Round = {
      sent: [],
      runs: 0,
      failures: 0,
      blocked: [],
      broken: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }
    process.send?.(broken)
  })
})

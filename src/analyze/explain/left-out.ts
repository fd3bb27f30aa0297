import type { EntryResult, EnvironmentTest, Trails } from '../../code/index.ts'
import { comparePlaces, type LambdaFunction, type LeftOut, type Location, type SdkCall, type Value } from '../../model/index.ts'

/** One function with what its code was found to do. */
export interface Analysed {
  readonly declared: LambdaFunction
  readonly result: EntryResult | undefined
}

/**
 * The calls of AWS that stand in the modules of a handler and that it does not come to: commands that are made in these files but not
 * on any way from this handler, and calls that other functions of the service come to.
 */
export function leftOutOf(one: Analysed, all: readonly Analysed[], trails: Trails): readonly LeftOut[] {
  const { result, declared } = one
  if (!result || result.exportMissing) return []
  const files = new Set(result.files)
  const reached = new Set(result.calls.map(callKey))
  const found = new Map<string, LeftOut>()
  // Only a test in a function that the handler does come to is a reason.
  const comesTo = new Set(result.calls.flatMap((call) => trails.chain(call)).map(({ at, within }) => `${at.file} ${within}`))
  const isOnTheWay = ({ at, within }: EnvironmentTest): boolean => comesTo.has(`${at.file} ${within}`)
  // What stands around the calls of a function decides about all that is in it.
  const callsOf = (name: string): readonly EnvironmentTest[] => [...files].flatMap((file) => trails.testsOf(file, name.split('.').at(-1) ?? name))
  for (const file of files) {
    for (const { package: from, command, at, within, tests } of trails.commands(file)) {
      if (result.made.has(placeKey(at))) continue
      const around = within === undefined ? [] : callsOf(within)
      const decided = [...tests, ...around].filter(isOnTheWay).flatMap((test) => decidedAgainst(test, declared))[0]
      found.set(`${command} ${at.file}:${at.line}`, {
        client: from.replace(/^@aws-sdk\/(?:client-)?/, ''),
        command,
        at,
        ...(within === undefined ? {} : { within }),
        reachedBy: all.filter((other) => other.result?.made.has(placeKey(at))).map((other) => other.declared.name),
        ...(decided ? { decided } : {}),
      })
    }
  }
  for (const other of all) {
    for (const call of other.result?.calls ?? []) {
      if (!files.has(call.at.file) || reached.has(callKey(call)) || call.command === '*') continue
      const key = `${call.command} ${call.at.file}:${call.at.line}`
      const before = found.get(key)
      const names = [...new Set([...(before?.reachedBy ?? []), other.declared.name])]
      if (before) found.set(key, { ...before, reachedBy: names })
      else {
        const within = trails.functionAround(call.at)
        // A command that the same function makes stands at its own place already.
        if ([...found.values()].some((one) => one.at.file === call.at.file && one.within === within && one.reachedBy.includes(other.declared.name)))
          continue
        found.set(key, { client: call.client, command: call.command, at: call.at, ...(within === undefined ? {} : { within }), reachedBy: names })
      }
    }
  }
  return [...found.values()].sort((a, b) => comparePlaces(a.at, b.at) || (a.command < b.command ? -1 : 1))
}

const placeKey = ({ file, line, column }: Location): string => `${file}:${line}:${column ?? 0}`
const callKey = ({ command, at }: SdkCall): string => `${command} ${placeKey(at)}`

/** Whether the environment of a function decides a test against the side on which something stands. */
function decidedAgainst(test: EnvironmentTest, declared: LambdaFunction): readonly NonNullable<LeftOut['decided']>[] {
  if (declared.environmentOpen) return []
  const is = textOf(declared.environment.get(test.variable))
  if (is === undefined) return []
  const holds = test.equals === undefined ? is !== '' : is === test.equals
  if (holds === test.wanted) return []
  const place = declared.environmentAt?.get(test.variable)
  return [{ test: test.text, variable: test.variable, is, at: test.at, ...(place ? { declared: place } : {}) }]
}

const textOf = (value: Value | undefined): string | undefined => (value?.kind === 'text' ? value.text : undefined)

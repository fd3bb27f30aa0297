import { type ExplainedFunction, type ExplainedNeed, type Explanation, type LeftOut, placeText, type TrailStep } from '../model/index.ts'
import { finish, pad, paint, widthOf } from './palette.ts'
import { findingLines } from './pretty-findings.ts'
import { PAGE } from './pretty-function.ts'
import type { ExplainReporter, PrintOptions } from './reporter.ts'
import { conditionDocument, folded, plural, readable, wrap } from './words.ts'

type Options = Pick<PrintOptions, 'colour' | 'render'>

/** An explanation as text: all functions in short, one function action by action, or actions down to the last step. */
export const explainPretty: ExplainReporter = {
  name: 'pretty',
  describe: 'for people',
  print: (explanation, options) => finish(`${pageOf(explanation, options).join('\n').trimEnd()}\n`, options.colour),
}

function pageOf({ asked, functions, findings }: Explanation, options: Options): string[] {
  const inFull = asked.action !== undefined
  const blocks = functions.flatMap((each) => [
    headLine(each),
    '',
    ...(inFull ? each.needs.flatMap((need) => fullLines(need, options)) : briefLines(each, options, asked.function !== undefined)),
    ...(inFull ? [] : [...leftOutLines(each.leftOut, asked.function !== undefined), '']),
  ])
  return [...blocks, ...findingLines(findings), ...(inFull ? [] : [paint('dim', nextLine(functions, asked.function))])]
}

function nextLine(functions: readonly ExplainedFunction[], name: string | undefined): string {
  const [first] = functions
  const action = functions.flatMap(({ needs }) => needs)[0]?.action
  if (name === undefined) return `More of one function: keycard explain ${first?.name ?? 'NAME'}`
  return action === undefined ? '' : `More of one action: keycard explain ${name} ${action}`
}

function headLine({ name, handler, source, analysis }: ExplainedFunction): string {
  const behind = source === undefined || handler.startsWith(source) ? '' : ` -> ${source}`
  const state = analysis === 'incomplete' ? `  ${paint('yellow', 'incomplete: it may need more than this, see the findings')}` : ''
  return `${paint('bold', name)}  ${paint('dim', `${handler}${behind}`)}${state}`
}

function briefLines({ needs, analysis }: ExplainedFunction, options: Options, withWays: boolean): string[] {
  if (needs.length === 0) return [analysis === 'complete' ? '  needs no permissions' : '  no call was found that needs a permission']
  const width = Math.min(44, Math.max(...needs.map(({ action }) => action.length)))
  return needs.flatMap((need) => [
    `  ${pad(paint('cyan', need.action), width)}  ${paint('dim', 'on')} ${readable(options.render(need.resource))}`,
    ...wrap(withWays ? wayOf(need) : whereOf(need), PAGE - width - 7).map((line) => `  ${' '.repeat(width)}  ${paint('dim', line)}`),
    ...(need.widened === undefined ? [] : indented(`not narrower: ${need.widened}`, width + 4)),
    ...(withWays ? need.assumed.flatMap((one) => indented(`likely: ${one}`, width + 4)) : []),
  ])
}

const indented = (text: string, width: number): string[] =>
  wrap(text, PAGE - width - 2).map((line, index) => `${' '.repeat(width + (index === 0 ? 0 : 2))}${paint('dim', line)}`)

function whereOf({ at, call, basis }: ExplainedNeed): string {
  return `${at ? placeText(at) : 'by'} ${call ? `${call.command}${call.via === undefined ? '' : ` by ${call.via}`}` : basis}`
}

/** The functions on the way, in one line. */
function wayOf(need: ExplainedNeed): string {
  const names = need.chain.flatMap(({ within, at, handler }) => (handler ? [] : [within ?? `top level of ${at.file}`]))
  return `${whereOf(need)}${names.length > 0 ? `: ${names.join(' > ')}` : ''}`
}

function fullLines(need: ExplainedNeed, options: Options): string[] {
  const { action, resource, condition, chain, values, widened, mends, perhaps, assumed } = need
  return [
    `  ${paint('cyan', action)}`,
    `    ${paint('dim', 'on')} ${readable(options.render(resource))}`,
    ...Object.entries(conditionDocument(condition, options.render)).flatMap(([operator, keys]) =>
      Object.entries(keys).map(
        ([key, value]) =>
          `    ${paint('dim', 'if')} ${key} ${paint('dim', operator)} ${(Array.isArray(value) ? value : [value]).map(readable).join(', ')}`,
      ),
    ),
    '',
    ...(chain.length > 0 ? [`    ${paint('bold', 'how the handler comes to it')}`, ...chainLines(need), ''] : [`    ${whereOf(need)}`, '']),
    ...values.flatMap(({ member, steps }) => [
      `    ${paint('bold', `how ${member} became what it is`)}`,
      ...table(steps.map((step) => [step.at ? placeText(step.at) : '', stepText(step, options)])),
      '',
    ]),
    ...told('why it is not narrower', widened),
    ...(mends.length > 0 ? [`    ${paint('bold', 'what would make it narrower')}`, ...mends.flatMap((mend) => listed(mend)), ''] : []),
    ...told('why it may not be needed', perhaps),
    ...(assumed.length > 0 ? [`    ${paint('bold', 'what was taken as likely')}`, ...assumed.flatMap((one) => listed(one)), ''] : []),
  ]
}

const told = (head: string, text: string | undefined): string[] =>
  text === undefined ? [] : [`    ${paint('bold', head)}`, ...text.split('; ').flatMap((one) => listed(one)), '']

const listed = (text: string): string[] => wrap(text, PAGE - 8).map((line, index) => `      ${index === 0 ? '- ' : '  '}${line}`)

function chainLines({ chain, call }: ExplainedNeed): string[] {
  return table(
    chain.map(({ at, within, handler }, index) => {
      const here = handler ? `the handler${within === undefined ? '' : `, ${within}`}` : (within ?? 'the top level of the module')
      const sends =
        index === chain.length - 1 && call
          ? ` ${paint('dim', 'sends')} ${call.client} ${call.command}${call.via === undefined ? '' : ` by ${call.via}`}`
          : ''
      return [placeText(at), `${here}${sends}`]
    }),
  )
}

function stepText({ what, value }: TrailStep, { render }: Options): string {
  return value ? `${what} = ${readable(render(value))}` : what
}

/** Places on the left, words on the right. */
function table(rows: readonly (readonly [place: string, words: string])[]): string[] {
  const width = Math.min(52, Math.max(0, ...rows.map(([place]) => widthOf(place))))
  return rows.map(([place, words]) => `      ${pad(paint('dim', place), width)}  ${words}`)
}

function leftOutLines(leftOut: readonly LeftOut[], inFull: boolean): string[] {
  if (leftOut.length === 0) return []
  if (!inFull)
    return [
      `  ${paint('dim', `${plural(leftOut.length, 'call')} of its modules ${leftOut.length === 1 ? 'is' : 'are'} not reached from this handler`)}`,
    ]
  return [
    '',
    `  ${paint('bold', 'not reached from this handler')}`,
    ...table(
      leftOut.map((each) => [
        placeText(each.at),
        `${each.client} ${each.command}${each.within === undefined ? '' : ` ${paint('dim', 'in')} ${each.within}`}${reasonOf(each)}`,
      ]),
    ).map((line) => line.slice(2)),
  ]
}

function reasonOf({ decided, reachedBy }: LeftOut): string {
  if (decided) {
    const place = decided.declared ? ` (${placeText(decided.declared)})` : ''
    return paint('dim', `: ${decided.test} at ${placeText(decided.at)} decides otherwise: ${decided.variable} is "${decided.is}"${place}`)
  }
  return reachedBy.length === 0 ? '' : paint('dim', `, but from ${folded(reachedBy, 3, 'function')}`)
}

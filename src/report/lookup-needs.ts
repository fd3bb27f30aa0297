import type { ConditionTemplate, Need, NeededResource } from '../model/index.ts'
import { pad, paint, widthOf } from './palette.ts'
import { PAGE } from './pretty-function.ts'
import { wrap } from './words.ts'

/** Needs that share resources and condition blocks: a line for each with its condition, then what they have in common. */
export function needLines(group: readonly { readonly head: string; readonly need: Need }[]): string[] {
  const [first] = group
  if (!first) return []
  const width = Math.min(54, Math.max(...group.map(({ head }) => widthOf(head))))
  const { resources, condition, narrow, optional, kind } = first.need
  return [
    ...group.flatMap(({ head, need }) => headLines(head, need, width)),
    ...(resources.length === 0 ? [`    ${paint('dim', 'on')} ${kind === 'key' ? 'that key' : '*, no resource type'}`] : []),
    ...resources.flatMap(resourceLines),
    ...blockLines('if', condition),
    ...blockLines(optional ? 'with --conditions if' : 'where it is known, if', narrow),
  ]
}

function headLines(head: string, need: Need, width: number): string[] {
  const said = [
    ...(need.kind === 'instead' ? ['instead of all others'] : []),
    ...(need.when === undefined ? [] : [`if ${need.when}`]),
    ...(need.kind === 'soft' ? ['(the call works without it: never derived)'] : []),
    ...(need.why === undefined ? [] : [`(${need.why})`]),
  ].join(' ')
  const [line = '', ...more] = wrap(said, PAGE - width - 6)
  return [`  ${pad(paint('cyan', head), width)}${line === '' ? '' : `  ${line}`}`, ...more.map((each) => `${' '.repeat(width + 4)}${each}`)]
}

const VARIABLE = /\$\{([^}]+)\}/g
const pseudo: ReadonlySet<string> = new Set(['Partition', 'Region', 'Account'])

function resourceLines({ type, templates, parts, optional }: NeededResource): string[] {
  const [template = '', ...others] = templates
  const names = [...new Set([...template.matchAll(VARIABLE)].map((match) => match[1] ?? ''))].filter((name) => !pseudo.has(name) || parts.has(name))
  const from = [
    ...(parts.has('arn') ? [`the whole ARN from ${parts.get('arn')}`] : []),
    ...names.flatMap((name) => {
      const source = parts.get(name)
      if (source !== undefined) return [`${name} from ${source}`]
      return parts.has('arn') ? [] : [`${name} is not in the input: any`]
    }),
  ]
  return [
    `    ${paint('dim', 'on')} ${type}  ${template}${optional ? paint('dim', '  where the call names it') : ''}`,
    ...others.map((other) => `       ${paint('dim', 'and')} ${other}`),
    ...wrap(from.join(', '), PAGE - 9).map((line) => `         ${paint('dim', line)}`),
  ]
}

function blockLines(word: string, block: ConditionTemplate | undefined): string[] {
  return Object.entries(block ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `    ${paint('dim', word)} ${key} ${paint('dim', operator)} ${values.join(', ')}`),
  )
}

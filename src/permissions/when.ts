import type { Value } from '../model/index.ts'
import { type DeclaredIndex, identify } from './declared.ts'
import type { When } from './format.ts'
import { type Reading, readPath } from './reading.ts'

/** The answer to a question about a call's input; `maybe` carries why it is not known. */
export type Answer = { readonly is: 'yes' } | { readonly is: 'no' } | { readonly is: 'maybe'; readonly why: string }

const yes: Answer = { is: 'yes' }
const no: Answer = { is: 'no' }
const answer = (is: boolean): Answer => (is ? yes : no)

/** What a question is asked of: a call, and the resources that it may refer to. */
interface Asked {
  readonly call: { readonly input: Value; readonly clientOptions: Value }
  readonly declared: DeclaredIndex
}

/** Asks a question of the map to a call, in this world. */
export function ask(when: When, asked: Asked, reading: Reading): Answer {
  const read = (path: string): Value => readPath(path, asked.call.input, asked.call.clientOptions, reading)
  if ('has' in when) return anyOf((typeof when.has === 'string' ? [when.has] : when.has).map((path) => isThere(path, read(path))))
  if ('not' in when) {
    const inner = ask(when.not, asked, reading)
    return inner.is === 'maybe' ? inner : answer(inner.is === 'no')
  }
  if ('any' in when) return anyOf(when.any.map((inner) => ask(inner, asked, reading)))
  if ('all' in when) return allOf(when.all.map((inner) => ask(inner, asked, reading)))
  if ('surely' in when) return answer(ask(when.surely, asked, reading).is === 'yes')
  if ('refersTo' in when) return refersTo(when.refersTo, read(when.refersTo[0]), asked.declared)
  if ('isArn' in when) return compare(when.isArn, read(when.isArn), { start: (start) => start.startsWith('arn:') })
  if ('equals' in when) {
    const [path, ...values] = when.equals
    const value = read(path)
    if (value.kind === 'constant') return answer(values.includes(value.value ?? ''))
    return compare(path, value, { whole: (whole) => values.includes(whole) })
  }
  const [path, ...texts] = 'starts' in when ? when.starts : 'ends' in when ? when.ends : when.contains
  const lower = texts.map((each) => each.toLowerCase())
  if ('starts' in when) {
    return compare(path, read(path), {
      start: (start, complete) => {
        const begin = start.trimStart().toLowerCase()
        if (lower.some((each) => begin.startsWith(each))) return true
        return complete || !lower.some((each) => each.startsWith(begin)) ? false : undefined
      },
    })
  }
  if ('ends' in when) return compare(path, read(path), { end: (end) => lower.some((each) => end.toLowerCase().endsWith(each)) })
  return compare(path, read(path), { inside: (inside) => lower.some((each) => inside.toLowerCase().includes(each)) })
}

function isThere(path: string, value: Value): Answer {
  if (value.kind === 'unknown') return maybe(path, value.why)
  return answer(value.kind !== 'absent' && !(value.kind === 'constant' && value.value === null))
}

function refersTo([path, ...types]: readonly string[], value: Value, index: DeclaredIndex): Answer {
  if (value.kind === 'unknown') return maybe(path ?? '', value.why)
  const declared = identify(value, index)
  if (declared) return answer(declared.fact.types.some((type) => types.includes(type)))
  const opaque = value.kind === 'resource' || value.kind === 'intrinsic' || value.kind === 'variable'
  return opaque ? maybe(path ?? '', 'is known only when the service is deployed') : no
}

interface Test {
  whole?: (text: string) => boolean
  start?: (text: string, complete: boolean) => boolean | undefined
  end?: (text: string) => boolean
  inside?: (text: string) => boolean
}

/** Compares what is known of a text; a template is asked at the end that is known, and what a template holds it holds in its texts. */
function compare(path: string, value: Value, test: Test): Answer {
  if (value.kind === 'absent') return no
  if (value.kind === 'unknown') return maybe(path, value.why)
  if (value.kind === 'text') {
    const found = test.whole?.(value.text) ?? test.start?.(value.text, true) ?? test.end?.(value.text) ?? test.inside?.(value.text)
    return answer(found === true)
  }
  const open = maybe(path, 'is known only in part')
  if (value.kind === 'variable' && value.now) return compare(path, value.now, test)
  if (value.kind !== 'join')
    return value.kind === 'record' || value.kind === 'list' || value.kind === 'constant'
      ? no
      : maybe(path, 'is known only when the service is deployed')
  if (test.inside) return answer(value.parts.some((part) => part.kind === 'text' && test.inside?.(part.text)))
  const first = value.parts[0]
  const last = value.parts.at(-1)
  const found =
    test.start && first?.kind === 'text' ? test.start(first.text, false) : test.end && last?.kind === 'text' ? test.end(last.text) : undefined
  return found === undefined ? open : answer(found)
}

const maybe = (path: string, why: string): Answer => ({ is: 'maybe', why: `${path} ${why}` })
const anyOf = (answers: readonly Answer[]): Answer => answers.find((each) => each.is === 'yes') ?? answers.find((each) => each.is === 'maybe') ?? no
const allOf = (answers: readonly Answer[]): Answer => answers.find((each) => each.is === 'no') ?? answers.find((each) => each.is === 'maybe') ?? yes

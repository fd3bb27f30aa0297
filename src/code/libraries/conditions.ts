import type { LibraryCondition } from '../../model/index.ts'
import { type Abstract, missingOf, optionsOf, textOf, truthOf } from '../evaluate/index.ts'
import { receiverOf } from './kept.ts'
import { type LibraryCall, valueAt } from './sources.ts'

type Answer = boolean | undefined

/** Whether a condition of the facts holds; undefined where that is not known. */
export function holds(of: LibraryCall, condition: LibraryCondition): Answer {
  if (typeof condition === 'string') {
    if (condition.startsWith('@')) return holds(of, of.fact.conditions?.[condition.slice(1)] ?? { any: [] })
    if (condition.startsWith('!')) return negate(truthOf(valueAt(of, condition.slice(1))))
    return truthOf(valueAt(of, condition))
  }
  if ('is' in condition) {
    const [path, ...texts] = condition.is
    return eachOption(valueAt(of, path), (option) => isOneOf(option, texts))
  }
  if ('ends' in condition) {
    const [path, text] = condition.ends
    return eachOption(valueAt(of, path), (option) => endsWith(option, text))
  }
  if ('given' in condition)
    return eachOption(valueAt(of, condition.given), (option) => receiverOf(of.run, option) !== undefined || negate(missingOf(option)))
  if ('list' in condition) return eachOption(valueAt(of, condition.list), isList)
  if ('text' in condition) return eachOption(valueAt(of, condition.text), (option) => receiverOf(of.run, option) === undefined && isText(option))
  if ('same' in condition) return isSame(of, valueAt(of, condition.same[0]), valueAt(of, condition.same[1]))
  if ('filled' in condition) return isFilled(of, ...condition.filled)
  if ('not' in condition) return negate(holds(of, condition.not))
  if ('any' in condition) return anyOf(condition.any.map((inner) => holds(of, inner)))
  if ('all' in condition) return negate(anyOf(condition.all.map((inner) => negate(holds(of, inner)))))
  const [path, inner] = condition.some
  return anyOf(
    optionsOf(valueAt(of, path)).flatMap((option): Answer[] => {
      const { items, rest } = of.run.elements(option, of.call.scope)
      const answers = items.map((item) => holds({ ...of, item }, inner))
      return rest ? [...answers, undefined] : answers
    }),
  )
}

const negate = (answer: Answer): Answer => (answer === undefined ? undefined : !answer)

function anyOf(answers: readonly Answer[]): Answer {
  if (answers.includes(true)) return true
  return answers.includes(undefined) ? undefined : false
}

function eachOption(value: Abstract, ask: (option: Abstract) => Answer): Answer {
  const answers = new Set(optionsOf(value).map(ask))
  return answers.size === 1 ? [...answers][0] : undefined
}

function isOneOf(option: Abstract, texts: readonly (string | boolean)[]): Answer {
  if (option.kind === 'literal') return texts.some((text) => text === option.value)
  return option.kind === 'pointer' && option.thing.kind !== 'opaque' ? false : undefined
}

/** How deep lists are looked into; one may hold itself. */
const deepest = 4

/** Whether a text is another one, or one of a list of texts is. */
function isSame(of: LibraryCall, value: Abstract, other: Abstract, depth = deepest): Answer {
  const text = textOf(other)
  return eachOption(value, (option) => {
    if (missingOf(option) === true) return false
    if (isList(option) === false) return text === undefined ? undefined : isOneOf(option, [text])
    if (depth === 0) return undefined
    const { items, rest } = of.run.elements(option, of.call.scope)
    return anyOf([...items.map((item) => isSame(of, item, other, depth - 1)), ...(rest ? [undefined] : [])])
  })
}

/** Whether a record has what a text names as `${member}`, `${member.of}` or `${member:5:0}`. */
function isFilled(of: LibraryCall, template: string, from: string): Answer {
  return eachOption(valueAt(of, template), (option) => {
    const text = textOf(option)
    if (text === undefined) return undefined
    const names = [...text.matchAll(/\$\{([^}:]*)/g)].map(([, name = '']) => name)
    return negate(anyOf(names.map((name) => missingOf(valueAt(of, `${from}.${name}`)))))
  })
}

function endsWith(option: Abstract, text: string): Answer {
  const known = textOf(option)
  if (known !== undefined) return known.endsWith(text)
  if (option.kind === 'literal') return false
  const last = option.kind === 'joined' ? textOf(option.parts.at(-1) ?? option) : undefined
  if (last === undefined) return undefined
  return last.length >= text.length ? last.endsWith(text) : text.endsWith(last) ? undefined : false
}

function isList(option: Abstract): Answer {
  if (option.kind === 'literal' || option.kind === 'joined' || option.kind === 'environment') return false
  if (option.kind !== 'pointer' || option.thing.kind === 'opaque') return undefined
  return option.thing.kind === 'list'
}

function isText(option: Abstract): Answer {
  if (option.kind === 'literal') return typeof option.value === 'string'
  if (option.kind === 'joined' || option.kind === 'environment') return true
  return option.kind === 'pointer' && option.thing.kind !== 'opaque' ? false : undefined
}

import {
  type Abstract,
  argument,
  asPrimitive,
  concat,
  type ForeignCall,
  foreign,
  joinValues,
  later,
  literal,
  optionsOf,
  type Run,
  textOf,
  truthOf,
  unknownValue,
} from '../evaluate/index.ts'
import type { Idiom } from '../idioms/idiom.ts'
import { isEventText } from './texts.ts'

const calculations: Readonly<Record<string, (...numbers: number[]) => number>> = {
  ceil: Math.ceil,
  floor: Math.floor,
  round: Math.round,
  trunc: Math.trunc,
  abs: Math.abs,
  sign: Math.sign,
  max: Math.max,
  min: Math.min,
}

/** What comes of numbers that are known; undefined for the rest. */
function calculated(name: string, { arguments: given }: ForeignCall): Abstract | undefined {
  const calculate = Object.hasOwn(calculations, name) ? calculations[name] : undefined
  const numbers = given.items.flatMap((item) => (item.kind === 'literal' && typeof item.value === 'number' ? [item.value] : []))
  return calculate && !given.rest && numbers.length === given.items.length && numbers.length > 0 ? literal(calculate(...numbers)) : undefined
}

/** `String(x)`, `encodeURIComponent(x)` and their like. */
export const conversions: Idiom = {
  name: 'conversions',
  call(run, symbol, call) {
    if (symbol.package !== 'global') return undefined
    const name = symbol.path.join('.').replace(/^Number\.(?=parse)/, '')
    if (name.startsWith('Math.')) return calculated(name.slice('Math.'.length), call)
    if (!converting.has(name)) return undefined
    const first = argument(call.arguments, 0)
    const value = name === 'Boolean' ? first : asPrimitive(run, first, name === 'Number' || name === 'BigInt' ? 'number' : 'text', call.scope)
    if (name === 'String') return joinValues(optionsOf(value).map((option) => (option.kind === 'literal' ? literal(String(option.value)) : option)))
    if (name === 'Boolean') {
      const truth = truthOf(value)
      return truth === undefined ? unknownValue('comes from Boolean()', { at: call.at }) : literal(truth)
    }
    if (name === 'Number' || name === 'parseInt' || name === 'parseFloat' || name === 'BigInt') {
      const base = call.arguments.items[1]
      const radix = base?.kind === 'literal' ? Number(base.value ?? 10) : base ? undefined : 10
      if (value.kind !== 'literal' || radix === undefined) return unknownValue(`comes from ${name}()`, { at: call.at })
      const text = String(value.value)
      // A number would lose its last digits.
      if (name === 'BigInt') return unknownValue('comes from BigInt()', { at: call.at })
      return literal(name === 'parseInt' ? Number.parseInt(text, radix) : name === 'parseFloat' ? Number.parseFloat(text) : Number(value.value))
    }
    if (isPercent(name)) {
      if (value.kind === 'pointer') return undefined
      const parts = value.kind === 'joined' ? value.parts : [value]
      const made = parts.map((part) => inPercents(run, name, part))
      const unknown = unknownValue(`comes from ${name}()`, { at: call.at })
      return concat(made.map((part) => part ?? unknown))
    }
    if (name === 'RegExp') return foreign('global', ['RegExp'])
    return undefined
  },
}

const percents = { encodeURIComponent, encodeURI, decodeURIComponent, decodeURI }

const isPercent = (name: string): name is keyof typeof percents => Object.hasOwn(percents, name)

/** A part of a text written in percents, or read; undefined where that cannot be told. */
function inPercents(run: Run, name: keyof typeof percents, part: Abstract): Abstract | undefined {
  const text = textOf(part)
  // Half of a sign in percents is not read before the other half is known.
  if (text !== undefined) return /%[0-9A-Fa-f]?$/.test(text) && name.startsWith('decode') ? undefined : taken(text, name)
  return part.kind === 'environment' || part.kind === 'made' || isEventText(run, part) ? later(part, { kind: 'percents', name }) : keptUnknown(part)
}

/** What is not known comes from where it did, however it is written. */
const keptUnknown = (part: Abstract): Abstract | undefined => (part.kind === 'unknown' ? part : undefined)

function taken(text: string, name: keyof typeof percents): Abstract | undefined {
  try {
    return literal(percents[name](text))
  } catch {
    return undefined
  }
}

const converting = new Set(['String', 'Boolean', 'Number', 'parseInt', 'parseFloat', 'BigInt', ...Object.keys(percents), 'RegExp'])

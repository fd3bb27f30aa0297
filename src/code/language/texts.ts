import {
  type Abstract,
  argument,
  concat,
  type ForeignCall,
  foreign,
  joinValues,
  literal,
  makeList,
  optionsOf,
  type Run,
  textOf,
  unknownValue,
} from '../evaluate/index.ts'
import type { Idiom } from '../idioms/idiom.ts'

/** The string methods that give the same answer on any machine. */
const methods = new Map<
  string,
  (text: string, given: readonly (string | number | RegExp | undefined)[]) => string | number | boolean | readonly string[]
>([
  ['toLowerCase', (text) => text.toLowerCase()],
  ['toUpperCase', (text) => text.toUpperCase()],
  ['trim', (text) => text.trim()],
  ['trimStart', (text) => text.trimStart()],
  ['trimEnd', (text) => text.trimEnd()],
  ['toString', (text, [base]) => (base === undefined ? text : Number(text).toString(Math.min(36, Math.max(2, Number(base)))))],
  ['valueOf', (text) => text],
  ['normalize', (text) => text.normalize()],
  ['slice', (text, [from, to]) => text.slice(Number(from ?? 0), to === undefined ? undefined : Number(to))],
  ['substring', (text, [from, to]) => text.substring(Number(from ?? 0), to === undefined ? undefined : Number(to))],
  ['substr', (text, [from, size]) => text.slice(Number(from ?? 0), size === undefined ? undefined : Number(from ?? 0) + Number(size))],
  ['charAt', (text, [at]) => text.charAt(Number(at ?? 0))],
  ['at', (text, [at]) => text.at(Number(at ?? 0)) ?? ''],
  ['padStart', (text, [size, fill]) => text.padStart(Math.min(Number(size), 1000), fill === undefined ? undefined : String(fill))],
  ['padEnd', (text, [size, fill]) => text.padEnd(Math.min(Number(size), 1000), fill === undefined ? undefined : String(fill))],
  ['repeat', (text, [times]) => text.repeat(Math.max(0, Math.min(Number(times), 100)))],
  ['startsWith', (text, [part]) => text.startsWith(String(part))],
  ['endsWith', (text, [part]) => text.endsWith(String(part))],
  ['includes', (text, [part]) => text.includes(String(part))],
  ['indexOf', (text, [part]) => text.indexOf(String(part))],
  ['lastIndexOf', (text, [part]) => text.lastIndexOf(String(part))],
])

/** Methods whose result is still about the same text where a part of it is not known. */
const shapeless = new Set(['toString', 'valueOf', 'normalize', 'trim', 'trimStart', 'trimEnd'])
/** Methods that change letters one by one, so known parts can be changed on their own. */
const letterwise = new Set(['toLowerCase', 'toUpperCase'])

/** String methods on texts that are known, in whole or in part. */
export const texts: Idiom = {
  name: 'texts',
  method(run, receiver, name, call) {
    if (receiver.kind === 'literal' && (typeof receiver.value === 'string' || typeof receiver.value === 'number'))
      return onText(run, String(receiver.value), name, call)
    if (receiver.kind === 'joined') return onJoined(run, receiver, name, call)
    if (receiver.kind === 'environment') return shapeless.has(name) ? receiver : environmentResult(run, receiver, name, call)
    return undefined
  },
}

function environmentResult(run: Run, receiver: Abstract & { kind: 'environment' }, name: string, call: ForeignCall): Abstract {
  run.escape(call.arguments.items, `${name}()`, call)
  const why = `is made by ${name}() from the environment variable ${receiver.name}`
  if (name === 'split') return makeList(run, [], `${call.at.file}:${call.at.line}`, unknownValue(why, { at: call.at }))
  return unknownValue(why, { at: call.at })
}

function onText(run: Run, text: string, name: string, call: ForeignCall): Abstract | undefined {
  const site = `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`
  if (name === 'concat') return concat([literal(text), ...call.arguments.items])
  if (name === 'split') {
    const separator = plain(argument(call.arguments, 0))
    if (separator === undefined) return makeList(run, [], site, unknownValue('is a part of a text'))
    return makeList(run, text.split(String(separator)).slice(0, 200).map(literal), site)
  }
  if (name === 'replace' || name === 'replaceAll') return replaced(run, text, name, call)
  if (name === 'match' || name === 'matchAll') return undefined
  const method = methods.get(name)
  if (!method) return undefined
  const options = call.arguments.items.map(plain)
  if (options.some((option, index) => option === undefined && call.arguments.items[index]?.kind !== 'literal'))
    return unknownValue(`is made by ${name}()`, { at: call.at })
  return literal(method(text, options) as string)
}

const plain = (value: Abstract): string | number | undefined =>
  value.kind === 'literal' && (typeof value.value === 'string' || typeof value.value === 'number') ? value.value : undefined

/** `replace` with texts, or with a regular expression that cannot run away. */
function replaced(run: Run, text: string, name: string, call: ForeignCall): Abstract {
  const [what, by] = call.arguments.items
  const unknown = unknownValue(`is made by ${name}()`, { at: call.at })
  if (!what || !by) return unknown
  if (textOf(by) === undefined) {
    run.escape([by], `${name}()`, call)
    // A known text in which one known part is replaced by something that is not known.
    const part = textOf(what)
    if (part !== undefined && part !== '' && text.includes(part) && by.kind !== 'pointer') {
      const pieces = name === 'replaceAll' ? text.split(part) : [text.slice(0, text.indexOf(part)), text.slice(text.indexOf(part) + part.length)]
      return concat(pieces.flatMap((piece, index) => (index === 0 ? [literal(piece)] : [by, literal(piece)])))
    }
    return unknown
  }
  const replacement = textOf(by) ?? ''
  const part = textOf(what)
  if (part !== undefined) return literal(name === 'replaceAll' ? text.replaceAll(part, () => replacement) : text.replace(part, () => replacement))
  if (what.kind !== 'foreign' || what.path[0] !== 'RegExp' || what.path.length !== 3) return unknown
  const [, source = '', flags = ''] = what.path
  // Hostile input: only expressions with little repetition and none inside another, on short texts, are run.
  if (source.length > 60 || text.length > 300 || (source.match(/[+*{]/g) ?? []).length > 3 || /[+*}]\)?[+*{]|\([^)]*[+*|][^)]*\)[+*{]/.test(source))
    return unknown
  try {
    return literal(text.replace(new RegExp(source, flags), replacement))
  } catch {
    return unknown
  }
}

function onJoined(run: Run, receiver: Abstract & { kind: 'joined' }, name: string, call: ForeignCall): Abstract | undefined {
  if (shapeless.has(name) && call.arguments.items.length === 0) return receiver
  if (name === 'concat') return concat([receiver, ...call.arguments.items])
  if (letterwise.has(name)) {
    return concat(
      receiver.parts.map((part) => {
        const text = textOf(part)
        return text === undefined
          ? unknownValue(`is made by ${name}()`, { at: call.at })
          : literal(name === 'toLowerCase' ? text.toLowerCase() : text.toUpperCase())
      }),
    )
  }
  if ((name === 'replace' || name === 'replaceAll') && call.arguments.items.length === 2) {
    const [what, by] = call.arguments.items
    const known = what && textOf(what)
    if (known === undefined || !by || by.kind === 'pointer') return undefined
    return replacedInParts(run, receiver.parts, known, name, call)
  }
  if (name === 'split') return makeList(run, [], `${call.at.file}:${call.at.line}`, unknownValue('is a part of a text', { at: call.at }))
  if (name === 'startsWith') {
    const [first] = receiver.parts
    const head = first && textOf(first)
    const part = textOf(argument(call.arguments, 0))
    if (head !== undefined && part !== undefined && head.length >= part.length) return literal(head.startsWith(part))
  }
  return undefined
}

/** `replace` in a text of which some parts are not known. */
function replacedInParts(run: Run, parts: readonly Abstract[], what: string, name: string, call: ForeignCall): Abstract {
  const unknown = unknownValue(`is made by ${name}()`, { at: call.at })
  const texts = parts.map(textOf)
  const [first, ...others] = parts
  // The first match is in the known beginning: all that follows stays as it is.
  if (name === 'replace' && first && texts[0]?.includes(what)) return concat([run.method(first, name, call), ...others])
  if (what === '' || texts.some((text, index) => text !== undefined && spans(text, what, index > 0, index < texts.length - 1))) return unknown
  return concat(
    parts.map((part, index) => {
      if (texts[index] === undefined) return unknown
      const made = run.method(part, name, call)
      return name === 'replace' ? joinValues([part, made]) : made
    }),
  )
}

/** Whether a match can begin or end in a known part and go on in what is not known beside it. */
function spans(text: string, what: string, before: boolean, after: boolean): boolean {
  if (before && after && what.length > text.length && what.includes(text)) return true
  for (let size = 1; size < what.length; size++) {
    if (after && text.endsWith(what.slice(0, size))) return true
    if (before && text.startsWith(what.slice(-size))) return true
  }
  return false
}

/** `String(x)`, `encodeURIComponent(x)` and their like. */
export const conversions: Idiom = {
  name: 'conversions',
  call(_run, symbol, call) {
    if (symbol.package !== 'global' || symbol.path.length !== 1) return undefined
    const value = argument(call.arguments, 0)
    const [name] = symbol.path
    if (name === 'String') return joinValues(optionsOf(value).map((option) => (option.kind === 'literal' ? literal(String(option.value)) : option)))
    if (name === 'Number' || name === 'parseInt' || name === 'parseFloat' || name === 'Boolean' || name === 'BigInt') {
      if (name === 'Boolean' && value.kind === 'literal') return literal(Boolean(value.value))
      return value.kind === 'literal' && name !== 'Boolean' && !Number.isNaN(Number(value.value))
        ? literal(Number(value.value))
        : unknownValue(`comes from ${name}()`, { at: call.at })
    }
    if (name === 'encodeURIComponent' || name === 'encodeURI' || name === 'decodeURIComponent' || name === 'decodeURI') {
      const text = textOf(value)
      if (text === undefined) return value.kind === 'pointer' ? undefined : unknownValue(`comes from ${name}()`, { at: call.at })
      try {
        return literal({ encodeURIComponent, encodeURI, decodeURIComponent, decodeURI }[name](text))
      } catch {
        return unknownValue(`comes from ${name}()`, { at: call.at })
      }
    }
    if (name === 'RegExp') return foreign('global', ['RegExp'])
    return undefined
  },
}

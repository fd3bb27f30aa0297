import { isTextMethod, safeExpression, type TextExpression, takeStep } from '../../model/index.ts'
import {
  type Abstract,
  argument,
  concat,
  type ForeignCall,
  fixedText,
  foreign,
  groupsOf,
  type Items,
  itemsField,
  joinValues,
  later,
  literal,
  makeList,
  optionsOf,
  partItems,
  pointer,
  type Run,
  separatorOf,
  textArgument,
  textOf,
  truthOf,
  unknownValue,
} from '../evaluate/index.ts'
import type { Idiom } from '../idioms/idiom.ts'

/** The string methods that tell something about a text that is known. */
const questions = new Map<string, (text: string, given: readonly (string | number | undefined)[]) => number | boolean>([
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
    if (receiver.kind === 'environment' || receiver.kind === 'made' || isEventText(run, receiver)) return onDeployed(run, receiver, name, call)
    // `/(.+)-table/.exec(text)` is `text.match(...)`.
    if (receiver.kind === 'foreign' && name === 'test') return tested(receiver, argument(call.arguments, 0))
    if (receiver.kind === 'foreign' && name === 'exec' && separatorOf(receiver) !== undefined)
      return run.method(argument(call.arguments, 0), 'match', { ...call, arguments: { items: [receiver] } })
    return undefined
  },
}

/** Whether it comes from the event, at a place of which a trigger may say what stands there. */
const isEventText = (run: Run, value: Abstract): boolean =>
  value.kind === 'unknown' && value.origin !== undefined && run.facts.eventTexts.has(value.origin)

/** `/expression/.test(text)`, where both are known. */
function tested(receiver: Abstract, value: Abstract): Abstract | undefined {
  const expression = separatorOf(receiver)
  const text = fixedText(value)
  const found = typeof expression === 'object' && text !== undefined ? safeExpression(expression, text) : undefined
  return found && text !== undefined ? literal(found.test(text)) : undefined
}

/** A text that is known only with the environment: what is done to it is kept, and done when it is known. */
function onDeployed(run: Run, receiver: Abstract, name: string, call: ForeignCall): Abstract | undefined {
  const { items, rest } = call.arguments
  const site = `${call.at.file}:${call.at.line}:${call.at.column ?? 0}`
  if ((name === 'toString' || name === 'valueOf') && items.length === 0) return receiver
  if (name === 'concat') return concat([receiver, ...items])
  const [first, second] = items
  if (name === 'split' && first) {
    const separator = separatorOf(first)
    if (separator === undefined || second) return makeList(run, [], site, unknownValue('is a part of a text', { at: call.at }))
    return partList(run, partItems({ of: receiver, separator, from: 0 }), site)
  }
  if ((name === 'match' || name === 'matchAll') && first) {
    const wanted = separatorOf(first)
    const expression = typeof wanted === 'string' ? { source: wanted, flags: '' } : wanted
    if (expression && name === 'match' && !expression.flags.includes('g')) return matched(run, receiver, expression, site)
    return makeList(run, [], site, unknownValue(`is made by ${name}()`, { at: call.at }))
  }
  if ((name === 'replace' || name === 'replaceAll') && first && second) {
    const what = separatorOf(first)
    const by = textOf(second)
    if (what !== undefined && by !== undefined) return later(receiver, { kind: 'replace', what, by, all: name === 'replaceAll' })
  }
  if ((name === 'indexOf' || name === 'lastIndexOf') && first && items.length === 1) {
    const text = textOf(first)
    if (text !== undefined) return later(receiver, { kind: 'place', place: { text, last: name === 'lastIndexOf', plus: 0 } })
  }
  if (isTextMethod(name) && !rest) {
    const given = items.map((item) => textArgument(item, receiver))
    const known = given.filter((one) => one !== undefined)
    if (known.length === given.length) return later(receiver, { kind: 'method', name, given: known })
  }
  const question = questions.get(name)
  const fixed = question && fixedText(receiver)
  if (question && fixed !== undefined && items.every((item) => plain(item) !== undefined)) return literal(question(fixed, items.map(plain)))
  if (!isTextMethod(name) && name !== 'replace' && name !== 'replaceAll') return question ? unknownValue('is the outcome of a test') : undefined
  run.escape(items, `${name}()`, call)
  return unknownValue(`is made by ${name}()`, { at: call.at })
}

function partList(run: Run, items: Items, site: string): Abstract {
  const thing = run.heap.thing('list', site)
  run.heap.set(thing.fields, itemsField, items)
  return pointer(thing)
}

/** What `match` gives: the groups, or null. */
function matched(run: Run, text: Abstract, expression: TextExpression, site: string): Abstract {
  const { groups, named } = groupsOf(text, expression)
  const found = makeList(run, groups, site)
  const byName = run.heap.thing('record', site)
  for (const [name, group] of named) run.heap.set(byName.fields, name, group)
  run.heap.set(found.thing.fields, 'groups', pointer(byName))
  return joinValues([found, { kind: 'literal', value: null, lookup: true }])
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
  if (name === 'match') {
    const wanted = separatorOf(argument(call.arguments, 0))
    if (wanted === undefined || typeof wanted === 'string' || wanted.flags.includes('g')) return undefined
    const found = safeExpression(wanted, text)?.exec(text)
    if (!found) return found === null ? literal(null) : undefined
    const groups = makeList(run, found.map(literal), site)
    const byName = run.heap.thing('record', site)
    for (const [key, group] of Object.entries(found.groups ?? {})) run.heap.set(byName.fields, key, literal(group))
    run.heap.set(groups.thing.fields, 'groups', pointer(byName))
    return groups
  }
  const question = questions.get(name)
  if (!question && !isTextMethod(name)) return undefined
  const options = call.arguments.items.map(plain)
  if (options.some((option, index) => option === undefined && call.arguments.items[index]?.kind !== 'literal'))
    return unknownValue(`is made by ${name}()`, { at: call.at })
  if (question) return literal(question(text, options))
  const [made] = takeStep(text, { kind: 'method', name, given: options.map((option) => option ?? 0) }) ?? []
  return made === undefined ? unknownValue(`is made by ${name}()`, { at: call.at }) : literal(made)
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
  const expression = separatorOf(what)
  if (expression === undefined || typeof expression === 'string') return unknown
  const [made] = takeStep(text, { kind: 'replace', what: expression, by: replacement, all: name === 'replaceAll' }) ?? []
  return made === undefined ? unknown : literal(made)
}

function onJoined(run: Run, receiver: Abstract & { kind: 'joined' }, name: string, call: ForeignCall): Abstract | undefined {
  if (shapeless.has(name) && call.arguments.items.length === 0) return receiver
  if (name === 'concat') return concat([receiver, ...call.arguments.items])
  if (letterwise.has(name)) {
    return concat(
      receiver.parts.map((part) => {
        const text = textOf(part)
        if (part.kind === 'environment' || part.kind === 'made') return later(part, { kind: 'method', name, given: [] })
        return text === undefined
          ? unknownValue(`is made by ${name}()`, { at: call.at })
          : literal(name === 'toLowerCase' ? text.toLowerCase() : text.toUpperCase())
      }),
    )
  }
  const deployed = receiver.parts.some((part) => part.kind === 'environment' || part.kind === 'made')
  if ((name === 'replace' || name === 'replaceAll') && call.arguments.items.length === 2 && !deployed) {
    const [what, by] = call.arguments.items
    const known = what && textOf(what)
    if (known === undefined || !by || by.kind === 'pointer') return undefined
    return replacedInParts(run, receiver.parts, known, name, call)
  }
  if (name === 'startsWith') {
    const [first] = receiver.parts
    const head = first && textOf(first)
    const part = textOf(argument(call.arguments, 0))
    if (head !== undefined && part !== undefined && head.length >= part.length) return literal(head.startsWith(part))
  }
  return onDeployed(run, receiver, name, call)
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
  call(run, symbol, call) {
    if (symbol.package !== 'global') return undefined
    const value = argument(call.arguments, 0)
    const name = symbol.path.join('.').replace(/^Number\.(?=parse)/, '')
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
      return literal(name === 'parseInt' ? Number.parseInt(text, radix) : name === 'parseFloat' ? Number.parseFloat(text) : Number(value.value))
    }
    if (name === 'encodeURIComponent' || name === 'encodeURI' || name === 'decodeURIComponent' || name === 'decodeURI') {
      const text = textOf(value)
      if (
        (name === 'decodeURIComponent' || name === 'decodeURI') &&
        (value.kind === 'environment' || value.kind === 'made' || isEventText(run, value))
      )
        return later(value, { kind: 'decode', name })
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

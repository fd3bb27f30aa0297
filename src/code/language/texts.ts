import { isTextMethod, safeExpression, type TextExpression, takeStep } from '../../model/index.ts'
import {
  type Abstract,
  argument,
  asPrimitive,
  concat,
  type ForeignCall,
  fixedText,
  groupsOf,
  type Items,
  itemsField,
  joinValues,
  later,
  literal,
  makeList,
  partItems,
  pointer,
  type Run,
  separatorOf,
  textArgument,
  textOf,
  unknownValue,
} from '../evaluate/index.ts'
import type { Idiom } from '../idioms/idiom.ts'

/** The string methods that tell something about a text that is known. */
const questions = new Map<string, (text: string, given: readonly (string | number | undefined)[]) => number | boolean>([
  ['startsWith', (text, [part, place]) => text.startsWith(String(part), numberOf(place))],
  ['endsWith', (text, [part, place]) => text.endsWith(String(part), numberOf(place))],
  ['includes', (text, [part, place]) => text.includes(String(part), numberOf(place))],
  ['indexOf', (text, [part, place]) => text.indexOf(String(part), numberOf(place))],
  ['lastIndexOf', (text, [part, place]) => text.lastIndexOf(String(part), numberOf(place))],
])
const numberOf = (place: string | number | undefined): number | undefined => (place === undefined ? undefined : Number(place))

/** Methods whose result is still about the same text where a part of it is not known. */
const shapeless = new Set(['toString', 'valueOf', 'normalize', 'trim', 'trimStart', 'trimEnd'])
/** Methods that change letters one by one, so known parts can be changed on their own. */
const letterwise = new Set(['toLowerCase', 'toUpperCase'])

/** How many parts of a text that is split are kept. */
const mostParts = 200

/** String methods on texts that are known, in whole or in part. */
export const texts: Idiom = {
  name: 'texts',
  method(run, receiver, name, given) {
    const isKnown = receiver.kind === 'literal' || receiver.kind === 'joined' || receiver.kind === 'environment' || receiver.kind === 'made'
    const call = isKnown ? withTexts(run, given) : given
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

/** A text takes texts: an object that is handed to its methods is asked for its own. */
function withTexts(run: Run, call: ForeignCall): ForeignCall {
  const { items } = call.arguments
  const asked = items.map((item) => asPrimitive(run, item, 'text', call.scope))
  return asked.every((item, index) => item === items[index]) ? call : { ...call, arguments: { ...call.arguments, items: asked } }
}

/** Whether it comes from the event, at a place of which a trigger may say what stands there. */
export const isEventText = (run: Run, value: Abstract): boolean =>
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
  if (name === 'concat') return concat([receiver, ...appended(call)])
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

/** What is put behind a text; of a list that is spread nobody knows how much that is. */
function appended(call: ForeignCall): readonly Abstract[] {
  const { items, rest } = call.arguments
  return rest ? [...items, unknownValue('is put together of a list', { at: call.at })] : items
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
  if (name === 'concat') return concat([literal(text), ...appended(call)])
  if (name === 'split') {
    const separator = plain(argument(call.arguments, 0))
    if (separator === undefined) return makeList(run, [], site, unknownValue('is a part of a text'))
    const limit = plain(argument(call.arguments, 1))
    const parts = text.split(String(separator), numberOf(limit))
    const more = parts.length > mostParts ? unknownValue('is a part of a text') : undefined
    return makeList(run, parts.slice(0, mostParts).map(literal), site, more)
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
  // What is left out, or undefined, comes last.
  const given = options.slice(0, options.findLastIndex((option) => option !== undefined) + 1)
  if (given.includes(undefined)) return unknownValue(`is made by ${name}()`, { at: call.at })
  const [made] = takeStep(text, { kind: 'method', name, given: given.filter((option) => option !== undefined) }) ?? []
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
  if (part !== undefined) return literal(name === 'replaceAll' ? text.replaceAll(part, replacement) : text.replace(part, replacement))
  const expression = separatorOf(what)
  if (expression === undefined || typeof expression === 'string') return unknown
  const [made] = takeStep(text, { kind: 'replace', what: expression, by: replacement, all: name === 'replaceAll' }) ?? []
  return made === undefined ? unknown : literal(made)
}

function onJoined(run: Run, receiver: Abstract & { kind: 'joined' }, name: string, call: ForeignCall): Abstract | undefined {
  if (shapeless.has(name) && call.arguments.items.length === 0) return trimmed(receiver, name)
  if (name === 'concat') return concat([receiver, ...appended(call)])
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
    if (head !== undefined && part !== undefined && call.arguments.items.length === 1 && head.length >= part.length)
      return literal(head.startsWith(part))
  }
  return onDeployed(run, receiver, name, call)
}

/** A text of which some parts are not known, without the blanks at its ends that are. */
function trimmed(receiver: Abstract & { kind: 'joined' }, name: string): Abstract {
  const last = receiver.parts.length - 1
  return concat(
    receiver.parts.map((part, index) => {
      const text = textOf(part)
      if (text === undefined) return part
      const start = index === 0 && (name === 'trim' || name === 'trimStart') ? text.trimStart() : text
      return literal(index === last && (name === 'trim' || name === 'trimEnd') ? start.trimEnd() : start)
    }),
  )
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

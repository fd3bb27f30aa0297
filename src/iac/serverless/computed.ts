import { type Finding, join, oneOf, unknown, type Value } from '../../model/index.ts'
import type { Node } from '../document.ts'
import type { Lookup, Settled, Spot } from './spot.ts'
import { parseTemplate } from './variable-syntax.ts'

/**
 * What code makes of a part of the configuration. The environment of whoever deploys is what `env:` variables stand for, so it is read as one, and
 * texts may hold variables like any other text.
 */
export function computedValue(lookup: Lookup, value: Value, at: Node): Value {
  const inner = (part: Value): Value => computedValue(lookup, part, at)
  switch (value.kind) {
    case 'text':
      return value.text.includes('${') ? asValue(lookup, lookup.template(parseTemplate(value.text), at), at) : value
    case 'environment':
      return environmentVariable(lookup, value.name, value.fallback, at)
    case 'join':
      return join(value.parts.map(inner))
    case 'oneOf':
      return oneOf(value.options.map(inner))
    case 'made':
      return unknown('is made of the environment of whoever deploys', lookup.placeOf(at))
    case 'unknown':
      sayUnknown(lookup, value, at, 'note')
      return value
    default:
      return value
  }
}

function environmentVariable(lookup: Lookup, name: string, fallback: Value | undefined, at: Node): Value {
  const sources = sourcesOf(name, fallback)
  if (sources === undefined) return unknown(`comes from the environment variable ${name}, or from what is not known`, lookup.placeOf(at))
  return asValue(lookup, lookup.template(parseTemplate(`\${${sources.join(', ')}}`), at), at)
}

/** An environment variable with its fallbacks, as the sources of a variable of the framework; undefined where they cannot be written that way. */
function sourcesOf(name: string, fallback: Value | undefined): readonly string[] | undefined {
  if (fallback === undefined) return [`env:${name}`]
  if (fallback.kind === 'environment') {
    const rest = sourcesOf(fallback.name, fallback.fallback)
    return rest && [`env:${name}`, ...rest]
  }
  if (fallback.kind === 'constant') return [`env:${name}`, String(fallback.value)]
  return fallback.kind === 'text' && !/['\\{}]/.test(fallback.text) ? [`env:${name}`, `'${fallback.text}'`] : undefined
}

function asValue(lookup: Lookup, found: Value | Spot, at: Node): Value {
  if (!('node' in found)) return found
  const settled = lookup.settle(found)
  return settled.kind === 'value' ? settled.value : unknown('is made of more than text', lookup.placeOf(at))
}

/** Says what cannot be seen of what is being looked into: all of it, more entries than are known, or whether the one that is asked for is there. */
export function sayUnseen(lookup: Lookup, settled: Settled, key?: string): void {
  if (settled.kind === 'value') {
    if (settled.node.kind === 'scalar' && settled.node.computed && settled.value.kind === 'unknown')
      sayUnknown(lookup, settled.value, settled.node, 'warning')
    return
  }
  const { node } = settled
  const slots = node.kind === 'list' ? node.items : key === undefined ? [...node.entries.values()] : [node.entries.get(key)]
  for (const slot of slots) {
    if (slot?.conditional)
      lookup.say({
        check: 'configuration-conditional',
        severity: 'note',
        confidence: 'certain',
        message: 'whether this is there depends on what is not known before the deployment; it is read as if it were',
        at: lookup.placeOf(slot.node),
      })
  }
  if (!node.open || (node.kind === 'map' && key !== undefined && node.entries.has(key))) return
  lookup.say(unread(`there may be more here than can be seen: it ${node.open.why}`, node.open.at, 'warning'))
}

/** Why something cannot be seen, to follow on a sentence. */
export function whyUnseen(settled: Settled): string {
  if (settled.kind !== 'value') return settled.node.open ? `: what is spread here ${settled.node.open.why}` : ''
  return settled.value.kind === 'unknown' ? `: what stands here ${settled.value.why}` : ''
}

function sayUnknown(lookup: Lookup, value: Value & { kind: 'unknown' }, at: Node, severity: Finding['severity']): void {
  lookup.say(unread(`what code makes here is not known: it ${value.why}`, value.at ?? lookup.placeOf(at), severity))
}

const unread = (message: string, at: Finding['at'], severity: Finding['severity']): Finding => ({
  check: 'configuration-unread',
  severity,
  confidence: 'certain',
  message,
  ...(at ? { at } : {}),
  fix: 'write it out; where only a name matters, say it under custom.keycard.environment',
})

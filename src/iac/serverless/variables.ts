import { join, text, type Value } from '../../model/index.ts'
import type { Node } from '../document.ts'
import { type Origin, type OriginSource, originText } from './origin.ts'
import { answer } from './sources.ts'
import { type Lookup, present, type Spot } from './spot.ts'
import { canonicalStage } from './stage.ts'
import { parseTemplate, type Variable } from './variable-syntax.ts'

/**
 * What a variable stands for. The first source that has a value wins; where a deployment could decide otherwise, the variable stays
 * a variable under one canonical text, with what it stands for in this run beside it.
 */
export function resolveVariable(configuration: Lookup, variable: Variable, at: Node): Value | Spot {
  const stage = canonicalStage(configuration, variable, at)
  if (stage) return stage
  const kept: OriginSource[] = []
  let now: Value | Spot | undefined
  let open = false
  let empty = false
  let missing: (() => never) | undefined
  for (const source of variable.sources) {
    const found = answer(configuration, source, at)
    missing = found.missing ?? missing
    empty ||= found.empty === true
    if (!found.open && found.found === undefined) continue
    if (!open && !found.open && found.found !== undefined) return found.found
    kept.push(found.source)
    now ??= found.found
    open ||= found.open
    if (!found.open) break
  }
  if (now === undefined && missing) missing()
  if (!open) return notFound(configuration, variable, at)
  const origin: Origin = { sources: kept }
  if (now && 'node' in now) {
    const settled = configuration.settle(now)
    if (settled.kind !== 'value') return { node: settled.node, origin }
    now = settled.value
  }
  if (now === undefined && empty) sayEmpty(configuration, variable, at)
  return { kind: 'variable', text: originText(origin), ...(now ? { now: present(now) } : {}) }
}

/** A text with its variables marked and not followed. */
export function variablesIn(words: string): Value {
  return join(parseTemplate(words).map((part) => (part.kind === 'text' ? text(part.text) : { kind: 'variable', text: part.text })))
}

/** A path of the configuration itself that leads nowhere: the framework refuses that, unless something else puts it there. */
function notFound(configuration: Lookup, variable: Variable, at: Node): Value {
  configuration.say({
    check: 'variable-not-found',
    severity: 'warning',
    confidence: 'likely',
    message: `${variable.text} has no value in the configuration`,
    at: configuration.placeOf(at),
    fix: 'correct the name, or give it a fallback after a comma',
  })
  return { kind: 'variable', text: variable.text }
}

function sayEmpty(configuration: Lookup, variable: Variable, at: Node): void {
  configuration.say({
    check: 'variable-not-found',
    severity: 'note',
    confidence: 'possible',
    message: `${variable.text} has no value in this run (stage ${configuration.stage()})`,
    at: configuration.placeOf(at),
    fix: 'name a stage that has one with --stage',
  })
}

import { type Condition, text, type Value } from '../model/index.ts'
import type { Scene } from './arn.ts'
import type { ConditionFact } from './format.ts'
import { joined, patternOf, type Reason } from './pattern.ts'
import type { Reading } from './reading.ts'
import { parseSource, sourceValue } from './source.ts'

const PLACEHOLDER = /\$\{([^}]+)\}/g

/** Fills a condition block; undefined where a value of it is not known, since a condition on a guess would deny. */
export function fillCondition(fact: ConditionFact, scene: Scene, reading: Reading): Condition | undefined {
  const condition = new Map<string, ReadonlyMap<string, readonly Value[]>>()
  for (const [operator, keys] of Object.entries(fact)) {
    const filled = new Map<string, readonly Value[]>()
    for (const [key, templates] of Object.entries(keys)) {
      const values: Value[] = []
      for (const template of templates) {
        const value = fillTemplate(template, scene, reading)
        if (!value) return undefined
        values.push(value)
      }
      filled.set(key, values)
    }
    condition.set(operator, filled)
  }
  return condition
}

function fillTemplate(template: string, scene: Scene, reading: Reading): Value | undefined {
  const reasons: Reason[] = []
  const parts = template.split(PLACEHOLDER).map((part, index): Value => {
    if (index % 2 === 0) return text(part)
    if (part === 'Region') return patternOf(scene.region, 'the region', reasons)
    if (part === 'Account') return patternOf(scene.account, 'the account', reasons)
    if (part === 'Partition') return text(scene.partition)
    const value = sourceValue(parseSource(part), scene.call, reading)
    const pattern = patternOf(value, part, reasons)
    if (pattern.kind === 'text' && pattern.text === '') reasons.push({ text: `${part} is empty`, inherent: false })
    return pattern
  })
  return reasons.length > 0 ? undefined : joined(parts)
}

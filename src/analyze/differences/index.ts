import type { Finding } from '../../model/index.ts'
import { missingIn } from './missing.ts'
import type { Sides } from './side.ts'
import { surplusIn } from './surplus.ts'

export { assumedBehind } from './assumed.ts'
export { type Lack, lacksIn, missingIn } from './missing.ts'
export { repairs, type Shelving } from './repairs.ts'
export { forKeys, keyActionsOf, madeElsewhere, pluginsUse, type Sides } from './side.ts'

/** Where what is declared and what the code needs part: missing, excess, too wide, or possibly one of these. */
export function differencesOf(sides: Sides): readonly Finding[] {
  const missing = sides.service.functions.flatMap((declared) => {
    const analysis = sides.reports.get(declared.name)?.analysis
    return analysis === 'complete' || analysis === 'incomplete' ? missingIn(sides, declared) : []
  })
  return [...missing, ...surplusIn(sides)]
}

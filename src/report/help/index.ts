import { comparing } from './comparing.ts'
import { reading } from './reading.ts'
import type { RuleHelp } from './rule-help.ts'
import { writing } from './writing.ts'

export type { RuleHelp } from './rule-help.ts'

/** The help of every check, by its name. */
export const helpByCheck: ReadonlyMap<string, RuleHelp> = new Map(Object.entries({ ...comparing, ...reading, ...writing }))

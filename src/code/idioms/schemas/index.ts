import type { Idiom } from '../idiom.ts'
import { checkedEnvironments, convict, envalid, envVar } from './environments.ts'
import { fluentSchemas } from './fluent.ts'
import { arktypeSchemas, valibotSchemas } from './functional.ts'

/** Libraries that check values, the environment above all, and fill in defaults. */
export const schemas: readonly Idiom[] = [fluentSchemas, valibotSchemas, arktypeSchemas, envalid, checkedEnvironments, envVar, convict]

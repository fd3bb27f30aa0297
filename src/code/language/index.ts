import type { Idiom } from '../idioms/idiom.ts'
import { conversions } from './conversions.ts'
import { functions, promises, timers } from './functions.ts'
import { lists } from './lists.ts'
import { maps } from './maps.ts'
import { lambdaRuntime, paths, quietPackages, requires, urls } from './node.ts'
import { objects } from './objects.ts'
import { otherThreads } from './other-threads.ts'
import { proxies } from './proxies.ts'
import { sets } from './sets.ts'
import { texts } from './texts.ts'

/** The language and its runtime, in the order in which they are asked. */
export const language: readonly Idiom[] = [
  otherThreads,
  requires,
  lambdaRuntime,
  proxies,
  promises,
  functions,
  maps,
  sets,
  lists,
  texts,
  conversions,
  objects,
  timers,
  urls,
  paths,
  quietPackages,
]

import { collection } from './collections.ts'
import { arrangement } from './contexts.ts'
import { winding } from './controls.ts'
import { hierarchy } from './hierarchies.ts'
import { hub } from './listeners.ts'
import { recursion } from './recursions.ts'
import { sequence } from './sequences.ts'
import { shared } from './shared.ts'
import { choose, type Draft, type Place, type Written } from './words.ts'

/** A whole arrangement of code, as it is found in real programs: what it declares can be called from what comes after it. */
export const block = (draft: Draft, place: Place): Written =>
  choose(draft.random, [
    [3, recursion],
    [2, hub],
    [2, collection],
    [2, winding],
    [3, hierarchy],
    [2, sequence],
    [3, arrangement],
    [4, shared],
  ])(draft, place)

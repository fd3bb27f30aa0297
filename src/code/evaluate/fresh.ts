import type { Store } from './store.ts'

/** Whether a store was made in what began at a moment, so that nobody outside of it has seen it. */
export const isFresh = (store: Store, { start, era }: { readonly start: number; readonly era: number }): boolean =>
  !store.cell && store.born >= start && store.era === era

/** Whether a store was there before a moment; what a module holds that is loaded only now was there all the time. */
export const isOlder = (store: Store, start: number, era: number): boolean => store.cell || store.born < start || store.era !== era

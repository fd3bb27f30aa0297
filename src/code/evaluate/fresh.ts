import type { Store } from './store.ts'

/** Whether a store was made in what began at a moment, so that nobody outside of it has seen it. */
export const isFresh = (store: Store, { start, era }: { readonly start: number; readonly era: number }): boolean =>
  store.born >= start && store.era === era

import type { Value } from '../model/index.ts'

/** What the triggers of a function say of the events that it gets. */
export interface Triggers {
  /** For a path in the event, what each trigger that sends it says of it; undefined where nothing says anything. */
  of(path: string): Told | undefined
}

/** What triggers say of a path in the event. */
export interface Told {
  /** The part of the event that they send; one event comes from one of them, so that what is told of its paths belongs together. */
  readonly shape: string
  readonly ways: readonly { readonly kind: string; readonly value: Value | undefined }[]
}

/** Triggers that say nothing. */
export const noTriggers: Triggers = { of: () => undefined }

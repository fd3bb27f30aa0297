/** Keeps texts from one run to the next. It saves time and nothing else: what is not there is worked out again. */
export interface Cache {
  /** The text kept under a key, unchanged; undefined where there is none. */
  get(key: string): string | undefined
  /** Whether there is one, without reading it. */
  has(key: string): boolean
  put(key: string, text: string): void
}

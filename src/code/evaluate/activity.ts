// One evaluation is under way at a time.
let count = 0

/** Notes that a function of the analysed code is called, or that a request is made. */
export function noteActivity(): void {
  count += 1
}

/** How many calls and requests there were so far. */
export const activity = (): number => count

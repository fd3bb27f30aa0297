/** Decides which of several options holds in the world being looked at; the same key gets the same answer. -1 stands for any of them. */
export type Choose = (key: string, count: number) => number

/**
 * Runs a reading once for every combination of the choices it asks for, so that what was chosen for one part holds for all others
 * (the table of an item and the condition on the same item). Stops after `limit` worlds and says so.
 */
export function everyWorld<Result>(run: (choose: Choose) => Result, limit: number): { results: Result[]; complete: boolean } {
  const results: Result[] = []
  let decided: { key: string; index: number; count: number }[] = []
  for (;;) {
    const asked: typeof decided = []
    const answers = new Map<string, number>()
    results.push(
      run((key, count) => {
        if (count <= 1) return 0
        const known = answers.get(key)
        if (known !== undefined) return known
        const index = decided[asked.length]?.index ?? 0
        asked.push({ key, index, count })
        answers.set(key, index)
        return index
      }),
    )
    while (asked.length > 0 && (asked.at(-1)?.index ?? 0) + 1 >= (asked.at(-1)?.count ?? 0)) asked.pop()
    const last = asked.at(-1)
    if (!last) return { results, complete: true }
    if (results.length >= limit) return { results, complete: false }
    last.index += 1
    decided = asked
  }
}

/** The name that a mistyped one most likely means; undefined where none comes close. */
export function nearestName(wrong: string, known: readonly string[]): string | undefined {
  const near = known
    .map((name) => ({ name, distance: distance(wrong.slice(0, 60).toLowerCase(), name.slice(0, 60).toLowerCase()) }))
    .filter((candidate) => candidate.distance <= Math.max(1, Math.floor(candidate.name.length / 3)))
  return near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))[0]?.name
}

/** How many letters have to be put in, taken out or changed. */
function distance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row++) {
    const here = [row]
    for (let column = 1; column <= to.length; column++) {
      const change = (above[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1)
      here.push(Math.min(change, (above[column] ?? 0) + 1, (here[column - 1] ?? 0) + 1))
    }
    above = here
  }
  return above[to.length] ?? 0
}

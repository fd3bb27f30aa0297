/** The known names that a mistyped one most likely means, the nearest first; none where nothing comes close. */
export function nearestNames(wrong: string, known: readonly string[], most = 1): readonly string[] {
  const letters = wrong.slice(0, MOST_LETTERS).toLowerCase()
  const near = known
    .map((name) => ({ name, allowed: Math.max(1, Math.floor(name.length / 3)) }))
    .filter(({ name, allowed }) => Math.abs(name.length - wrong.length) <= allowed)
    .map(({ name, allowed }) => ({ name, allowed, distance: distance(letters, name.slice(0, MOST_LETTERS).toLowerCase()) }))
    .filter((candidate) => candidate.distance <= candidate.allowed)
  return near
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name)
}

const MOST_LETTERS = 60

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

/** The major versions that a version range of npm lets through, of those that exist; undefined where it is no range (`latest`, a git address). */
export function majorsOf(range: string, existing: readonly number[]): readonly number[] | undefined {
  if (range.length > 200) return undefined
  const allowed = new Set<number>()
  for (const alternative of range.split('||')) {
    const comparators = [...alternative.matchAll(/(>=|<=|>|<|=|\^|~)?\s*v?(\d+)(?:\.(\d+|x|\*))?(?:\.(\d+|x|\*))?(?:-[\w.]+)?(?=\s|$)/g)]
    const hyphen = /^\s*v?(\d+)\S*\s+-\s+v?(\d+)\S*\s*$/.exec(alternative)
    if (
      alternative
        .replace(/(>=|<=|>|<|=|\^|~)?\s*v?\d+(\.(\d+|x|\*)){0,2}(-[\w.]+)?(?=\s|$)/g, '')
        .replace(/\s-\s/, '')
        .trim() !== ''
    )
      return undefined
    if (comparators.length === 0) return undefined
    for (const major of existing) {
      const fits = hyphen
        ? major >= Number(hyphen[1]) && major <= Number(hyphen[2])
        : comparators.every(([, operator = '', wanted, minor, patch]) => lets(operator, Number(wanted), minor, patch, major))
      if (fits) allowed.add(major)
    }
  }
  return [...allowed].sort((a, b) => a - b)
}

function lets(operator: string, wanted: number, minor: string | undefined, patch: string | undefined, major: number): boolean {
  const whole = [minor, patch].every((part) => part === undefined || part === '0' || part === 'x' || part === '*')
  switch (operator) {
    case '>=':
      return major >= wanted
    case '>':
      return minor === undefined ? major > wanted : major >= wanted
    case '<=':
      return major <= wanted
    case '<':
      return whole ? major < wanted : major <= wanted
    default:
      return major === wanted
  }
}

import { isObject } from './json.ts'

// A source condition first: workspace packages often publish their TypeScript under one; types stand for a source of the same name.
const conditions = ['source', 'development', 'import', 'module', 'node', 'require', 'default', 'types']

/** The targets that a package's `exports` or `imports` map gives a subpath (`.`, `./x`, `#x`), best first; relative to the package. */
export function mappedTargets(map: unknown, subpath: string): readonly string[] {
  if (typeof map === 'string' || Array.isArray(map)) return subpath === '.' ? targets(map) : []
  if (!isObject(map)) return []
  const keys = Object.keys(map)
  if (!keys.some((key) => key.startsWith('.') || key.startsWith('#'))) return subpath === '.' ? targets(map) : []
  if (subpath in map) return targets(map[subpath])
  for (const key of keys.filter((name) => name.includes('*')).sort((a, b) => b.length - a.length)) {
    const [before = '', after = ''] = key.split('*')
    if (subpath.startsWith(before) && subpath.endsWith(after) && subpath.length >= before.length + after.length) {
      const star = subpath.slice(before.length, subpath.length - after.length)
      return targets(map[key]).map((target) => target.replaceAll('*', () => star))
    }
  }
  return []
}

function targets(value: unknown, depth = 0): readonly string[] {
  if (depth > 8) return []
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap((item) => targets(item, depth + 1))
  if (!isObject(value)) return []
  const known = conditions.filter((condition) => condition in value)
  const others = Object.keys(value).filter((key) => !conditions.includes(key))
  return [...known, ...others].flatMap((key) => targets(value[key], depth + 1))
}

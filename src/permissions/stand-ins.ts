import { readFileSync } from 'node:fs'
import type { StandIns } from '../model/index.ts'

/** One file, as `action-map/stand-ins/index.json` has it. */
interface StandInFact {
  /** Packages whose members are what the file exports. */
  readonly packages?: readonly string[]
  /** Packages that export what the file exports and nothing else, classes and objects among it. */
  readonly whole?: readonly string[]
  /** Packages that are one of its exports each, with `*` for the name. */
  readonly single?: readonly string[]
  /** The same with the name of the export. */
  readonly functions?: { readonly [packageName: string]: string }
}

const folder = new URL('../../action-map/stand-ins/', import.meta.url)
/** No path of a file holds this. */
const mark = '\0stand-in/'

/** Opens what stands in for libraries; the code of each is read when the library is met. */
export function openStandIns(): StandIns {
  const facts = Object.entries(JSON.parse(readFileSync(new URL('index.json', folder), 'utf8')) as Record<string, StandInFact>)
  const texts = new Map(facts.map(([name]): [string, string | undefined] => [mark + name, undefined]))
  const found = new Map<string, ReturnType<StandIns['of']>>()
  return {
    of(packageName) {
      if (!found.has(packageName)) found.set(packageName, standInOf(facts, packageName))
      return found.get(packageName)
    },
    text(file) {
      if (!texts.has(file)) return undefined
      const text = texts.get(file) ?? readFileSync(new URL(`${file.slice(mark.length)}.js`, folder), 'utf8')
      texts.set(file, text)
      return text
    },
  }
}

function standInOf(facts: readonly (readonly [library: string, fact: StandInFact])[], packageName: string): ReturnType<StandIns['of']> {
  for (const [library, { packages = [], whole = [], single = [], functions = {} }] of facts) {
    const named = Object.hasOwn(functions, packageName) ? functions[packageName] : undefined
    if (named !== undefined) return { file: mark + library, name: named }
    if (whole.includes(packageName)) return { file: mark + library, whole: true }
    if (packages.includes(packageName)) return { file: mark + library }
    for (const pattern of single) {
      const [head = '', tail = ''] = pattern.split('*')
      if (packageName.length > head.length + tail.length && packageName.startsWith(head) && packageName.endsWith(tail))
        return { file: mark + library, name: packageName.slice(head.length, packageName.length - tail.length) }
    }
  }
  return undefined
}

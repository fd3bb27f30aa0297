import { readFileSync } from 'node:fs'
import type { StandIns } from '../model/index.ts'

/** One library, as `action-map/stand-ins/index.json` has it: its packages, and those that are one function of it, with `*` for its name. */
interface StandInFact {
  readonly packages: readonly string[]
  readonly single: readonly string[]
}

const folder = new URL('../../action-map/stand-ins/', import.meta.url)
/** No path of a file holds this. */
const mark = '\0stand-in/'

/** Opens what stands in for libraries; the code of each is read when the library is met. */
export function openStandIns(): StandIns {
  const facts = Object.entries(JSON.parse(readFileSync(new URL('index.json', folder), 'utf8')) as Record<string, StandInFact>)
  const texts = new Map(facts.map(([name]): [string, string | undefined] => [mark + name, undefined]))
  return {
    of(packageName) {
      for (const [library, { packages, single }] of facts) {
        if (packages.includes(packageName)) return { file: mark + library }
        for (const pattern of single) {
          const [head = '', tail = ''] = pattern.split('*')
          if (packageName.length > head.length + tail.length && packageName.startsWith(head) && packageName.endsWith(tail))
            return { file: mark + library, name: packageName.slice(head.length, packageName.length - tail.length) }
        }
      }
      return undefined
    },
    text(file) {
      if (!texts.has(file)) return undefined
      const text = texts.get(file) ?? readFileSync(new URL(`${file.slice(mark.length)}.js`, folder), 'utf8')
      texts.set(file, text)
      return text
    },
  }
}

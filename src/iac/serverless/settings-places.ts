import { placeText, type Reader, UserError } from '../../model/index.ts'
import { locationAt } from '../document.ts'
import type { Configuration } from './configuration.ts'
import { expectMap, type Field, type Fields, mistakeAtKey } from './settings-fields.ts'

/** The names under which Keycard's own configuration is looked for beside the service file. */
export const configurationFileNames = ['keycard.config.json', 'keycard.config.yml', 'keycard.config.yaml'] as const

const keys = ['stage', 'region', 'params', 'objectKeys', 'diff', 'generate', 'ignore', 'environment', 'functions']

/**
 * What `keycard.config.*` and `custom.keycard` say, by key. The file is read as `${file(...)}` under `custom.keycard` would be, so its
 * variables are those of the service. A key that stands in both is refused: nobody could say which holds.
 */
export function findSettings(configuration: Configuration): Fields {
  const file = findFile(configuration.reader)
  const node = file === undefined ? undefined : configuration.nodesOf(file)
  const outside = node && file !== undefined ? expectMap(configuration, { node }, file, ['$schema', ...keys], '') : new Map<string, Field>()
  const custom = configuration.get(configuration.root, 'custom', 'keycard')
  const inside = custom ? expectMap(configuration, custom, 'custom.keycard', keys) : new Map<string, Field>()
  for (const [key, { entry }] of inside) {
    const other = outside.get(key)?.entry
    if (other) {
      const place = placeText(locationAt(other.source, other.keyStart))
      throw mistakeAtKey(entry, `${key} is said twice: here and in ${place}`, `take it out of custom.keycard or out of ${file}`)
    }
  }
  return new Map([...outside, ...inside])
}

function findFile(reader: Reader): string | undefined {
  const [file, other] = configurationFileNames.filter((name) => reader.kind(name) === 'file')
  if (file !== undefined && other !== undefined)
    throw new UserError(`there are two configurations of Keycard: ${file} and ${other}`, { at: { file: other, line: 1 }, mend: 'keep one of them' })
  return file
}

import { type CheckName, checks, type Ignore } from '../../model/index.ts'
import { locationAt } from '../document.ts'
import type { Configuration } from './configuration.ts'
import { functionSuggestion } from './settings.ts'
import { expectMap, type Field, type Fields, oneOfNames, plainText, plainTexts } from './settings-fields.ts'

// What says that an ignore itself is wrong cannot be ignored.
const names: readonly CheckName[] = checks.map(({ name }) => name).filter((name) => !name.startsWith('ignore-'))

/** Reads `ignore:`, a list of decisions to leave findings out; each has to say why. */
export function readIgnores(configuration: Configuration, settings: Fields, functionNames: readonly string[]): readonly Ignore[] {
  const ignore = settings.get('ignore')
  if (!ignore) return []
  const items = configuration.items(ignore.spot)
  if (!items) throw configuration.mistake(ignore.spot.node, `${ignore.name} has to be a list`, 'write - check: ..., reason: ...')
  return items.map(([slot, spot], index) => {
    const name = `${ignore.name}[${index}]`
    const fields = expectMap(configuration, spot, name, ['check', 'function', 'action', 'reason'])
    const needed = (key: string, mend: string): Field => {
      const field = fields.get(key)
      if (!field) throw configuration.mistake(spot.node, `${name} has no ${key}`, mend)
      return field
    }
    const check = needed('check', 'name what is to be left out: check: permission-wide')
    const functions = fields.get('function')
    const actions = fields.get('action')
    return {
      checks: plainTexts(configuration, check).map(({ word, spot: at }) => oneOfNames(configuration, { ...check, spot: at }, word, names)),
      reason: plainText(configuration, needed('reason', 'say why it is left out: reason: ...')),
      at: locationAt(slot.source, slot.start),
      ...(functions ? { functions: readFunctionNames(configuration, functions, functionNames) } : {}),
      ...(actions ? { actions: plainTexts(configuration, actions).map(({ word }) => word) } : {}),
    }
  })
}

function readFunctionNames(configuration: Configuration, field: Field, known: readonly string[]): readonly string[] {
  return plainTexts(configuration, field).map(({ word, spot }) => {
    if (!known.includes(word))
      throw configuration.mistake(spot.node, `${field.name}: the service has no function ${word}`, functionSuggestion(word, known))
    return word
  })
}

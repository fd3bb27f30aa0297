import { type Annotation, list, nearestNames, oneOf, type Value } from '../../model/index.ts'
import { locationAt } from '../document.ts'
import type { Configuration } from './configuration.ts'
import { expectMap, type Field, type Fields, mistakeAtKey } from './settings-fields.ts'
import type { Spot } from './spot.ts'

/** `custom.keycard`: what a person knows and no analysis can see. */
export interface KeycardSettings {
  /** Values of environment variables, for all functions. */
  readonly environment: ReadonlyMap<string, Value>
  readonly functions: ReadonlyMap<string, FunctionSettings>
}
/** The same for one function. */
export interface FunctionSettings {
  readonly environment: ReadonlyMap<string, Value>
  readonly statements: readonly Annotation[]
}

/** Reads what settings say of functions; a function or a statement that they cannot take is refused, for it would change nothing in silence. */
export function readSettings(configuration: Configuration, settings: Fields, functionNames: readonly string[]): KeycardSettings {
  const environment = settings.get('environment')
  const functions = settings.get('functions')
  return {
    environment: environment ? readEnvironment(configuration, environment) : new Map(),
    functions: functions ? readFunctions(configuration, functions, functionNames) : new Map(),
  }
}

function readEnvironment(configuration: Configuration, { spot, name }: Field): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>()
  for (const [key, { spot: value }] of expectMap(configuration, spot, name)) {
    const read = configuration.value(value)
    if (read.kind === 'record')
      throw configuration.mistake(value.node, `${name}.${key} has to be a text, or a list of texts it may be`, 'write the value')
    found.set(key, read.kind === 'list' ? oneOf(read.items) : read)
  }
  return found
}

function readFunctions(configuration: Configuration, { spot, name: path }: Field, known: readonly string[]): ReadonlyMap<string, FunctionSettings> {
  const found = new Map<string, FunctionSettings>()
  for (const [key, { entry, spot: value, name }] of expectMap(configuration, spot, path)) {
    if (!known.includes(key)) throw mistakeAtKey(entry, `${name}: the service has no function ${key}`, functionSuggestion(key, known))
    const fields = expectMap(configuration, value, name, ['environment', 'statements'])
    const environment = fields.get('environment')
    const statements = fields.get('statements')
    found.set(key, {
      environment: environment ? readEnvironment(configuration, environment) : new Map(),
      statements: statements ? readAnnotations(configuration, statements.spot, statements.name) : [],
    })
  }
  return found
}

/** The function that was most likely meant. */
export function functionSuggestion(wrong: string, known: readonly string[]): string {
  const [close] = nearestNames(wrong, known)
  return close === undefined ? 'correct the name' : `did you mean ${close}?`
}

function readAnnotations(configuration: Configuration, spot: Spot, name: string): readonly Annotation[] {
  const items = configuration.items(spot)
  if (!items) throw configuration.mistake(spot.node, `${name} has to be a list`, 'write - Action: ..., Resource: ..., Reason: ...')
  return items.flatMap(([slot, item], index) => {
    const path = `${name}[${index}]`
    const fields = expectMap(configuration, item, path, ['Action', 'Resource', 'Reason'])
    const at = locationAt(slot.source, slot.start)
    const values = (key: string): readonly Value[] => {
      const field = fields.get(key)
      if (!field)
        throw configuration.mistake(
          item.node,
          `${path} has no ${key}`,
          key === 'Reason' ? 'say why the function needs it: Reason: ...' : `add ${key}:`,
        )
      const value = configuration.value(field.spot)
      return value.kind === 'list' ? value.items : [value]
    }
    const reason = values('Reason')
      .map((value) => (value.kind === 'text' ? value.text.trim() : ''))
      .join(' ')
    if (reason === '') throw configuration.mistake(item.node, `${path} has an empty Reason`, 'say why the function needs it')
    const resources = list(values('Resource')).items
    return values('Action').flatMap((action) => {
      if (action.kind !== 'text' || !/^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/.test(action.text)) {
        throw configuration.mistake(item.node, `${path} has an Action that is none`, 'write service:Action, such as s3:GetObject')
      }
      return resources.map((resource) => ({ action: action.text, resource, reason, at }))
    })
  })
}

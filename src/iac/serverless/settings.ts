import { type Annotation, list, nearestNames, oneOf, type Value } from '../../model/index.ts'
import type { Entry } from '../document.ts'
import { locationAt } from '../document.ts'
import type { Configuration } from './configuration.ts'
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

const nothing: KeycardSettings = { environment: new Map(), functions: new Map() }

/** Reads `custom.keycard`; a key, a function or a statement that it cannot take is refused, for it would change nothing in silence. */
export function readSettings(configuration: Configuration, functionNames: readonly string[]): KeycardSettings {
  const settings = configuration.get(configuration.root, 'custom', 'keycard')
  if (!settings) return nothing
  const fields = expectMap(configuration, settings, 'custom.keycard', ['environment', 'functions'])
  const environment = fields.get('environment')
  const functions = fields.get('functions')
  return {
    environment: environment ? readEnvironment(configuration, environment.spot, 'custom.keycard.environment') : new Map(),
    functions: functions ? readFunctions(configuration, functions.spot, functionNames) : new Map(),
  }
}

type Fields = Map<string, { entry: Entry; spot: Spot }>

function expectMap(configuration: Configuration, spot: Spot, name: string, allowed?: readonly string[]): Fields {
  const entries = configuration.entries(spot)
  if (!entries)
    throw configuration.mistake(
      spot.node,
      `${name} has to be a map`,
      allowed ? `it may hold ${allowed.join(', ')}` : 'write one key per line below it',
    )
  const fields: Fields = new Map()
  for (const [entry, value] of entries) {
    if (allowed && !allowed.includes(entry.key)) {
      const [close] = nearestNames(entry.key, allowed)
      throw configuration.mistakeAt(
        entry.source,
        entry.keyStart,
        `${name} does not know ${entry.key}`,
        close ? `did you mean ${close}?` : `it may hold ${allowed.join(', ')}`,
      )
    }
    fields.set(entry.key, { entry, spot: value })
  }
  return fields
}

function readEnvironment(configuration: Configuration, spot: Spot, name: string): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>()
  for (const [key, { spot: value }] of expectMap(configuration, spot, name)) {
    const read = configuration.value(value)
    if (read.kind === 'record')
      throw configuration.mistake(value.node, `${name}.${key} has to be a text, or a list of texts it may be`, 'write the value')
    found.set(key, read.kind === 'list' ? oneOf(read.items) : read)
  }
  return found
}

function readFunctions(configuration: Configuration, spot: Spot, known: readonly string[]): ReadonlyMap<string, FunctionSettings> {
  const found = new Map<string, FunctionSettings>()
  for (const [name, { entry, spot: value }] of expectMap(configuration, spot, 'custom.keycard.functions')) {
    const path = `custom.keycard.functions.${name}`
    if (!known.includes(name)) {
      const [close] = nearestNames(name, known)
      throw configuration.mistakeAt(
        entry.source,
        entry.keyStart,
        `${path}: the service has no function ${name}`,
        close ? `did you mean ${close}?` : 'correct the name',
      )
    }
    const fields = expectMap(configuration, value, path, ['environment', 'statements'])
    const environment = fields.get('environment')
    const statements = fields.get('statements')
    found.set(name, {
      environment: environment ? readEnvironment(configuration, environment.spot, `${path}.environment`) : new Map(),
      statements: statements ? readAnnotations(configuration, statements.spot, `${path}.statements`) : [],
    })
  }
  return found
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

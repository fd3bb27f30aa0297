import type { Json } from '../../src/model/index.ts'
import type { Configuration } from './frame.ts'

/** Fills the framework's variables in a text or a document, by the configuration as the framework resolved it. */
export function fill(json: Json, configuration: Configuration): Json {
  if (typeof json === 'string') return fillText(json, configuration)
  if (json === null || typeof json !== 'object') return json
  if (Array.isArray(json)) return json.map((one: Json) => fill(one, configuration))
  return Object.fromEntries(Object.entries(json).map(([key, one]) => [key, fill(one, configuration)]))
}

/** The innermost variable: one that CloudFormation knows has neither a source before a colon nor brackets. */
const innermost = /\$\{((?:self|sls|opt|param|aws|env)(?:\([^)]*\))?:[^${}]*)\}/

function fillText(words: string, configuration: Configuration): Json {
  const found = innermost.exec(words)
  if (!found) return words
  const value = variableValue(found[1] ?? '', configuration)
  if (found[0] === words) return fill(value, configuration)
  if (typeof value !== 'string' && typeof value !== 'number') throw new Error(`${found[0]} is no text in ${words}`)
  return fillText(`${words.slice(0, found.index)}${value}${words.slice(found.index + found[0].length)}`, configuration)
}

function variableValue(variable: string, configuration: Configuration): Json {
  for (const choice of variable.split(',').map((one) => one.trim())) {
    const quoted = /^'(.*)'$/.exec(choice)?.[1]
    if (quoted !== undefined) return quoted
    if (choice === 'sls:stage') return configuration.provider.stage as string
    if (choice === 'aws:region') return configuration.provider.region as string
    if (!choice.startsWith('self:')) continue
    const path = choice.slice('self:'.length).split('.')
    const value = path.reduce<unknown>((here, key) => (here as Record<string, unknown> | undefined)?.[key], configuration)
    if (value !== undefined) return value as Json
  }
  throw new Error(`nothing is known of \${${variable}}`)
}

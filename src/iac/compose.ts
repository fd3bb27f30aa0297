import { type Reader, UserError } from '../model/index.ts'
import { entryOf, locationOf, type Node } from './document.ts'
import { parseConfiguration } from './yaml.ts'

/** One service of a Serverless Compose file. */
export interface ComposedService {
  /** Its directory, relative to the file's. */
  readonly directory: string
  /** Its configuration, where that has a name of its own. */
  readonly config?: string
  /** `NAME=VALUE` for each parameter whose value the file says; what another service puts out stays a variable. */
  readonly parameters: readonly string[]
}

/** Reads which services a file of Serverless Compose names: https://github.com/serverless/compose */
export function readCompose(reader: Reader, file: string): readonly ComposedService[] {
  const root = parseConfiguration(file, reader.read(file) ?? '')
  const services = entryOf(root, 'services')?.node
  if (services?.kind !== 'map' || services.entries.size === 0)
    throw new UserError(`${file} names no services`, { at: locationOf(root), mend: 'list them under services:, each with its path:' })
  return [...services.entries].map(([name, { node }]) => {
    const directory = wordsOf(entryOf(node, 'path')?.node)
    if (directory === undefined)
      throw new UserError(`the service ${name} has no path:`, { at: locationOf(node), mend: 'name the directory of the service' })
    const config = wordsOf(entryOf(node, 'config')?.node)
    return { directory, ...(config === undefined ? {} : { config }), parameters: parametersOf(entryOf(node, 'params')?.node) }
  })
}

function parametersOf(node: Node | undefined): readonly string[] {
  if (node?.kind !== 'map') return []
  return [...node.entries].flatMap(([name, entry]) => {
    const words = wordsOf(entry.node)
    return words === undefined || words.includes('${') ? [] : [`${name}=${words}`]
  })
}

const wordsOf = (node: Node | undefined): string | undefined => (node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined)

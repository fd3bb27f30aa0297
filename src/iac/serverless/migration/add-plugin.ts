import { type Edit, type Location, type Reader, UserError } from '../../../model/index.ts'
import { locationOf, type Node } from '../../document.ts'
import { appendItem, insertEntry } from '../../write/map-edits.ts'
import { type Style, styleOf } from '../../write/style.ts'
import type { Configuration } from '../configuration.ts'
import { addDevDependency } from './dev-dependency.ts'

/** The plugin that gives functions roles of their own before version 4, and the versions that read what Keycard writes. */
export const rolesPlugin = { name: 'serverless-iam-roles-per-function', range: '^3.2.0' } as const

/** What makes the plugin part of a service. */
export interface PluginAdded {
  readonly edits: readonly Edit[]
  /** Whether there is a package.json that names it, or will. */
  readonly inManifest: boolean
}

/** Lists the plugin under `plugins:`, and in the nearest package.json where none names it. */
export function addRolesPlugin(reader: Reader, configuration: Configuration): PluginAdded {
  const manifest = addDevDependency(reader, rolesPlugin.name, rolesPlugin.range)
  return { edits: [...listPlugin(configuration), ...(manifest ?? [])], inManifest: manifest !== undefined }
}

function listPlugin(configuration: Configuration): readonly Edit[] {
  const { root } = configuration
  const style = (node: Node): Style => styleOf(configuration.roots().find((one) => one.source === node.source) ?? node)
  const plugins = configuration.get(root, 'plugins')
  if (!plugins) {
    const map = root.node
    const edit =
      map.kind === 'map' && map.fixed === undefined
        ? insertEntry(map, 'plugins', [rolesPlugin.name], style(map), ['frameworkVersion', 'service', 'provider'])
        : undefined
    return edit ? [edit] : refuse(locationOf(map))
  }
  const spot = configuration.items(plugins) ? plugins : configuration.get(plugins, 'modules')
  const settled = spot && configuration.settle(spot)
  const list = settled?.kind === 'list' && settled.origin === undefined ? settled.node : undefined
  if (!list || list.fixed !== undefined || list.source.file.startsWith('..')) return refuse(locationOf(plugins.node))
  return appendItem(list, rolesPlugin.name, style(list)) ?? refuse(locationOf(list))
}

function refuse(at: Location): never {
  throw new UserError(`${rolesPlugin.name} cannot be added where plugins: stands`, { at, mend: 'list it there by hand, then run again' })
}

import type { PluginFunctions } from '../../model/index.ts'

/** Plugins that put functions of their own into a service, which run as the role that functions share, and what those call; from their own pages. */
const known: ReadonlyMap<string, readonly string[]> = new Map([
  // https://github.com/juanjoDiaz/serverless-plugin-warmup#permissions
  ['serverless-plugin-warmup', ['lambda:InvokeFunction']],
])

/** Which functions a service gets from its plugins. */
export const pluginFunctions = (plugins: readonly string[]): readonly PluginFunctions[] =>
  plugins.flatMap((plugin) => {
    const actions = known.get(plugin)
    return actions ? [{ plugin, actions }] : []
  })

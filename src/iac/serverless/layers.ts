import type { Configuration } from './configuration.ts'

/** The directories that the service's own layers are made of; a layer that is a finished archive has no sources to read. */
export function readLayers(configuration: Configuration): readonly string[] {
  const layers = configuration.get(configuration.root, 'layers')
  const entries = (layers && configuration.entries(layers)) ?? []
  return entries.flatMap(([, layer]) => {
    const path = configuration.textNow(configuration.get(layer, 'path'))
    return path === undefined ? [] : [path]
  })
}

import type { Reader } from '../../model/index.ts'
import { directoryOf, joinPaths } from './paths.ts'
import { readOptions } from './tsconfig.ts'

const configs = ['tsconfig.json', 'tsconfig.build.json']

/** Where a file that the compiler of a package makes may come from, as the package's tsconfig says with `outDir` and `rootDir`. */
export function compiledFrom(reader: Reader, directory: string, path: string): readonly string[] {
  return configs.flatMap((name) => {
    const config = joinPaths(directory, name)
    const { outDir, rootDir } = readOptions(reader, config)
    if (outDir === undefined || !path.startsWith(`${outDir}/`)) return []
    const rest = path.slice(outDir.length + 1).replace(/\.d\.([cm]?)ts$/, '.$1js')
    // Without `rootDir` the compiler takes the folder that all sources share.
    const roots = rootDir === undefined ? [directoryOf(config), joinPaths(directory, 'src')] : [rootDir]
    return roots.map((root) => joinPaths(root, rest))
  })
}

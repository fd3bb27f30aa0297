import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The top of this repository, from the sources as from what is compiled of them. */
export const root = ((): string => {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'fixtures'))) folder = dirname(folder)
  return folder
})()

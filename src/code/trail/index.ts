import type { ChainLink, Location, Reader, SdkCall, TrailStep } from '../../model/index.ts'
import { commandsIn, type EnvironmentTest, type MadeCommand, testsOf } from './commands.ts'
import { originOf } from './origin.ts'
import { callAt, functionAt, nameAround, nameOf, openTrees } from './trees.ts'

export type { EnvironmentTest, MadeCommand } from './commands.ts'

/** Reads back from calls to where they and their values come from; only explanations need it, so the analysis does without. */
export interface Trails {
  /** The places from the handler to a call, with the functions they stand in. */
  chain(call: Pick<SdkCall, 'path' | 'at'>): readonly ChainLink[]
  /** The function that a call stands in. */
  functionAround(at: Location): string | undefined
  /** The tests of the environment around the calls of what is called so. */
  testsOf(file: string, name: string): readonly EnvironmentTest[]
  /** How a member of a call's input came to be, as far as the text of the code is certain. */
  origin(call: Pick<SdkCall, 'path' | 'at'>, member: string): readonly TrailStep[]
  /** The commands that a file makes. */
  commands(file: string): readonly MadeCommand[]
}

/** Opens the code behind a reader once more, for reading back. */
export function openTrails(reader: Reader, layers: readonly string[]): Trails {
  const trees = openTrees(reader, layers)
  const link = (at: Location, index: number): ChainLink => {
    const node = callAt(trees, at)
    if (!node && index === 0) {
      const handler = functionAt(trees, at)
      const name = handler && nameOf(handler)
      return { at, ...(name === undefined ? {} : { within: name }), handler: true }
    }
    const within = node && nameAround(node)
    return within === undefined ? { at } : { at, within }
  }
  return {
    chain: ({ path, at }) => [...path, at].map(link),
    functionAround: (at) => {
      const node = callAt(trees, at)
      return node && nameAround(node)
    },
    testsOf: (file, name) => testsOf(trees, file, name),
    origin: ({ path, at }, member) => originOf(trees, path, at, member),
    commands: (file) => commandsIn(trees, file),
  }
}

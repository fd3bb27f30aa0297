import type { Command } from './command.ts'
import { diff } from './diff.ts'
import { explain } from './explain.ts'
import { generate } from './generate.ts'
import { lookup } from './lookup.ts'
import { migrate } from './migrate.ts'
import { policy } from './policy.ts'
import { overServices } from './services.ts'

export * from './command.ts'
export { workspaceOption } from './options.ts'

/** Every command, in the order of the help. Loading the list is cheap: a command loads its rooms when it runs. */
export const commands: readonly Command[] = [overServices(generate), overServices(diff), explain, overServices(migrate), policy, lookup]

import { environmentFiles } from './environment-files.ts'
import type { Idiom } from './idiom.ts'
import { legacySdk } from './legacy-sdk.ts'
import { libraries } from './libraries.ts'
import { middlewareStack } from './middleware-stack.ts'
import { middy } from './middy.ts'
import { schemas } from './schemas/index.ts'
import { sdkClients } from './sdk-clients.ts'
import { standIns } from './stand-ins.ts'

export type { Idiom } from './idiom.ts'

/** The ways of calling AWS, and libraries that values go through, in the order in which they are asked. */
export const idioms: readonly Idiom[] = [environmentFiles, libraries, legacySdk, sdkClients, middlewareStack, middy, standIns, ...schemas]

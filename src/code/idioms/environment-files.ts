import { argument, isEnvironmentLoader, literal, truthOf } from '../evaluate/index.ts'
import type { Idiom } from './idiom.ts'

/** Members of these packages that put nothing into the environment. */
const readers: ReadonlySet<string> = new Set(['parse', 'decrypt', 'listFiles', 'listDotenvFiles'])

/**
 * Files that are put into the environment while the code runs: `dotenv.config()`, `process.loadEnvFile()`, `ConfigModule.forRoot()` of
 * @nestjs/config. Such a file may be shipped with the code or not, and sets what is not set yet: https://github.com/motdotla/dotenv#override
 */
export const environmentFiles: Idiom = {
  name: 'environment-files',
  call(run, symbol, call) {
    const name = symbol.path.at(-1) ?? ''
    const fills =
      name === 'loadEnvFile'
        ? (symbol.package === 'global' && symbol.path[0] === 'process') || symbol.package === 'process'
        : symbol.package === '@nestjs/config'
          ? name === 'forRoot' && truthOf(run.read(argument(call.arguments, 0), literal('ignoreEnvFile'), call.scope, 0)) !== true
          : isEnvironmentLoader(symbol.package) && !readers.has(name)
    if (fills) call.scope.activation.node.beyond.add('environment')
    return undefined
  },
}

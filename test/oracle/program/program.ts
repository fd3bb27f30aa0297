import { randomOf } from '../../policy-random.ts'
import type { Program } from '../run/words.ts'
import { closure, handler, service } from './functions.ts'
import { change, declare } from './variables.ts'
import { choose, type Draft, type Name, type Place, withNames } from './words.ts'

/** How many parts a program may have, at most. */
const mostParts = 120

/** Writes the program of a seed. */
export function writeProgram(seed: number): Program {
  const random = randomOf(seed)
  let names = 0
  let tables = 0
  let left = 10 + random.below(mostParts)
  const draft: Draft = {
    random,
    concurrent: random.chance(0.25),
    fresh: (prefix) => `${prefix}${++names}`,
    table: () => `'t${++tables}'`,
    spend: () => {
      left -= 1
      return left > 0
    },
  }
  const files = new Map<string, string>()
  const modules: Module[] = []
  const count = random.below(4)
  for (let index = 1; index <= count; index++) {
    const module = writeModule(draft, `part${index}`, modules)
    files.set(`${module.name}.ts`, module.lines)
    modules.push(module)
  }
  left += 30
  const main = writeModule(draft, 'main', modules, true)
  files.set('main.ts', main.lines)
  return { files, entry: 'main.ts' }
}

interface Module {
  readonly name: string
  readonly lines: string
  readonly exported: readonly Name[]
}

function writeModule(draft: Draft, name: string, others: readonly Module[], isMain = false): Module {
  const { random } = draft
  const common = random.chance(0.3)
  const imports = others.map((other) => importing(draft, other, common))
  const head = common ? "const sdk = require('@aws-sdk/client-dynamodb')" : "import * as sdk from '@aws-sdk/client-dynamodb'"
  const lines = [head, ...imports.map(({ lines: line }) => line), 'const client = new sdk.DynamoDBClient({})']
  let place: Place = {
    names: imports.flatMap(({ names }) => names),
    async: false,
    event: false,
    returns: undefined,
    loop: false,
    labels: [],
    self: [],
  }
  const own: Name[] = []
  for (let parts = 1 + random.below(isMain ? 5 : 4); parts > 0; parts--) {
    const made = choose(random, [
      [4, () => declare(draft, place)],
      [4, () => closure(draft, place)],
      [2, () => service(draft, place)],
      [1, () => ({ lines: change(draft, place) ?? '', names: [] })],
    ])()
    lines.push(made.lines)
    own.push(...made.names)
    place = withNames(place, ...made.names)
  }
  if (isMain) {
    const body = handler(draft, place)
    lines.push(common ? `exports.handler = async (event) => {\n${body}\n}` : `export const handler = async (event) => {\n${body}\n}`)
    return { name, lines: lines.join('\n'), exported: [] }
  }
  const names = own.map((one) => one.name).join(', ')
  lines.push(common ? `module.exports = { ${names} }` : `export { ${names} }`)
  // What is imported cannot be assigned to.
  return { name, lines: lines.join('\n'), exported: own.map((one) => ({ ...one, mutable: false })) }
}

function importing(draft: Draft, { name, exported }: Module, common: boolean): { lines: string; names: readonly Name[] } {
  const { random } = draft
  if (exported.length === 0) return { lines: common ? `require('./${name}')` : `import './${name}'`, names: [] }
  const names = exported.map((one) => one.name).join(', ')
  const whole = draft.fresh('module')
  const members = exported.map((one) => ({ ...one, name: `${whole}.${one.name}` }))
  return choose(random, [
    [3, () => ({ lines: common ? `const { ${names} } = require('./${name}')` : `import { ${names} } from './${name}'`, names: exported })],
    [1, () => ({ lines: common ? `const ${whole} = require('./${name}')` : `import * as ${whole} from './${name}'`, names: members })],
  ])()
}

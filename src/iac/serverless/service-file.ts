import { composeFileNames, type Reader, serviceFileNames, UserError } from '../../model/index.ts'
import { type CodeFiles, isCode } from '../code.ts'
import { excerptAt, locationOf, type MapNode, type Node } from '../document.ts'
import { parseConfiguration } from '../yaml.ts'

/** Finds and reads the service file; `config` names it by hand. */
export function readServiceFile(reader: Reader, config: string | undefined, code: CodeFiles | undefined): { file: string; root: MapNode } {
  const file = config === undefined ? find(reader) : named(reader, config)
  const root = isCode(file) ? rootOf(file, code) : parseConfiguration(file, reader.read(file) ?? '')
  if (root.kind !== 'map') {
    throw new UserError(
      `${file} is ${root.kind === 'list' ? 'a list' : root.value === null ? 'empty' : 'a single value'}, not the map of a service`,
      {
        at: { file, line: 1 },
        mend: 'a service file has at least service:, provider: and functions:',
      },
    )
  }
  if (!root.entries.has('provider') && root.entries.has('services')) {
    throw new UserError(`${file} is a file of Serverless Compose, not of one service`, {
      at: { file, line: 1 },
      mend: 'name the directory of one of its services',
    })
  }
  if (!root.entries.has('provider')) {
    throw new UserError(`${file} has no provider:`, {
      at: locationOf(root),
      excerpt: excerptAt(root.source, root.start),
      mend: 'add provider: with name: aws',
    })
  }
  return { file, root }
}

function find(reader: Reader): string {
  const found = serviceFileNames.find((name) => reader.kind(name) === 'file')
  if (found !== undefined) return found
  const compose = composeFileNames.find((name) => reader.kind(name) === 'file')
  throw new UserError(`there is no service file here: looked for ${serviceFileNames.join(', ')}`, {
    mend: compose
      ? `${compose} names the services: give the directory of one of them`
      : 'name the directory of the service, or its file with --config; for code without a service file there is `keycard policy FILE`',
  })
}

function named(reader: Reader, config: string): string {
  const file = config.replaceAll('\\', '/').replace(/^\.\//, '')
  if (reader.kind(file) !== 'file') throw new UserError(`there is no file ${config}`, { mend: '--config takes a path relative to the service' })
  if (!isCode(file) && !/\.(ya?ml|json)$/.test(file))
    throw new UserError(`${config} is neither YAML nor JSON nor code`, { mend: '--config takes a .yml, .yaml, .json, .ts or .js file' })
  return file
}

const print = 'print it with `serverless print --format yaml > serverless.yml`, and name that with --config'

/** A service file in code has to say what it exports without being run. */
function rootOf(file: string, code: CodeFiles | undefined): Node {
  if (!code) throw new UserError(`${file} is code, which is not read here`, { at: { file, line: 1 }, mend: print })
  const root = code.nodesOf(file)
  if (root.kind !== 'scalar' || !root.computed) return root
  const why = root.computed.kind === 'unknown' ? `: it ${root.computed.why}` : ''
  const nothing = root.computed.kind === 'absent'
  throw new UserError(
    nothing ? `${file} exports nothing that can be found without running it` : `what ${file} exports cannot be known without running it${why}`,
    { at: (root.computed.kind === 'unknown' && root.computed.at) || { file, line: 1 }, mend: `export an object that is written out; or ${print}` },
  )
}

import { join, text, UserError, type Value } from '../../model/index.ts'
import { isCode } from '../code.ts'
import { locationOf, type Node } from '../document.ts'
import type { OriginSource } from './origin.ts'
import { joinPath } from './paths.ts'
import { type Lookup, present, type Settled, type Spot } from './spot.ts'
import type { Template, VariableSource } from './variable-syntax.ts'

/** What one source of a variable has to say. */
export interface Answer {
  /** What it has in this run; undefined: nothing, so that the next source is asked. */
  readonly found?: Value | Spot
  /** Whether another deployment may find something else here. */
  readonly open: boolean
  /** The source, its own variables in their canonical text. */
  readonly source: OriginSource
  /** Whether it was looked up under this deployment's name, and there is nothing there. */
  readonly empty?: boolean
  /** Throws what is to be said when no source has a value. */
  readonly missing?: () => never
}
interface Asked {
  readonly configuration: Lookup
  /** Whether the deployment decides what is asked for. */
  readonly dependent: boolean
  readonly at: Node
  readonly address: string | undefined
  readonly parameters: readonly (string | undefined)[]
}
type Found = Omit<Answer, 'source'>

const nothing: Found = { open: false }
const onlyDeployed: Found = { open: true }

/** Where each kind of variable gets its value; a kind that is not here is known to the deployment only (`ssm`, `cf`, `s3`, `git`, ...). */
const kinds: ReadonlyMap<string, (asked: Asked) => Found> = new Map([
  ['self', fromSelf],
  ['file', fromFile],
  [
    'opt',
    ({ configuration, address }) =>
      known(address === 'stage' ? configuration.deployment.stage : address === 'region' ? configuration.deployment.region : undefined),
  ],
  ['sls', ({ configuration, address }) => (address === 'stage' ? known(configuration.stage()) : onlyDeployed)],
  ['aws', ({ configuration, address }) => (address === 'region' ? known(configuration.region()) : onlyDeployed)],
  ['param', fromParameters],
  ['strToBool', toBoolean],
])

const known = (words: string | undefined): Found => (words === undefined ? onlyDeployed : { open: true, found: text(words) })

/** Asks one source of a variable. */
export function answer(configuration: Lookup, source: VariableSource, at: Node): Answer {
  if (source.kind === 'literal') {
    const { value } = source
    if (value === null) return { open: false, source: { literal: 'null' } }
    const found: Value = typeof value === 'string' ? text(value) : { kind: 'constant', value }
    return { open: false, found, source: { literal: typeof value === 'string' ? quote(value) : String(value) } }
  }
  const address = source.address && words(configuration, source.address, at)
  const parameters = (source.parameters ?? []).map((parameter) => words(configuration, parameter, at))
  const head = source.parameters ? `${source.type}(${parameters.map((parameter) => parameter.canonical).join(', ')})` : source.type
  const written: OriginSource = { head, address: address?.canonical ?? '' }
  const inner = [...(address ? [address] : []), ...parameters]
  // A name that nobody knows yet leads to a value that nobody knows yet.
  if (inner.some((part) => part.now === undefined)) return { open: true, source: written }
  const kind = kinds.get(source.type)
  if (!kind) return { ...onlyDeployed, source: written }
  const dependent = inner.some((part) => part.open)
  const found = kind({ configuration, at, dependent, address: address?.now, parameters: parameters.map((parameter) => parameter.now) })
  return { ...found, open: found.open || dependent, empty: dependent && !found.open && found.found === undefined, source: written }
}

/** The text of an address or a parameter: now, and as it is written for every deployment. */
function words(configuration: Lookup, template: Template, at: Node): { now: string | undefined; canonical: string; open: boolean } {
  const found = configuration.template(template, at)
  const settled = 'node' in found ? configuration.settle(found) : undefined
  const value: Value = settled ? (settled.kind === 'value' ? settled.value : { kind: 'unknown', why: 'is no text' }) : (found as Value)
  const now = join([present(value)])
  const parts = value.kind === 'join' ? value.parts : [value]
  return {
    now: now.kind === 'text' ? now.text : undefined,
    canonical: parts
      .map((part) => (part.kind === 'text' || part.kind === 'variable' ? part.text : part.kind === 'constant' ? String(part.value) : ''))
      .join(''),
    open: parts.some((part) => part.kind !== 'text' && part.kind !== 'constant'),
  }
}

const quote = (words: string): string => (words.includes("'") ? JSON.stringify(words) : `'${words}'`)

function fromSelf({ configuration, address = '' }: Asked): Found {
  if (address === 'provider.stage') return known(configuration.stage())
  return whatIsAt(configuration.walk(address === '' ? [] : address.split('.')))
}

/** Null counts as no value, so that a fallback is taken. */
function whatIsAt(settled: Settled | undefined): Found {
  if (!settled) return nothing
  if (settled.kind !== 'value')
    return { open: false, found: settled.origin ? { node: settled.node, origin: settled.origin } : { node: settled.node } }
  return settled.value.kind === 'constant' && settled.value.value === null ? nothing : { open: false, found: settled.value }
}

function fromFile({ configuration, at, dependent, address, parameters }: Asked): Found {
  const [path] = parameters
  if (path === undefined || path === '') throw configuration.mistake(at, 'file() names no file', 'write ${file(./name.yml)}')
  const extension = /\.[A-Za-z]+$/.exec(path)?.[0].toLowerCase()
  const missing = (): never => {
    throw configuration.mistake(
      at,
      `there is no file ${path}`,
      `create it, correct the path (it counts from the service),${dependent ? ' name another stage with --stage,' : ''} or give the variable a fallback after a comma`,
    )
  }
  try {
    if (configuration.reader.kind(path) !== 'file' && configuration.reader.read(path) === undefined) return { open: false, missing }
    if (isCode(path)) return fromCode(configuration, path, address, at)
    if (extension === '.yml' || extension === '.yaml' || extension === '.json' || extension === '.tfstate') {
      const node = configuration.nodesOf(joinPath(path))
      const spot = node && configuration.get({ node }, ...(address ? address.split('.') : []))
      return whatIsAt(spot && configuration.settle(spot))
    }
    return address ? nothing : { open: false, found: text(configuration.reader.read(path) ?? '') }
  } catch (error) {
    if (!(error instanceof UserError) || error.at) throw error
    throw new UserError(error.message, { at: locationOf(at), ...(error.mend ? { mend: error.mend } : {}) })
  }
}

/** Code is never run: what cannot be worked out of it is known to the deployment only. */
function fromCode(configuration: Lookup, path: string, address: string | undefined, at: Node): Found {
  const [name, ...rest] = address ? address.split('.') : []
  const node = configuration.codeOf(joinPath(path), name)
  const why = node?.kind === 'scalar' && node.computed?.kind === 'unknown' ? `: it ${node.computed.why}` : undefined
  const spot = node && why === undefined ? configuration.get({ node }, ...rest) : undefined
  const found = spot ? whatIsAt(configuration.settle(spot)) : nothing
  if (found.found && ('node' in found.found || found.found.kind !== 'unknown')) return found
  configuration.say({
    check: 'configuration-in-code',
    severity: 'note',
    confidence: 'certain',
    message: `\${file(${path})${address ? `:${address}` : ''}} is code, which is not run: what it returns is not known${why ?? ''}`,
    at: locationOf(at),
    fix: 'where a name in it matters, say it under custom.keycard.environment',
  })
  return onlyDeployed
}

function fromParameters({ configuration, address = '' }: Asked): Found {
  const given = configuration.deployment.parameters?.get(address)
  if (given !== undefined) return known(given)
  const stage = configuration.stage()
  for (const way of [
    ['stages', stage, 'params'],
    ['params', stage],
    ['stages', 'default', 'params'],
    ['params', 'default'],
  ]) {
    const found = whatIsAt(configuration.walk([...way, address]))
    if (found.found) return { open: true, found: found.found }
  }
  return onlyDeployed
}

function toBoolean({ configuration, at, parameters }: Asked): Found {
  const value = parameters[0]?.trim().toLowerCase()
  if (value === 'true' || value === '1') return { open: false, found: { kind: 'constant', value: true } }
  if (value === 'false' || value === '0') return { open: false, found: { kind: 'constant', value: false } }
  throw configuration.mistake(at, `strToBool takes true, false, 1 or 0, not ${JSON.stringify(parameters[0] ?? '')}`, 'correct the value')
}

import { text, type Value } from '../../model/index.ts'
import { entryOf, type Node } from '../document.ts'
import { type DeclaredStage, type Lookup, present, type Spot } from './spot.ts'
import { parseTemplate, type Variable, type VariableSource } from './variable-syntax.ts'

/**
 * Services spell their stage in many ways: `${opt:stage, 'dev'}`, `${sls:stage}`, `${self:provider.stage}`. Where these are surely the
 * same, they become one variable, so that a name that is built with one of them equals the name that is built with another.
 */
export function canonicalStage(configuration: Lookup, variable: Variable, at: Node): Value | undefined {
  const [first, ...rest] = variable.sources
  if (!isSource(first, 'opt', 'stage') && !isSource(first, 'sls', 'stage')) return undefined
  const canonical: Value = { kind: 'variable', text: stageText(configuration), now: text(configuration.stage()) }
  if (isSource(first, 'sls', 'stage') || rest.length === 0) return canonical
  const fallback = chain(configuration, rest, at)
  if (!fallback || 'node' in fallback) return undefined
  if (fallback.kind === 'variable') return fallback.text === canonical.text || fallback.text === '${self:provider.stage}' ? canonical : undefined
  return fallback.kind === 'text' && fallback.text === configuration.defaultStage() ? canonical : undefined
}

/** The stage that holds where the command line names none. */
export function defaultStage(configuration: Lookup): string {
  const declared = configuration.declaredStage()
  if (!declared) return 'dev'
  if (!declared.rest) return configuration.textNow({ node: declared.node }) ?? 'dev'
  const value = chain(configuration, declared.rest, declared.node)
  const now = value && !('node' in value) ? present(value) : undefined
  return now?.kind === 'text' ? now.text : 'dev'
}

/**
 * With `stage: dev` written out, older versions of the framework do not let `--stage` change `${self:provider.stage}`; so it is the
 * common name only where it says `${opt:stage, ...}` itself.
 */
function stageText(configuration: Lookup): string {
  return configuration.declaredStage()?.rest ? '${self:provider.stage}' : '${sls:stage}'
}

/** Where the stage is said, and what follows after `opt:stage` there; `stage: ${self:custom.stage}` is followed to where that is said. */
export function declaredStage(configuration: Lookup): DeclaredStage | undefined {
  let node = configuration.walk(['provider'])?.node
  node = entryOf(node, 'stage')?.node
  for (let hops = 0; hops < 10; hops++) {
    if (node?.kind !== 'scalar' || node.value === null) return undefined
    const [only, ...others] = parseTemplate(String(node.value))
    if (only?.kind !== 'variable' || others.length > 0) return { node }
    const [first, ...rest] = only.sources
    if (isSource(first, 'opt', 'stage') || isSource(first, 'sls', 'stage')) return { node, rest }
    const path = first?.kind === 'source' && first.type === 'self' && !first.parameters && rest.length === 0 ? first.address : undefined
    if (path?.length !== 1 || path[0]?.kind !== 'text' || path[0].text === 'provider.stage') return { node }
    const keys = path[0].text.split('.')
    const last = keys.pop() ?? ''
    node = entryOf(configuration.walk(keys)?.node, last)?.node
  }
  return undefined
}

function chain(configuration: Lookup, sources: readonly VariableSource[], at: Node): Value | Spot | undefined {
  if (sources.length === 0) return undefined
  const found = configuration.follow({ kind: 'variable', text: String(at.kind === 'scalar' ? at.value : ''), sources }, at)
  if (!('node' in found)) return found
  const settled = configuration.settle(found)
  return settled.kind === 'value' ? settled.value : undefined
}

/** Whether a source is exactly `type:address`. */
export function isSource(source: VariableSource | undefined, type: string, address: string): boolean {
  if (source?.kind !== 'source' || source.type !== type || source.parameters) return false
  const [only, ...others] = source.address ?? []
  return others.length === 0 && only?.kind === 'text' && only.text === address
}

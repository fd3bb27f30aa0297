import type { Edit, Finding, Json } from '../../../model/index.ts'
import { insertProperty } from '../../write/property-edits.ts'
import { findSharing, touchesAnchor } from '../../write/sharing.ts'
import { styleOf } from '../../write/style.ts'
import { dialectsOf, factsOf } from '../functions.ts'
import { descend } from '../write-by-hand.ts'
import { advance, type Step } from './edit.ts'
import type { Draft } from './prepare.ts'

/** Lists managed policies with functions whose roles can have them; says where that cannot be done. */
export function listPolicies(draft: Draft, wanted: ReadonlyMap<string, readonly Json[]>): Step {
  let here = draft
  const findings: Finding[] = []
  for (const [name, documents] of wanted) {
    if (documents.length === 0) continue
    const edits = editsFor(here, name, documents)
    const after = edits && advance(here, edits)
    if (after) here = after
    else findings.push(refusal(here, name))
  }
  return { draft: here, findings }
}

function editsFor({ read: { source } }: Draft, name: string, documents: readonly Json[]): readonly Edit[] | undefined {
  const { configuration, framework, functions, chosen } = source
  const declared = functions.find((one) => one.name === name)
  const facts = declared && factsOf(configuration, framework, declared, chosen)
  const way = facts && dialectsOf(facts, chosen).writing.policiesWay
  const holder = declared && configuration.settle(declared.spot)
  if (!declared || !way || holder?.kind !== 'map' || holder.node.fixed !== undefined || holder.node.source.file.startsWith('..')) return undefined
  const root = configuration.roots().find((one) => one.source === holder.node.source)
  // A function that lists any has a role of its own already, so at most an empty list is there.
  if (!root || configuration.get(declared.spot, ...way)) return undefined
  const { map, rest } = descend(holder.node, way)
  const edits = [insertProperty(map, rest, { plain: documents }, styleOf(root), 'statements')]
  return touchesAnchor(findSharing(configuration.roots()), edits) ? undefined : edits
}

function refusal({ read: { service } }: Draft, name: string): Finding {
  const at = service.functions.find((declared) => declared.name === name)?.at
  return {
    check: 'write-refused',
    severity: 'error',
    confidence: 'certain',
    message: `managed policies of the provider could not be listed with ${name}, whose role lacks them now`,
    ...(at ? { at } : {}),
    function: name,
    fix: 'list them by hand',
  }
}

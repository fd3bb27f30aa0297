import type { Annotation, Finding, Permission, SdkCall } from '../model/index.ts'

/** Lets the annotations at a call replace what is wider than they are; an annotation for an action that was not derived adds it. */
export function annotate(
  call: SdkCall,
  derived: { readonly permissions: readonly Permission[]; readonly findings: readonly Finding[] },
): { permissions: readonly Permission[]; findings: readonly Finding[] } {
  const annotations = call.annotations ?? []
  if (annotations.length === 0) return derived
  const kept: Permission[] = []
  const silenced = new Set<string>()
  const used = new Set<Annotation>()
  for (const permission of derived.permissions) {
    const matching = annotations.filter((annotation) => sameAction(annotation.action, permission.action))
    for (const annotation of matching) used.add(annotation)
    if (matching.length === 0 || permission.widened === undefined) kept.push(permission)
    else silenced.add(permission.action)
  }
  for (const annotation of annotations) {
    const derivedAction = derived.permissions.find((permission) => sameAction(permission.action, annotation.action))?.action
    if (used.has(annotation) && !(derivedAction !== undefined && silenced.has(derivedAction))) continue
    kept.push({ action: derivedAction ?? annotation.action, resource: annotation.resource, basis: 'annotation', because: call, at: annotation.at })
  }
  const findings = derived.findings.filter(
    (finding) => ![...silenced].some((action) => finding.message.startsWith(`${action} `) || finding.message.startsWith(`${action}:`)),
  )
  return { permissions: kept, findings: findings.map((finding) => answered(finding, call)) }
}

/** A command that the map does not know is no error where a person wrote its permission down. */
function answered(finding: Finding, call: SdkCall): Finding {
  if (finding.check !== 'unknown-command' && finding.check !== 'library-unread') return finding
  return {
    ...finding,
    severity: 'note',
    message: `${finding.message.replace(/, so .*$/, '')}; the annotation beside the call names what it needs (${call.annotations?.length ?? 0})`,
  }
}

const sameAction = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

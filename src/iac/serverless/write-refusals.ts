import type { Finding, Location } from '../../model/index.ts'
import { locationAt, type Slot } from '../document.ts'
import type { DeclaredFunction } from './functions.ts'

/** Gathers why functions were not written; what many functions have in common is said once. */
export class Refusals {
  private readonly said: Finding[] = []
  private managed: { readonly policies: readonly string[]; readonly at: Location; readonly functions: readonly string[] } | undefined
  private readonly notWritable = new Map<string, { declared: DeclaredFunction; reason: string }[]>()

  /** A function whose new role lacks the managed policies of the shared one; said once for all of them. */
  addManagedPolicies(declared: DeclaredFunction, policies: readonly string[], at: Location): void {
    this.managed = { policies, at, functions: [...(this.managed?.functions ?? []), declared.name] }
  }

  /** A function that could not be written for a reason of its own. */
  add(declared: DeclaredFunction, check: string, message: string, fix: string): void {
    this.said.push({
      check,
      severity: 'error',
      confidence: 'certain',
      message: `${declared.name} was not written: ${message}`,
      at: declared.at,
      function: declared.name,
      fix,
    })
  }

  /** A function whose statements the framework would not heed; the reason ends with its mend after a colon. */
  addNotWritable(declared: DeclaredFunction, reason: string): void {
    const common = reason.replace(`the function ${declared.name} `, 'each ')
    this.notWritable.set(common, [...(this.notWritable.get(common) ?? []), { declared, reason }])
  }

  /** A function that another stage takes from another file. */
  addOneStage(declared: DeclaredFunction, file: string, stage: string): void {
    this.said.push({
      check: 'write-one-stage',
      severity: 'warning',
      confidence: 'certain',
      message: `${declared.name} was written in ${file}, which is the file of stage ${stage} only`,
      at: declared.at,
      function: declared.name,
      fix: 'run again with --stage for the others',
    })
  }

  /** A protecting comment without its reason still protects. */
  addKeepWithoutReason(declared: DeclaredFunction, slot: Slot): void {
    this.said.push({
      check: 'keep-without-reason',
      severity: 'warning',
      confidence: 'certain',
      message: 'a statement is kept without saying why',
      at: locationAt(slot.source, slot.start),
      function: declared.name,
      fix: 'write # keycard-keep -- and the reason',
    })
  }

  findings(): readonly Finding[] {
    const grouped = [...this.notWritable].map(([common, functions]): Finding => {
      const [first, ...others] = functions
      const reason = first && others.length === 0 ? first.reason : common
      const cut = reason.lastIndexOf(': ')
      const who = first && others.length === 0 ? `${first.declared.name} was` : `${functions.length} functions were`
      return {
        check: 'not-writable',
        severity: 'error',
        confidence: 'certain',
        message: `${who} not written: ${reason.slice(0, cut)}`,
        ...(first ? { at: first.declared.at } : {}),
        ...(first && others.length === 0 ? { function: first.declared.name } : {}),
        fix: reason.slice(cut + 2),
      }
    })
    return [...grouped, ...this.lostPolicies(), ...this.said]
  }

  private lostPolicies(): readonly Finding[] {
    if (!this.managed) return []
    const { policies, at, functions } = this.managed
    const who =
      functions.length === 1
        ? `the role of its own that ${functions[0]} gets does`
        : `the roles of their own that ${functions.length} functions get do`
    return [
      {
        check: 'managed-policies-dropped',
        severity: 'warning',
        confidence: 'certain',
        message: `${who} not hold the managed policies of the shared role: ${policies.join(', ')}`,
        at,
        fix: 'where a function needs them beside its code, say so under custom.keycard.functions, or with a keycard-allow comment',
      },
    ]
  }
}

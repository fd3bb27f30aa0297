import type { Finding } from '../../model/index.ts'
import { locationAt, type Slot } from '../document.ts'
import type { DeclaredFunction } from './functions.ts'

/** Gathers why functions were not written; what many functions have in common is said once. */
export class Refusals {
  private readonly said: Finding[] = []
  private readonly notWritable = new Map<string, DeclaredFunction[]>()

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
    this.notWritable.set(reason, [...(this.notWritable.get(reason) ?? []), declared])
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
    const grouped = [...this.notWritable].map(([reason, functions]): Finding => {
      const cut = reason.lastIndexOf(': ')
      const [first] = functions
      const who = functions.length === 1 ? first?.name : `${functions.length} functions`
      return {
        check: 'not-writable',
        severity: 'error',
        confidence: 'certain',
        message: `${who} ${functions.length === 1 ? 'was' : 'were'} not written: ${reason.slice(0, cut)}`,
        ...(first ? { at: first.at } : {}),
        ...(first && functions.length === 1 ? { function: first.name } : {}),
        fix: reason.slice(cut + 2),
      }
    })
    return [...grouped, ...this.said]
  }
}

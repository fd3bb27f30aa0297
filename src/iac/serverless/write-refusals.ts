import type { CheckName, Finding, Location } from '../../model/index.ts'
import type { Place } from './place.ts'

/** What refusals need to know of a place. */
type Refused = Pick<Place, 'name' | 'label' | 'at' | 'patch'>

/** Gathers why places were not written; what many functions have in common is said once. */
export class Refusals {
  private readonly said: Finding[] = []
  private readonly notWritable = new Map<string, { place: Refused; reason: string }[]>()

  /** A place that could not be written for a reason of its own. */
  add(place: Refused, check: CheckName, message: string, fix: string): void {
    this.said.push({
      check,
      severity: 'error',
      confidence: 'certain',
      message: `${place.label} was not written: ${message}`,
      at: place.at,
      ...aboutOf(place),
      fix,
      ...(place.patch === undefined ? {} : { patch: place.patch }),
    })
  }

  /** A place whose statements the framework would not heed, or that others take; the reason ends with its mend after a colon. */
  addNotWritable(place: Refused, reason: string): void {
    const common = reason.replace(`the function ${place.label} `, 'each ')
    this.notWritable.set(common, [...(this.notWritable.get(common) ?? []), { place, reason }])
  }

  /** A function that another stage takes from another file. */
  addOneStage(place: Refused, file: string, stage: string): void {
    this.said.push({
      check: 'write-one-stage',
      severity: 'warning',
      confidence: 'certain',
      message: `${place.label} was written in ${file}, which is the file of stage ${stage} only`,
      at: place.at,
      ...aboutOf(place),
      fix: 'run again with --stage for the others',
    })
  }

  /** A protecting comment without its reason still protects. */
  addKeepWithoutReason(place: Refused, at: Location, mark: '#' | '//'): void {
    this.said.push({
      check: 'keep-without-reason',
      severity: 'warning',
      confidence: 'certain',
      message: 'a statement is kept without saying why',
      at,
      ...aboutOf(place),
      fix: `write ${mark} keycard-keep -- and the reason`,
    })
  }

  findings(): readonly Finding[] {
    const grouped = [...this.notWritable].map(([common, functions]): Finding => {
      const [first, ...others] = functions
      const reason = first && others.length === 0 ? first.reason : common
      const cut = reason.lastIndexOf(': ')
      const who = first && others.length === 0 ? `${first.place.label} was` : `${functions.length} functions were`
      return {
        check: 'not-writable',
        severity: 'error',
        confidence: 'certain',
        message: `${who} not written: ${reason.slice(0, cut)}`,
        ...(first ? { at: first.place.at } : {}),
        ...(first && others.length === 0 ? aboutOf(first.place) : {}),
        fix: reason.slice(cut + 2),
      }
    })
    return [...grouped, ...this.said]
  }
}

const aboutOf = ({ name }: Refused): Pick<Finding, 'function'> => (name.kind === 'function' ? { function: name.name } : {})

import type { ForeignCall, Run } from '../evaluate/run.ts'
import type { Abstract, Foreign } from '../evaluate/values.ts'

/**
 * One way in which code uses what it did not write itself: a way of calling AWS, or a part of the language and its runtime.
 * Each function answers for what it knows and returns undefined for the rest, so that the next idiom is asked.
 */
export interface Idiom {
  readonly name: string
  /** A function of a package, or of the language (package `global`), is called. */
  call?(run: Run, symbol: Foreign, call: ForeignCall): Abstract | undefined
  /** A class of a package is instantiated; `made` is given where a class of the analysed code extends it. */
  construct?(run: Run, symbol: Foreign, call: ForeignCall, made?: Abstract): Abstract | undefined
  /** What a value is of which only the type is known, a class of a package. */
  typed?(run: Run, symbol: Foreign, call: ForeignCall): Abstract | undefined
  /** A function or class of a package is handed to code that cannot be seen, which may call it. */
  handed?(run: Run, symbol: Foreign, to: string, call: ForeignCall): void
  /** A member of what a package provides is assigned. */
  put?(run: Run, owner: Foreign, name: string, value: Abstract): void
  /** A member is called that the analysed code does not define. */
  method?(run: Run, receiver: Abstract, name: string, call: ForeignCall): Abstract | undefined
}

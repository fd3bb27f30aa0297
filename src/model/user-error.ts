import type { Location } from './location.ts'

/** The user's mistake: said with its place and its mend, exit code 2. Anything else that is thrown is a bug of ours. */
export class UserError extends Error {
  readonly at: Location | undefined
  readonly mend: string | undefined
  /** The lines around the place, where they help. */
  readonly excerpt: string | undefined

  constructor(message: string, more: { at?: Location; mend?: string; excerpt?: string } = {}) {
    super(message)
    this.name = 'UserError'
    this.at = more.at
    this.mend = more.mend
    this.excerpt = more.excerpt
  }
}

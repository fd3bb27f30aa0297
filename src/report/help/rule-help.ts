/** What a kind of finding is, why it matters, and an example with its mend: for reports that carry their own help. */
export interface RuleHelp {
  readonly describe: string
  readonly why: string
  /** The language of the example. */
  readonly language: string
  readonly before: string
  readonly after: string
}

/** A kind of difference between what is declared and what is needed, and the word or two that stand for it in totals. */
export interface Rule {
  readonly check: string
  readonly word: string
}

/** The kinds of difference, worst first. Each has a page docs/rules/<check>.md. */
export const rules: readonly Rule[] = [
  { check: 'permission-missing', word: 'missing' },
  { check: 'permission-excess', word: 'excess' },
  { check: 'permission-wide', word: 'too wide' },
  { check: 'permission-possible', word: 'possible' },
]

/** A rule by its check; undefined for findings that are no difference. */
export const ruleOf = (check: string): Rule | undefined => rules.find((rule) => rule.check === check)

import type { Answer } from './atoms.ts'

/** Whether any holds: surely as soon as one surely does. */
export function any(answers: Iterable<Answer>): Answer {
  let result: Answer = 'no'
  for (const answer of answers) {
    if (answer === 'yes') return 'yes'
    if (answer === 'unknown') result = 'unknown'
  }
  return result
}

/** The opposite. */
export const not = (answer: Answer): Answer => (answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'unknown')

/** Whether all hold: surely not as soon as one surely does not. */
export function all(answers: Iterable<Answer>): Answer {
  let result: Answer = 'yes'
  for (const answer of answers) {
    if (answer === 'no') return 'no'
    if (answer === 'unknown') result = 'unknown'
  }
  return result
}

import type { Audited, LambdaFunction } from '../model/index.ts'

/** The functions that do not take the shared role, by what is declared or once it is written. */
export const withOwnRole = ({ service, leaving }: Audited): readonly LambdaFunction[] =>
  service.functions.filter(({ name, role }) => role === 'own' || leaving.has(name))

/** Whether all that is said is about what would be, since nothing is written and no function has a role of its own yet. */
export const isAhead = (audited: Audited, functions: readonly LambdaFunction[]): boolean =>
  !audited.writing && functions.every(({ role }) => role !== 'own')

/** Names in words: `create, read and 3 more`. */
export function namesInWords(functions: readonly LambdaFunction[]): string {
  const names = functions.map(({ name }) => name)
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ').replace(/, ([^,]*)$/, ' and $1')
}

/** Whether a stream wants colour: FORCE_COLOR and NO_COLOR say so, otherwise a terminal that is not dumb. https://no-color.org */
export function wantsColour(environment: Readonly<Record<string, string | undefined>>, stream: { readonly isTTY?: boolean }): boolean {
  const forced = environment.FORCE_COLOR
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false'
  if (environment.NO_COLOR !== undefined && environment.NO_COLOR !== '') return false
  return stream.isTTY === true && environment.TERM !== 'dumb'
}
